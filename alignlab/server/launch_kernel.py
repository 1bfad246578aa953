"""How a notebook's kernel process starts: like any IPython kernel, without the debugger and without a history.

Run as a file. The debugger would cost 30 MB a kernel, and the history one shared SQLite file for all of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Serve the connection file that the arguments name until the server shuts this process down."""
    sys.path[0] = str(Path(__file__).parents[2])  # the same alignlab as the server's; nothing of this folder
    modules: dict[str, Any] = sys.modules
    modules["debugpy"] = None  # importing it now fails, and ipykernel does without
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(["--HistoryManager.enabled=False", *sys.argv[1:]])


if __name__ == "__main__":
    main()
