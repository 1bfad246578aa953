"""What the store keeps of secrets, and the key that a person's two words make. Pure functions.

The key lies nowhere but on the person's devices; whoever has the words can make it again.
"""

from __future__ import annotations

import hashlib
import re


def digest(secret: str) -> str:
    """What the store keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def person_key(code: str, person: str, words: str) -> str:
    """The key behind a person's pseudonyms, in hex: the same on every device to which the words brought them."""
    return digest(f"alignlab person key|{code}|{person}|{plain(words)}")


def words_hash(code: str, person: str, words: str) -> str:
    """What the store keeps of somebody's words."""
    return digest(f"alignlab words|{code}|{person}|{plain(words)}")


def plain(text: str) -> str:
    """Case, spaces, hyphens and a keyboard's full stop make no difference; a name keeps its letters and digits."""
    return re.sub(r"[\W_]+", "", text.casefold())
