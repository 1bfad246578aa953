"""Wrong tries cost time. A room shares one address, so nobody's mistakes may lock out the others."""

from __future__ import annotations

from dataclasses import dataclass, field

FREE = 3
"""So many wrong tries of one device for one name before there is a pause."""
LONGEST = 60_000
"""The longest pause between tries of one key, in ms."""
FORGET = 10 * 60_000
"""Wrong tries are forgotten when none came for so long, in ms."""
BURST = 60
"""So many wrong tries of a whole session at once."""
REFILL = 5_000
"""One more every so many ms."""
MOST_KEYS = 10_000


@dataclass(slots=True)
class _Count:
    wrong: int = 0
    last: int = 0


@dataclass(slots=True)
class Tries:
    """Counts wrong tries by key, and by session in a bucket that refills. All times in ms."""

    counts: dict[tuple[str, ...], _Count] = field(default_factory=dict)
    buckets: dict[str, tuple[float, int]] = field(default_factory=dict)

    def pause(self, session: str, key: tuple[str, ...], now: int) -> int:
        """How long this key has to wait before its next try; 0 if it may try now."""
        if self._level(session, now) < 1:
            return REFILL
        count = self.counts.get(key)
        if count is None or count.wrong < FREE or _since(count.last, now) > FORGET:
            return 0
        pause = min(LONGEST, 1_000 * 2 ** (count.wrong - FREE))
        return int(max(0, pause - _since(count.last, now)))

    def wrong(self, session: str, key: tuple[str, ...], now: int) -> None:
        """A try failed."""
        self.buckets[session] = (self._level(session, now) - 1, now)
        if len(self.counts) >= MOST_KEYS:
            self.counts = {k: c for k, c in self.counts.items() if _since(c.last, now) <= FORGET}
        count = self.counts.setdefault(key, _Count())
        if _since(count.last, now) > FORGET:
            count.wrong = 0
        count.wrong, count.last = count.wrong + 1, now

    def right(self, key: tuple[str, ...]) -> None:
        """A try succeeded: the key starts afresh."""
        self.counts.pop(key, None)

    def _level(self, session: str, now: int) -> float:
        level, since = self.buckets.get(session, (float(BURST), now))
        return min(float(BURST), level + _since(since, now) / REFILL)


def _since(then: int, now: int) -> int:
    """How long ago it was. A clock that was set back says nothing of that: then long enough."""
    return now - then if now >= then else FORGET
