"""The files of Voila's front end: its scripts, its template's files, widgets. Compressed once, cached."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from alignlab.errors import NotFound
from alignlab.server.assets import Asset, pack
from alignlab.server.base import Light
from alignlab.server.statuses import sentence

A_DAY = "public, max-age=86400"
FOREVER = "public, max-age=31536000, immutable"


class PackedFiles:
    """Files below a few folders, by relative path; the first folder that has it counts."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [folder.resolve() for folder in folders if folder.is_dir()]
        self._packed: dict[Path, tuple[float, Asset]] = {}

    async def get(self, name: str) -> Asset | None:
        """The file, None if there is none. Nothing outside the folders is ever read."""
        file = self._find(name)
        if file is None:
            return None
        changed = file.stat().st_mtime
        held = self._packed.get(file)
        if held is None or held[0] != changed:
            body = await asyncio.to_thread(file.read_bytes)
            held = (changed, await asyncio.to_thread(pack, file.name, body))
            self._packed[file] = held
        return held[1]

    def _find(self, name: str) -> Path | None:
        parts = name.split("/")
        if any(part in ("", ".", "..") or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        for folder in self._folders:
            file = folder.joinpath(*parts)
            if file.is_file() and file.resolve().is_relative_to(folder):
                return file
        return None


class VoilaFile(Light):
    """One file. Addresses with a version in them never change their content."""

    def initialize(self, files: PackedFiles) -> None:
        self.files = files

    async def get(self, name: str) -> None:
        asset = await self.files.get(name)
        if asset is None:
            raise NotFound(sentence(404))
        self.serve(asset, cache=FOREVER if self.get_query_argument("v", "") else A_DAY)
