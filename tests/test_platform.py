"""What differs between operating systems, as far as this one can tell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alignlab.platform import (
    NETWORK_FILESYSTEMS,
    filesystem_of,
    is_network_path,
    lock_file,
    parse_mount_command,
    parse_mountinfo,
    process_alive,
    raise_file_limit,
    sync_tool,
)

MOUNTINFO = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /mnt/team\040share rw,relatime shared:9 master:2 - cifs //nas/team rw,vers=3.0
41 22 0:36 / /home rw - nfs4 server:/home rw
42 41 8:2 / /home/ann/local rw - xfs /dev/sdb1 rw
43 22 0:37 / /mnt/far rw - fuse.sshfs me@far:/ rw
44 22 0:38 / /over rw - ext4 /dev/sdc1 rw
45 44 0:39 / /over rw - nfs server:/over rw
broken line
"""

MOUNT = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ann@nas/team (old) on /Volumes/team (old) (smbfs, nodev, nosuid, mounted by ann)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/data", "ext4"),
        ("/mnt/team share/x/y", "cifs"),
        ("/mnt/team", "ext4"),
        ("/home/bo/data", "nfs4"),
        ("/home/ann/local/data", "xfs"),
        ("/homestead", "ext4"),
        ("/mnt/far", "fuse.sshfs"),
        ("/over/x", "nfs"),
    ],
)
def test_the_innermost_mount_counts(path, kind):
    assert filesystem_of(Path(path), parse_mountinfo(MOUNTINFO)) == kind
    assert (kind in NETWORK_FILESYSTEMS) == (kind in ("cifs", "nfs4", "fuse.sshfs", "nfs"))


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
def test_what_mount_prints_on_a_mac():
    mounts = parse_mount_command(MOUNT)
    assert mounts[1] == ("/Volumes/team (old)", "smbfs")
    assert filesystem_of(Path("/Volumes/team (old)/x"), mounts) == "smbfs"
    assert filesystem_of(Path("/Users/ann"), mounts) == "apfs"


def test_this_machines_own_disk(tmp_path):
    assert is_network_path(tmp_path) is False
    assert is_network_path(tmp_path / "not" / "there") is False


def test_a_link_into_a_network_drive_is_seen_through(tmp_path):
    (tmp_path / "near").symlink_to(tmp_path / "far")
    assert filesystem_of(tmp_path / "near" / "x", [("/", "ext4"), (str(tmp_path / "far"), "nfs")]) == "nfs"


@pytest.mark.parametrize(
    ("path", "tool"),
    [
        ("/home/ann/Dropbox/work", "Dropbox"),
        ("/home/ann/Dropbox (Personal)/work", "Dropbox"),
        ("/Users/ann/OneDrive - Contoso Ltd/x", "OneDrive"),
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud Drive"),
        ("/Users/ann/Library/CloudStorage/GoogleDrive-ann@example.org/My Drive", "Google Drive"),
        ("/home/ann/Nextcloud", "Nextcloud"),
        ("/home/ann/dropbox-clone/x", None),
        ("/home/ann/.local/share/alignlab", None),
        ("/home/ann/boxes", None),
    ],
)
def test_folders_of_sync_tools(path, tool):
    assert sync_tool(Path(path)) == tool


def test_a_lock_keeps_others_out(tmp_path):
    path = tmp_path / "lock"
    lock = lock_file(path)
    assert lock is not None
    lock.note("first and longer\n")
    lock.note("second\n")
    assert path.read_text() == "second\n"
    assert lock_file(path) is None
    lock.release()
    lock.release()
    again = lock_file(path)
    assert again is not None
    again.release()
    assert path.exists()


def test_processes():
    assert process_alive(os.getpid())
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    assert not process_alive(int(done.stdout))
    assert not process_alive(0)
    assert not process_alive(-1)
    assert not process_alive(2**80)


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_the_file_limit_rises_and_never_falls():
    script = (
        "import resource as r; from alignlab.platform import raise_file_limit as f\n"
        "hard = r.getrlimit(r.RLIMIT_NOFILE)[1]\n"
        "r.setrlimit(r.RLIMIT_NOFILE, (100, hard))\n"
        "assert f(150) == 150 == r.getrlimit(r.RLIMIT_NOFILE)[0]\n"
        "assert f(120) == 150\n"
        "r.setrlimit(r.RLIMIT_NOFILE, (100, 200))\n"
        "assert f() == 200\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert raise_file_limit(1) is not None
