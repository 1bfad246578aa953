"""What each role sees: pure functions from state to the `data` of a view (server/PROTOCOL.md, Views).

A view is built from the committed state only, and holds nothing that its viewer may not see: what a page hides is not
a secret kept.
"""

from __future__ import annotations

from alignlab.model.viewer import Viewer
from alignlab.state import SessionState
from alignlab.views.facilitator import facilitator
from alignlab.views.participant import participant
from alignlab.views.screen import screen
from alignlab.views.shared import Presence, Scene, View, people, picked, picture_view


def view_for(viewer: Viewer, state: SessionState, scene: Scene) -> View:
    """All that this viewer may see."""
    build = {"facilitator": facilitator, "screen": screen}.get(viewer.role, participant)
    return build(viewer, state, scene)


__all__ = ["Presence", "Scene", "View", "people", "picked", "picture_view", "view_for"]
