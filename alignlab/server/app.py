"""The web server: Voila's application with a list of routes of our own.

Of Voila only its static files, templates, labextensions, kernels, their channels and their shutdown are reachable, the
last three for the browser that started the kernel. There is no tree, no contents, no rendering of any path, no files.
"""

from __future__ import annotations

import logging
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from voila.app import Voila
from voila.configuration import VoilaConfiguration

from alignlab.errors import ConfigError
from alignlab.server.base import MAX_BODY, access_log
from alignlab.server.routes import NOTHING, light_routes
from alignlab.server.services import Services

log = logging.getLogger("alignlab")

PING_SECONDS = 20


class AlignlabServer(Voila):  # type: ignore[misc]  # Voila has no types
    """One server. `listen` binds; `build` makes the application; neither reads anybody's Jupyter configuration."""

    name = "alignlab"

    def __init__(self, services: Services, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.services = services
        self.base_url = services.base
        self.open_browser = False
        self.voila_configuration = VoilaConfiguration(parent=self)

    def init_handlers(self) -> list[Any]:
        """Our routes, and what Voila's pages need."""
        return [*light_routes(self.services.base), *NOTHING]

    def light_settings(self) -> dict[str, Any]:
        """Settings of the light routes."""
        return {
            "alignlab": self.services,
            "log_function": access_log,
            "websocket_ping_interval": PING_SECONDS,
            "websocket_ping_timeout": PING_SECONDS,
        }

    def build(self) -> Application:
        """The tornado application."""
        self.app = Application(self.init_handlers(), **self.light_settings())
        return self.app

    def bind(self) -> HTTPServer:
        """Take the port, then serve. Raises ConfigError if that is not possible; the sentence says what to do."""
        config = self.services.config
        address = "" if config.host in ("0.0.0.0", "::") else config.host  # noqa: S104
        try:
            sockets = bind_sockets(config.port, address, backlog=1024)
        except (OSError, UnicodeError) as error:
            raise ConfigError(_cannot_bind(config.host, config.port, error)) from error
        self.services.port = self.port = sockets[0].getsockname()[1]
        server = HTTPServer(
            self.build(), xheaders=bool(config.public_url), max_body_size=MAX_BODY, max_buffer_size=4 * MAX_BODY
        )
        server.add_sockets(sockets)
        return server


def _cannot_bind(host: str, port: int, error: Exception) -> str:
    import errno

    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return (
            f"Port {port} is in use, perhaps by another alignlab. Stop that program, or choose another port: "
            f"--port {port + 1 if port < 65535 else port - 1}, or --port 0 for any free one."
        )
    if number == errno.EACCES:
        return f"This user may not listen on port {port}. Choose one above 1023, such as --port 8765."
    if number == errno.EADDRNOTAVAIL or isinstance(error, UnicodeError) or number is None or number < 0:
        return f"This machine has no address {host!r} to listen on. Leave --host out, or give one of its own addresses."
    return f"Cannot listen on {host}, port {port}: {error}. Choose another with --host and --port."
