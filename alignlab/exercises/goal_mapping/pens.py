"""Small pieces of SVG: lines of text, boxes, lines. Colours are sentinels of model/palette; nothing is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from alignlab.model import palette

FONT = "system-ui, sans-serif"


def words(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *,
    colour: str = palette.INK,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """Lines of text below one another; `y` is the first baseline."""
    weight = ' font-weight="600"' if bold else ""
    return "".join(
        f'<text x="{x:.1f}" y="{y + place * size * 1.25:.1f}" font-size="{size:g}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}>{escape(line)}</text>'
        for place, line in enumerate(lines)
    )


def box(x: float, y: float, width: float, height: float, *, fill: str, edge: str = "none", dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="8" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1.5"{dash}/>'
    )


def line(path: str, *, colour: str, width: float, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.1f}"{dash}/>'


def swing(x1: float, y1: float, x2: float, y2: float) -> str:
    """The piece of a path from one height to another; it leaves and arrives level."""
    middle = (x1 + x2) / 2
    return f"C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"


def head(x: float, y: float, *, colour: str) -> str:
    """An arrow's head that points to the left."""
    return f'<path d="M{x:.1f} {y:.1f}l8 -4.5v9z" fill="{colour}"/>'


def rule(x: float, y1: float, y2: float, *, colour: str = palette.LINE) -> str:
    return f'<path d="M{x:.1f} {y1:.1f}V{y2:.1f}" stroke="{colour}" stroke-width="2" fill="none"/>'


def dot(x: float, y: float, *, colour: str, full: bool) -> str:
    fill = colour if full else "none"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'


def standalone(svg: str) -> str:
    """With colours that follow the page's light or dark, and are the light ones where there is no page."""
    for sentinel, variable in palette.VARIABLES.items():
        svg = svg.replace(sentinel, f"{variable[:-1]}, {palette.LIGHT[sentinel]})")
    return svg


def drawing(width: float, height: float, parts: Sequence[str]) -> str:
    """The pieces as one SVG."""
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">{"".join(parts)}</svg>'
