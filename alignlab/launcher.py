"""The tile “alignlab workshop” in JupyterLab's launcher: it starts `alignlab serve` and opens the console.

Found by jupyter-server-proxy (extra `lab`) through the entry-point group `jupyter_serverproxy_servers`. The console
comes through Jupyter, which has asked for its own password; phones come to this machine's address, as always.
"""

from __future__ import annotations

import secrets
import sys
from typing import Any

from alignlab import resources

KEY_VARIABLE = "ALIGNLAB_LAUNCH_KEY"
HEADER = "X-Alignlab-Launch"
START_SECONDS = 60


def tile() -> dict[str, Any]:
    """The tile and its command, as jupyter-server-proxy wants them: it fills in {port} and {base_url}.

    A key that is made here goes to the server in its environment and comes with every request that Jupyter lets
    through; nobody else on this machine can open the console with the address alone.
    """
    key = secrets.token_hex(16)
    serve = ["serve", "--resume", "--port", "{port}", "--prefix", "{base_url}alignlab/"]
    return {
        "command": [sys.executable, "-m", "alignlab", *serve],
        "environment": {KEY_VARIABLE: key},
        "request_headers_override": {HEADER: key},
        "timeout": START_SECONDS,
        "new_browser_tab": True,
        "launcher_entry": {
            "title": "alignlab workshop",
            "icon_path": str(resources.path("web") / "icon.svg"),
            "path_info": "alignlab/launch",
        },
    }
