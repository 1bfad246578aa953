"""Erasing in a live room: who asks for it, and how what they said leaves the disk.

What goes and when it has to wait is decided in alignlab/erasure.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from alignlab.erasure import Erased, looking, pseudonyms, still_hidden
from alignlab.errors import Refused, StoreError
from alignlab.model.catalogue import say
from alignlab.model.events import HOST, Draft
from alignlab.model.viewer import Viewer
from alignlab.saving import Saver


@dataclass(slots=True, eq=False)
class Erasing:
    """`asked`: who asks to be erased, and their pseudonyms.

    Which pseudonyms are theirs only their own key tells: they are kept in memory until the facilitator has agreed.
    """

    saver: Saver
    asked: dict[str, frozenset[str]] = field(default_factory=dict)

    def ask(self, viewer: Viewer) -> None:
        """This person asks that what they said be erased."""
        self.asked[viewer.person] = frozenset(pseudonyms(viewer, self.saver.room.state))

    async def erase(self, person_id: str, pseudonyms: Iterable[str], now: int) -> Erased:
        """See RoomHost.erase. Nothing else is saved meanwhile."""
        async with self.saver.lock:
            state = self.saver.room.state
            person = state.people.get(person_id)
            if person is None:
                raise Refused("unknown_person", say("hosting.nobody_to_erase"))
            if looking(state):
                raise Refused("wrong_phase", say("hosting.erase_later"))
            actors = frozenset(pseudonyms) | self.asked.get(person_id, frozenset())
            hidden = still_hidden(state, person_id, actors)
            count = await self._off_the_disk(person_id, actors, now)
        self.asked.pop(person_id, None)
        return Erased(person.name, count, hidden)

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
