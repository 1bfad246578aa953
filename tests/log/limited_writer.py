"""Run by test_faults: no file of this process may grow beyond so many bytes, which is what a full disk looks like.

Prints one JSON object: what was acknowledged before and after the limit was lifted, and the error in between.
"""

import json
import resource
import sys
from pathlib import Path

from alignlab.errors import CannotSave
from alignlab.log.owner import open_store
from alignlab.model.events import Draft


def batch(number: int) -> list[Draft]:
    return [Draft("KLMNPQ", f"i{number}-{n}", "ann", "answer saved", {"text": "x" * 900}, 0) for n in range(20)]


store = open_store(Path(sys.argv[1]), lambda: 0)
acked, error, number = 0, "", 0
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
while not error and number < 500:
    try:
        acked += len(store.log.append(batch(number)))
        number += 1
    except CannotSave as refusal:
        error = str(refusal)
during = len(store.log.read("KLMNPQ"))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
after = [event.seq for event in store.log.append(batch(number))]
sys.stdout.write(json.dumps({"acked": acked, "error": error, "during": during, "after": after}))
store.close()
