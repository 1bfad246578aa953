"""The settings of a server: flags over ALIGNLAB_* over alignlab.toml over defaults, in one frozen object."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator

from alignlab.errors import ConfigError
from alignlab.model.base import Frozen, Name
from alignlab.model.language import Language

Names = Literal["name", "alias", "none"]


class Config(Frozen):
    """What `alignlab serve` needs to know. `load` explains every wrong value with its key and where it came from."""

    home: Path = Field(default_factory=lambda: user_data_path("alignlab", appauthor=False))
    """The data folder: the store, recaps, runtime.json."""
    host: str = Field("0.0.0.0", min_length=1)  # noqa: S104  phones must reach it
    """Address to listen on; 127.0.0.1 keeps it to this machine."""
    port: int = Field(8765, ge=0, le=65535)
    """0 lets the system choose a free one."""
    public_url: str = ""
    """How browsers reach this server through a proxy, with scheme and path: https://example.org/workshop/."""
    prefix: str = Field("", pattern=r"^(/([\w.~%@-]+/)*)?$")
    """A path under which this server is seen, with a slash at both ends, where the host comes through a proxy that adds
    one and everybody else directly: /alignlab/."""
    host_name: Annotated[str, Field(max_length=40)] = ""
    """The facilitator's name as the promise on the phones says it."""
    names: Names = "name"
    """What people give when they join: a name, an alias, or nothing."""
    title: Name | None = None
    """Heading of a new session; the plan's own title if there is none."""
    team: Annotated[str, Field(max_length=80)] = ""
    """Whose session it is: sessions of one team form a series, and each begins with what the last one left."""
    delete_after_days: int = Field(92, ge=1, le=3650)
    """A session is deleted the first time alignlab runs after so many days; a quarter, to come back to it."""
    language: str = Field("en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    """What the pages say is said in this language: `en`, or one whose files are there (CONTRIBUTING.md)."""
    languages: Path | None = None
    """A folder of such files; without it, `languages` in the data folder."""
    kernels: int = Field(10, ge=0, le=200)
    """At most so many participants may have a notebook open; all others get the light page."""
    kernel_minutes: float = Field(3, gt=0, le=1440)
    """A notebook that no browser looks at is closed after so many minutes."""

    @field_validator("public_url")
    @classmethod
    def _whole_url(cls, value: str) -> str:
        if not value:
            return ""
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("it must look like https://example.org/ or https://example.org/path/")
        return value.rstrip("/") + "/"

    @property
    def speaks(self) -> Language:
        """The language, and where its files may lie."""
        return Language(self.language, self.languages or self.home / "languages")

    @property
    def base(self) -> str:
        """The path under which browsers see this server: "/" or "/workshop/"."""
        return urlsplit(self.public_url).path or self.prefix or "/"

    @property
    def secure(self) -> bool:
        """True if browsers reach this server through https."""
        return self.public_url.startswith("https:")


def load(flags: Mapping[str, Any], environ: Mapping[str, str], file: Path | None = None) -> Config:
    """The settings in force. A flag that is None was not given.

    `file` is an alignlab.toml; one that does not exist is passed over. Raises ConfigError.
    """
    values: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for source, found in (
        (str(file), _from_file(file)),
        ("environment", _from_environ(environ)),
        ("flag", {key: value for key, value in flags.items() if value is not None}),
    ):
        for key, value in found.items():
            values[key], origin[key] = value, source
    unknown = sorted(values.keys() - Config.model_fields.keys())
    if unknown:
        key = unknown[0]
        known = ", ".join(sorted(Config.model_fields))
        raise ConfigError(f"{_named(key, origin[key])}: there is no such setting. There are: {known}.")
    try:
        return Config(**values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        plain = "it must look like /alignlab/" if key == "prefix" else first["msg"]
        reason = plain.removeprefix("Value error, ")
        raise ConfigError(f"{_named(key, origin[key])} is {values[key]!r}: {reason}.") from error


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None or not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file} cannot be read: {error}. Mend it, or move it away.") from error


def _from_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """Only known settings: other ALIGNLAB_* variables have other readers."""
    wanted = {f"ALIGNLAB_{key.upper()}": key for key in Config.model_fields}
    return {key: environ[name] for name, key in wanted.items() if environ.get(name)}


def _named(key: str, source: str) -> str:
    shown = {"flag": f"--{key.replace('_', '-')}", "environment": f"ALIGNLAB_{key.upper()}"}
    return shown.get(source, f"{key} in {source}")
