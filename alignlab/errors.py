"""Everything alignlab raises on purpose, in one tree.

    AlignlabError
    ├── Refused              a command the room says no to: carries `code`, `text`, `retry`
    ├── InvalidInput         a value from outside that cannot be used (a plan, a rubric, an import, a message)
    │   └── Undefined        a statistic that has no value for this input (one rater, no variance)
    │       └── NoFiniteEstimate   a maximum-likelihood estimate that does not exist
    ├── StoreError           the event log cannot be read or written
    │   ├── StoreBusy        another process owns the store
    │   └── CannotSave       the disk refused; what was to be saved is not saved
    ├── NotFound             no such session, plan, exercise, statement or file
    └── ConfigError          a flag, an environment variable or alignlab.toml is wrong

Messages say what is wrong, which value, and what to do. The command line prints the message and ends with 2.
"""

from __future__ import annotations

from collections.abc import Sequence


class AlignlabError(Exception):
    """Root of all errors that alignlab raises on purpose."""


class Refused(AlignlabError):
    """The room refuses a command.

    `code` is for programs (see server/PROTOCOL.md), `text` is for people, `retry` says whether sending the same
    command again later can succeed.
    """

    def __init__(self, code: str, text: str, *, retry: bool = False) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.retry = retry


class InvalidInput(AlignlabError):
    """Input that cannot be used; `faults` has one sentence a fault, with its place and what to do."""

    def __init__(self, faults: str | Sequence[str]) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))


class Undefined(InvalidInput):
    """A statistic has no value here; the message says why."""


class NoFiniteEstimate(Undefined):
    """The likelihood grows without bound: some option won (or lost) every comparison across a split."""


class StoreError(AlignlabError):
    """The event log cannot be read or written."""


class StoreBusy(StoreError):
    """Another process owns this store."""


class CannotSave(StoreError):
    """The disk refused a write; nothing of the batch was stored."""


class NotFound(AlignlabError):
    """There is no such thing; the message lists what there is, if that helps."""


class ConfigError(AlignlabError):
    """A flag, an environment variable or alignlab.toml is wrong."""
