"""Colours of charts. A chart carries sentinels: hex values that stand for a CSS variable and occur nowhere else.

Whoever draws the chart puts `var(--ink)` and so on in their place (SVG on a page), or the light colour (PNG, notebook).
"""

from __future__ import annotations

INK = "#010203"
SOFT = "#020304"
LINE = "#030405"
PAPER = "#040506"
CARD = "#050607"
ACCENT = "#060708"
ACCENT_SOFT = "#070809"
WARN = "#08090a"
STAGES = ("#090a0b", "#0a0b0c", "#0b0c0d", "#0c0d0e", "#0d0e0f")  # one hue, light to deep
SAY = "#0e0f10"
DO = "#0f1011"

VARIABLES: dict[str, str] = {
    INK: "var(--ink)",
    SOFT: "var(--soft)",
    LINE: "var(--line)",
    PAPER: "var(--paper)",
    CARD: "var(--card)",
    ACCENT: "var(--accent)",
    ACCENT_SOFT: "var(--accent-soft)",
    WARN: "var(--warn)",
    **{colour: f"var(--s{number})" for number, colour in enumerate(STAGES, start=1)},
    SAY: "var(--say)",
    DO: "var(--do)",
}
"""Sentinel -> the CSS variable it stands for."""

LIGHT: dict[str, str] = {
    INK: "#1d2430",
    SOFT: "#5b6472",
    LINE: "#e3e0d8",
    PAPER: "#fbfaf7",
    CARD: "#ffffff",
    ACCENT: "#0b6b62",
    ACCENT_SOFT: "#e2f1ee",
    WARN: "#9a4a00",
    **dict(zip(STAGES, ("#cfe3df", "#97c6bd", "#4f9f93", "#1f766b", "#0a4a43"), strict=True)),
    SAY: "#8a6d1d",
    DO: "#0b6b62",
}
"""Sentinel -> its colour on light ground, for places without CSS variables."""
