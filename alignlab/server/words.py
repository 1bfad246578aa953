"""The words that bring a person back: easy to read aloud, to spell and to tell apart, and kind to everybody."""

from __future__ import annotations

_FIRST = """
able active agile alert amber ample apple april arctic autumn azure balanced bamboo basic beige birch bold
bonus brave bright brisk bronze brown calm candid careful caring cedar central cheerful chief citrus classic
clean clear clever cobalt coastal copper coral cosmic cosy cotton crimson crisp crystal curious custom daily daring
dawn decent deep denim diamond distant double dreamy early earnest eager eastern easy ebony elder electric elegant
emerald endless even exact extra fair famous festive fine firm first flying fond frank free fresh
friendly frosty full future gentle ginger glad glowing golden graceful grand granite green
handy happy hardy hazel helpful hidden honest humble indigo inner ivory jade jazzy jolly joyful keen
kind lasting lavender leading lemon level light lilac lime linen lively local loyal lucky lunar magic
magnetic maple marble marine mellow merry mighty mild mint misty modern modest morning mossy
neat nimble noble northern oak ocean olive open orange orchid outer oval patient peaceful pearl
perfect pine pink playful plum polar polite prime purple quick quiet rapid ready
sandy satin scarlet silent silky silver snowy solar spring starry steady summer sunny tidy topaz tropical velvet violet
vivid warm western winter wooden woven yellow
"""

_SECOND = """
acorn albatross alpaca anchor antelope apricot arrow atlas avocado badger bagel balloon banana banjo basket beacon
beaver bicycle biscuit blanket blossom boulder bridge broccoli bucket buffalo butterfly button cabin cactus camel
candle canoe canyon carpet carrot castle cello cherry chestnut cloud clover cobra coconut comet compass cookie
coyote crane cricket crown cucumber curtain daisy dancer desert dolphin donkey dragon drum eagle elephant engine
falcon feather fiddle finch flamingo flute forest fountain fox garden garlic giraffe glacier globe goose gorilla
grape guitar hammer hamster harbour harp hedgehog helmet heron hill honey horse iguana island jacket jaguar jungle
kangaroo kayak kettle kitten kiwi koala ladder lagoon lantern lemur leopard library lion lizard llama lobster
lotus magnet magpie mammoth mango marmot meadow melon meteor mirror mitten mongoose monkey moon moose mountain
muffin mushroom napkin needle notebook nutmeg oasis octopus orchard ostrich otter owl paddle panda panther papaya
parrot peacock pebble pelican pencil penguin pepper piano pigeon pillow pineapple planet pocket pony potato
pumpkin puppy puzzle pyramid rabbit raccoon radio rainbow raven ribbon river robin rocket saddle salmon sandal
satellite scarf seal shadow shell shovel sparrow spider spoon squirrel statue sunflower swan tiger
"""

FIRST: tuple[str, ...] = tuple(_FIRST.split())
SECOND: tuple[str, ...] = tuple(_SECOND.split())
