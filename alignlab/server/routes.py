"""All addresses of the server, in one list. `prefix` is taken off by some proxies and left on by others: both work."""

from __future__ import annotations

import re
from typing import Any

from alignlab.server import access, doors, guide_routes, lists, pages, plan_files, recap_pages, rehearsals
from alignlab.server.base import NothingHere
from alignlab.server.identity import Door
from alignlab.server.launch import Launch
from alignlab.server.owner_routes import owner_routes
from alignlab.server.sockets import Socket

Route = tuple[str, type, dict[str, Any]]

CODE = r"([A-Za-z]{6})"
KEY = r"([A-Za-z]{12})"


def prefixed(base: str, path: str) -> str:
    """A route's pattern, with or without the prefix under which browsers see this server."""
    prefix = base.rstrip("/")
    return (f"(?:{re.escape(prefix)})?" if prefix else "") + path


def light_routes(base: str) -> list[Route]:
    """Everything that needs no kernel."""
    routes: list[Route] = [
        ("/", doors.Home, {}),
        ("/favicon.ico", pages.Icon, {}),
        ("/healthz", pages.Healthz, {}),
        ("/guide/?", guide_routes.Guide, {}),
        ("/guide/([a-z_]{1,60})", guide_routes.Guide, {}),
        ("/launch", Launch, {}),
        (r"/static/(?:([0-9a-f]{12})/)?([A-Za-z0-9_./-]+)", pages.Static, {}),
        (rf"/qr/{CODE}\.svg", pages.QrCode, {}),
        (rf"/j/{CODE}/join", doors.Join, {}),
        (rf"/j/{CODE}/return", doors.Return, {}),
        (rf"/j/{CODE}/leave", doors.Leave, {}),
        (rf"/j/{CODE}/seat", doors.Seat, {}),
        (rf"/f/{CODE}/plan\.yaml", plan_files.PlanFile, {}),
        (rf"/f/{CODE}/plan", plan_files.KeepPlan, {}),
        (rf"/j/{CODE}/erase", access.AskErasure, {}),
        (rf"/f/{CODE}/handover", access.HandOver, {}),
        (rf"/f/{CODE}/wayback", access.WayBack, {}),
        (rf"/f/{CODE}/erase", access.Erase, {}),
        (rf"/f/{CODE}/leave", access.StepDown, {}),
        (rf"/f/{CODE}/alone", access.Alone, {}),
        (rf"/f/{CODE}/list", lists.ReadList, {}),
        (rf"/f/{CODE}/rehearse", rehearsals.Rehearse, {}),
        (rf"/j/{CODE}/my-check-in\.ics", recap_pages.OwnCalendar, {}),
        (rf"/f/{CODE}/leadership", recap_pages.LeadershipDraft, {}),
        (rf"/r/{CODE}", recap_pages.Recap, {}),
        (rf"/r/{CODE}/([^/]+)", recap_pages.RecapFile, {}),
        (rf"/r/{KEY}", recap_pages.Leadership, {}),
        (rf"/r/{KEY}/([^/]+)", recap_pages.LeadershipFile, {}),
    ]
    for door in Door:
        routes.append((rf"/{door.value}/{CODE}", doors.Page, {"door": door}))
        routes.append((rf"/{door.value}/{CODE}/info", doors.Info, {"door": door}))
        routes.append((rf"/{door.value}/{CODE}/ws", Socket, {"door": door}))
        if door is not Door.PARTICIPANT:
            routes.append((rf"/{door.value}/{CODE}/enter", doors.Enter, {"door": door}))
    routes += owner_routes(CODE)
    return [(prefixed(base, path), handler, kwargs) for path, handler, kwargs in routes]


NOTHING: list[Route] = [(r".*", NothingHere, {})]
