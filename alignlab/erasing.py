"""Erasing in a live room: who asks for it, and how what they said leaves the disk.

What goes and when it has to wait is decided in alignlab/erasure.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from alignlab.erasure import Erased, left_behind, looking, pseudonyms, still_hidden
from alignlab.errors import Refused, StoreError
from alignlab.model.catalogue import say
from alignlab.model.events import HOST, Draft
from alignlab.model.viewer import Viewer
from alignlab.saving import Saver


@dataclass(slots=True, eq=False)
class Erasing:
    """That somebody asks stands in the log. Which pseudonyms are theirs only their own key tells: it is in memory
    alone, from when they ask, and again from when a device of theirs is back after a restart, until they are erased.
    """

    saver: Saver
    _keys: dict[str, set[Viewer]] = field(default_factory=dict)  # somebody who lost their words has a second one

    def remember(self, viewer: Viewer) -> None:
        """One of this person's devices is here."""
        if viewer.key and viewer.person in self.saver.room.state.asking_erasure:
            self._keys.setdefault(viewer.person, set()).add(viewer)

    def waits_for_device(self, person: str) -> bool:
        """Whether answers of somebody who asks would stay now, as none of their devices has been here since."""
        state = self.saver.room.state
        asks = person in state.asking_erasure
        return asks and bool(still_hidden(state, person, self._pseudonyms(person)))

    def _pseudonyms(self, person: str) -> frozenset[str]:
        state = self.saver.room.state
        return frozenset(id_ for viewer in self._keys.get(person, ()) for id_ in pseudonyms(viewer, state))

    async def erase(self, person_id: str, known: Iterable[str], now: int) -> Erased:
        """See RoomHost.erase. Nothing else is saved meanwhile."""
        async with self.saver.lock:
            state = self.saver.room.state
            person = state.people.get(person_id)
            if person is None:
                raise Refused("unknown_person", say("hosting.nobody_to_erase"))
            if looking(state):
                raise Refused("wrong_phase", say("hosting.erase_later"))
            actors = frozenset(known) | self._pseudonyms(person_id)
            hidden, asked = still_hidden(state, person_id, actors), person_id in state.asking_erasure
            count = await self._off_the_disk(person_id, actors, now)
        self._keys.pop(person_id, None)
        return Erased(person.name, count, hidden, asked=asked)

    async def follow(self, viewer: Viewer, now: int) -> int | None:
        """See RoomHost.erase_rest."""
        async with self.saver.lock:
            state = self.saver.room.state
            actors = left_behind(viewer, state)
            if actors and looking(state):
                return None
            return await self._off_the_disk(viewer.person, frozenset(actors), now) if actors else 0

    async def _off_the_disk(self, person_id: str, actors: frozenset[str], now: int) -> int:
        """How many events lost their content. The room starts over from the log, whether it worked or not."""
        room, store = self.saver.room, self.saver.store
        code = room.state.code
        done = Draft(code, f"erased/{person_id}", HOST, "erased", {"person": person_id}, now)
        try:
            await store.append([done])
            return await store.call(store.log.erase, code, [person_id, *sorted(actors)])
        except StoreError as error:
            raise Refused("cannot_save", str(error), retry=True) from error
        finally:
            room.reload(await store.read(code))
