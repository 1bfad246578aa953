"""What the projector shows: nobody's name."""

from __future__ import annotations

from alignlab.model.viewer import Viewer
from alignlab.state import SessionState
from alignlab.views import day
from alignlab.views.shared import Scene, View, common, counts_view, end_of


def screen(viewer: Viewer, state: SessionState, scene: Scene) -> View:
    return {
        "role": "screen",
        **common(state, scene),
        "counts": counts_view(state),
        "links": {key: scene.links.get(key, "") for key in ("join", "qr")},
        **day.screen(state),
        "end": end_of(state, scene),
    }
