"""Run by fault tests and benchmarks: `alignlab` whose clock is the machine's plus what a file says, in ms.

python shifting_server.py FILE serve …
"""

from __future__ import annotations

import sys
from pathlib import Path

from alignlab import house
from alignlab.cli import main

if __name__ == "__main__":
    file, true_clock = Path(sys.argv[1]), house.system_clock
    sys.argv = ["alignlab", *sys.argv[2:]]
    house.system_clock = lambda: true_clock() + int(file.read_text())  # before the server's module takes it over
    main()
