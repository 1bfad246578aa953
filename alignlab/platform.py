"""What differs between operating systems, in one place: file locks, kinds of disks, limits, processes."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
import weakref
from pathlib import Path

_NETWORK_FUSE = ("sshfs", "davfs", "davfs2", "ceph", "glusterfs", "rclone", "s3fs", "gcsfuse", "smbnetfs")
_NETWORK_KERNEL = ("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "webdav", "davfs", "ceph")
_NETWORK_CLUSTER = ("glusterfs", "lustre", "beegfs", "gpfs")
NETWORK_FILESYSTEMS = frozenset((*_NETWORK_KERNEL, *_NETWORK_CLUSTER, *(f"fuse.{name}" for name in _NETWORK_FUSE)))
"""File systems of another machine: their locks and their flushes cannot be relied on. (9p and virtiofs, the disks of
containers and virtual machines, are not among them: they lie on this machine.)"""

SYNC_TOOLS = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "box sync": "Box",
    "pclouddrive": "pCloud",
    "megasync": "MEGA",
}
"""Beginnings of folder names, in small letters, that tools give to the folders they copy elsewhere."""

_LOCKED_BYTE = 1 << 30  # far behind the text, which others may read where locks are mandatory (Windows)
_FILES_IF_UNLIMITED = 10_240  # macOS calls the limit infinite and then refuses more than this


class FileLock:
    """An exclusive lock on a file, held until `release` or the end of the process, however that comes."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor
        if sys.platform != "win32":
            # A forked child would hold the lock on after its parent's death. (A hook cannot be taken back: it is weak.)
            os.register_at_fork(after_in_child=functools.partial(_release_copy, weakref.ref(self)))

    def note(self, text: str) -> None:
        """Write who holds the lock into the file, for people and for `StoreBusy`."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, text.encode())

    def release(self) -> None:
        """Let go. Releasing twice is harmless; the file stays, so that no two can lock different files."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _release_copy(lock: weakref.ref[FileLock]) -> None:
    copy = lock()
    if copy is not None:
        copy.release()


def lock_file(path: Path) -> FileLock | None:
    """Lock this file (made if missing, readable by its owner only), or None if it is locked already."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        taken = _try_lock(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    if not taken:
        os.close(descriptor)
        return None
    return FileLock(descriptor)


def is_network_path(path: Path) -> bool:
    """Whether the path lies on another machine's disk; False where that cannot be found out."""
    if sys.platform == "win32":
        return _windows_drive_is_remote(path)
    return (filesystem_of(path, _mounts()) or "") in NETWORK_FILESYSTEMS


def sync_tool(path: Path) -> str | None:
    """Name of the tool that copies this folder elsewhere, as far as the folders' names tell."""
    for part in path.expanduser().absolute().parts:
        for start, tool in SYNC_TOOLS.items():
            # "OneDrive - Contoso", "Dropbox (Personal)", "GoogleDrive-me@example.org"; but not "dropbox-clone".
            if re.fullmatch(rf"{re.escape(start)}([ (].*|-.*@.*)?", part.lower()):
                return tool
    return None


def filesystem_of(path: Path, mounts: list[tuple[str, str]]) -> str | None:
    """Kind of the file system that this path lies on; `mounts` is (mount point, kind), later ones on top."""
    real = Path(os.path.realpath(path))  # unlike Path.resolve, it does not fail on links that go in a circle
    kind, depth = None, -1
    for point, mounted in mounts:
        place = Path(point)
        if real.is_relative_to(place) and len(place.parts) >= depth:
            kind, depth = mounted, len(place.parts)
    return kind


def parse_mountinfo(text: str) -> list[tuple[str, str]]:
    """(mount point, kind) of every line of Linux's /proc/self/mountinfo."""
    mounts = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        if dash:
            point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), before.split()[4])
            mounts.append((point, after.split()[0]))
    return mounts


def parse_mount_command(text: str) -> list[tuple[str, str]]:
    """(mount point, kind) of every line that macOS's `mount` prints: `//me@nas/x on /Volumes/x (smbfs, nodev)`."""
    found = (re.match(r".+? on (/.*) \((\w+)[,)]", line) for line in text.splitlines())
    return [(match[1], match[2]) for match in found if match]


def process_alive(pid: int) -> bool:
    """Whether a process with this number exists."""
    if sys.platform == "win32":
        return _windows_process_alive(pid)
    if pid <= 0:  # for kill, a whole group of processes
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def raise_file_limit(wanted: int = 65_536) -> int | None:
    """Let this process open as many files and sockets as it may, up to `wanted`.

    Returns the limit that holds now; None where there is no such limit.
    """
    if sys.platform == "win32":
        return None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    goal = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    for limit in (goal, min(goal, _FILES_IF_UNLIMITED)):
        if soft != resource.RLIM_INFINITY and limit > soft:
            try:
                resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
            except (ValueError, OSError):
                continue
            return limit
    return soft if soft != resource.RLIM_INFINITY else wanted


def memory() -> tuple[int | None, int | None]:
    """(bytes of memory, bytes that programs can still take), None where the system does not tell."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None, None
    try:
        found = re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    except OSError:  # not Linux
        found = None
    return total, int(found[1]) * 1024 if found else None


def leave_out_slow_imports() -> None:
    """Make programs start in half the time: to be called before anything of Jupyter is imported.

    jsonschema compiles 38 grammars whenever it is imported, a second of CPU each time, only to check international
    addresses in schemas; nobody here has any. Without the package it leaves that check out.
    """
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # None: "there is no such module"
    modules.setdefault("rfc3987_syntax", None)


def _mounts() -> list[tuple[str, str]]:
    table = Path("/proc/self/mountinfo")
    if sys.platform == "linux" and table.exists():
        return parse_mountinfo(table.read_text(errors="replace"))
    if sys.platform == "darwin":
        try:
            done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
        except (OSError, subprocess.TimeoutExpired):  # a share that hangs, for example
            return []
        return parse_mount_command(done.stdout)
    return []


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

    def _windows_drive_is_remote(path: Path) -> bool:
        drive = path.resolve().drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == 4

    def _windows_memory() -> tuple[int | None, int | None]:
        class Status(ctypes.Structure):
            _fields_ = (
                ("length", ctypes.c_ulong),
                ("load", ctypes.c_ulong),
                *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
            )

        status = Status(length=ctypes.sizeof(Status))
        if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return None, None
        return status.total, status.free

    def _windows_process_alive(pid: int) -> bool:
        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return False
        ctypes.windll.kernel32.CloseHandle(handle)
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        # flock, not lockf: it also keeps out a second opener in this process, and closing another descriptor of the
        # same file does not drop it.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
