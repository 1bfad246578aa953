"""Run by the fault tests: `alignlab` that kills itself (-9) at an exact point of saving its nth answer.

    python dying_server.py POINT N serve …

POINT: `decided` (in memory only), `committed` (on the disk, nobody told) or `acknowledged` (the sender was told, nobody
else).
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from alignlab.cli import main
from alignlab.hosting import RoomHost
from alignlab.log.sql import SqlLog

point, left = sys.argv[1], [int(sys.argv[2])]


def answers(drafts: Any) -> int:
    return sum(draft.kind == "answer saved" for draft in drafts)


def counted(some: Any) -> bool:
    left[0] -= answers(some)
    return left[0] <= 0 and answers(some) > 0


append, publish = SqlLog.append, RoomHost._publish


def dying_append(self: SqlLog, drafts: Any) -> Any:
    now = point != "acknowledged" and counted(drafts)
    if now and point == "decided":
        os.kill(os.getpid(), signal.SIGKILL)
    events = append(self, drafts)
    if now:
        os.kill(os.getpid(), signal.SIGKILL)
    return events


def dying_publish(self: RoomHost, events: Any, batch: Any) -> None:
    if point == "acknowledged" and counted(events):
        os.kill(os.getpid(), signal.SIGKILL)
    publish(self, events, batch)


if __name__ == "__main__":  # not in the picture worker, which imports this file too
    sys.argv = ["alignlab", *sys.argv[3:]]
    SqlLog.append = dying_append  # type: ignore[method-assign]
    RoomHost._publish = dying_publish  # type: ignore[method-assign]
    main()
