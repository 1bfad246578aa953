"""Kernel processes: how one is started, what its environment holds, how many files and sockets they may need."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from traitlets.config import Config

MAX_SOCKETS = 16_384  # zmq's own limit is 1023: six a page
LONGEST_IPC_PATH = 100  # characters; macOS allows 103 for a socket's path
MESSAGES = ("comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request")
"""What a browser may send to its kernel: nothing that runs code, nothing that stops it behind our back."""

KERNEL = "python3"
_LAUNCHER = Path(__file__).with_name("launch_kernel.py")

_NAMES = (
    "PATH HOME LANG LANGUAGE TZ TMPDIR TEMP TMP USER LOGNAME VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONUTF8 "
    "LD_LIBRARY_PATH DYLD_LIBRARY_PATH SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA "
    "PROGRAMDATA NUMBER_OF_PROCESSORS"
)
PASSED_ON = frozenset(_NAMES.split())
"""What of the server's environment a kernel gets. Whoever starts a server may have passwords in the rest."""


def kernel_environment(environ: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """A kernel's environment: what every program needs, and what this page's own notebook may know."""
    kept = {name: value for name, value in environ.items() if name.upper() in PASSED_ON or name.startswith("LC_")}
    kept |= {"PYTHONNOUSERSITE": "1", "OMP_NUM_THREADS": "1", "JUPYTER_WIDGETS_ECHO": "0"}
    return kept | dict(own)


def connection_folder() -> Path:
    """A new folder for the kernels' connection files, for this user's eyes only; its path is short if possible."""
    root = "/tmp" if sys.platform != "win32" and Path("/tmp").is_dir() else None  # noqa: S108  (mkdtemp makes it safe)
    return Path(tempfile.mkdtemp(prefix="alignlab-", dir=root))


def kernel_config(folder: Path) -> Config:
    """Settings of jupyter's kernel managers.

    Sockets are files where the system has them: no ports to run out of, nothing for other users of this machine. A
    kernel that dies is not started anew: it would be an empty one behind a page that looks alive.
    """
    room_for_name = len(str(folder)) + len("/kernel-01234567-89ab-cdef-0123-456789abcdef-ipc-1")
    ipc = sys.platform != "win32" and room_for_name <= LONGEST_IPC_PATH
    return Config(
        {
            "KernelManager": {"autorestart": False, "transport": "ipc" if ipc else "tcp", "shutdown_wait_time": 2.0},
            "MappingKernelManager": {"buffer_offline_messages": False, "allow_tracebacks": False},
        }
    )


def raise_socket_limit(manager: Any) -> None:
    """Let the managers' context hold enough sockets; before the first kernel, else it has no effect."""
    manager.context.set(zmq.constants.ContextOption.MAX_SOCKETS, MAX_SOCKETS)


class OneKernel(KernelSpecManager):  # type: ignore[misc]  # jupyter_client is not checked
    """The only kernel there is: this Python, whatever is installed on the machine or named in a notebook."""

    def find_kernel_specs(self) -> dict[str, str]:
        return {KERNEL: str(_LAUNCHER.parent)}

    def get_kernel_spec(self, kernel_name: str) -> Any:
        if kernel_name != KERNEL:
            raise NoSuchKernel(kernel_name)
        argv = [sys.executable, str(_LAUNCHER), "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")
