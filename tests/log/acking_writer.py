"""Run by test_faults: appends batches to a store for ever and prints `session seq` of what it may acknowledge."""

import sys
from pathlib import Path

from alignlab.log.owner import open_store
from alignlab.model.events import Draft

store = open_store(Path(sys.argv[1]), lambda: 0)
sys.stdout.write("ready\n")
sys.stdout.flush()
start = len(store.log.read("KLMNPQ"))
for batch in range(1_000_000):
    drafts = [
        Draft(code, f"i{start}-{batch}-{n}", f"p{n}", "answer saved", {"text": "x" * 300 * n}, batch)
        for n in range(1 + batch % 7)
        for code in ("KLMNPQ", "RSTUVW")
    ]
    sys.stdout.write("".join(f"{event.session} {event.seq}\n" for event in store.log.append(drafts)))
    sys.stdout.flush()
