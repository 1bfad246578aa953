"""Input checks that several methods share: every refusal is a sentence of `InvalidInput`."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sized

import numpy as np
from numpy.typing import NDArray

from alignlab.errors import InvalidInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Rng = np.random.Generator | random.Random | int


def generator(rng: Rng) -> np.random.Generator:
    """The numpy generator behind `rng`: itself, one seeded from a `random.Random`, or one seeded by a whole number."""
    if isinstance(rng, np.random.Generator):
        return rng
    if isinstance(rng, random.Random):
        return np.random.default_rng(rng.getrandbits(64))
    if isinstance(rng, int) and rng >= 0:
        return np.random.default_rng(rng)
    raise InvalidInput(f"rng is {rng!r}; give a numpy Generator, a random.Random or a seed of 0 or more.")


def number(value: object, what: str, *, low: float = -math.inf, high: float = math.inf) -> float:
    """`value` as a finite float from `low` to `high`."""
    try:
        # float("3") would work, but a text where a number belongs is a mistake upstream
        found = math.nan if isinstance(value, str | bytes) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidInput(f"{what} is {value!r}; a number is needed.") from None
    if not math.isfinite(found):
        raise InvalidInput(f"{what} is {value!r}; a finite number is needed.")
    if not low <= found <= high:
        wanted = f"{low:g} or more" if high == math.inf else f"from {low:g} to {high:g}"
        raise InvalidInput(f"{what} is {found:g}; it must be {wanted}.")
    return found


def whole(value: object, what: str, *, low: int = 0) -> int:
    """`value` as a whole number of at least `low`."""
    found = number(value, what, low=low)
    if not found.is_integer():
        raise InvalidInput(f"{what} is {found:g}; a whole number is needed.")
    return int(found)


def vector(values: Iterable[object], what: str, *, low: float = -math.inf) -> Floats:
    """Finite floats; `None` and `nan` are refused, because each method treats missing answers in its own stated way."""
    if isinstance(values, str):
        raise InvalidInput(f"{what} is the text {values!r}; a list of numbers is needed.")
    return np.array([number(value, f"{what}, place {i + 1},", low=low) for i, value in enumerate(values)], dtype=float)


def table(rows: Iterable[Iterable[object]], what: str, *, low: float = -math.inf) -> Floats:
    """A rectangular table of finite floats, shape (rows, columns); no rows give shape (0, 0)."""
    found = [vector(row, f"{what}, row {i + 1}", low=low) for i, row in enumerate(rows)]
    widths = sorted({len(row) for row in found})
    if len(widths) > 1:
        raise InvalidInput(f"{what}: rows have {widths[0]} to {widths[-1]} values; every row needs the same number.")
    return np.array(found, dtype=float).reshape(len(found), widths[0] if widths else 0)


def same_length(first: Sized, second: Sized, what: str) -> None:
    """Refuse two lists of different lengths."""
    if len(first) != len(second):
        raise InvalidInput(f"{what}: {len(first)} values stand beside {len(second)}; both lists need the same length.")


def names(options: Iterable[str]) -> tuple[str, ...]:
    """Options as a tuple: at least one, each a text, none twice."""
    # str() turns numpy's texts into plain ones
    found = tuple(str(option) if isinstance(option, str) else option for option in options)
    if not found:
        raise InvalidInput("There are no options; give at least one.")
    faults = [f"Option {option!r} is not a text." for option in found if not isinstance(option, str)]
    if not faults:
        faults = [f"Option {option!r} is listed twice." for option in sorted({o for o in found if found.count(o) > 1})]
    if faults:
        raise InvalidInput(faults)
    return found
