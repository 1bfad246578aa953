"""A form of 25 statements with four answers each, as plain as oTree makes it."""

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page, models, widgets

ANSWERS = [[0, "Did not come up"], [1, "Now and then"], [2, "Mostly"], [3, "Every time"]]
NAMES = [f"s{n}" for n in range(1, 26)]


class C(BaseConstants):
    NAME_IN_URL = "statements"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    for _name in NAMES:
        locals()[_name] = models.IntegerField(choices=ANSWERS, widget=widgets.RadioSelect, label=f"Statement {_name}")
    del _name


class Statements(Page):
    form_model = "player"
    form_fields = NAMES


page_sequence = [Statements]
