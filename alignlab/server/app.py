"""The web server: Voila's application with a list of routes of our own.

Of Voila only its static files, templates, labextensions, kernels, their channels and their shutdown are reachable, the
last three for the browser that opened the page. There is no tree, no contents, no rendering of any path, no files.
"""

from __future__ import annotations

import errno
import logging
import shutil
import socket
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from traitlets.config import Config as TraitConfig
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.paths import collect_static_paths, collect_template_paths
from voila.utils import get_page_config

from alignlab.errors import ConfigError
from alignlab.server.base import MAX_BODY, access_log
from alignlab.server.desk import Desk
from alignlab.server.kernel_routes import PING_SECONDS, CookieHolder, kernel_routes
from alignlab.server.kernels import MESSAGES, OneKernel, connection_folder, kernel_config, raise_socket_limit
from alignlab.server.notebooks import Cover, Live, Notebooks, Open
from alignlab.server.rendering import TEMPLATE, THEME, one_exporter
from alignlab.server.routes import CODE, NOTHING, Route, light_routes, prefixed
from alignlab.server.services import Services
from alignlab.server.voila_files import PackedFiles, VoilaFile

log = logging.getLogger("alignlab")

WIDGETS_ONLY = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]
"""Labextensions that a page loads; everything else that is installed stays out of participants' browsers."""


class AlignlabServer(Voila):  # type: ignore[misc]  # Voila has no types
    """One server. `bind` takes the port and serves; `stop_kernels` ends what it started.

    It is never initialised as an application: nobody's Jupyter configuration and no command line has a say.
    """

    name = "alignlab"

    def __init__(self, services: Services, notebooks: Path, web: Path) -> None:
        self.folder = connection_folder()
        super().__init__(config=_traits(self.folder), log=_quiet())
        self.services = services
        self.notebook_folder = notebooks
        self.base_url = services.base
        self.connection_dir = str(self.folder)
        self.root_dir = str(notebooks)
        self.identity_provider_class = CookieHolder
        self.voila_configuration = VoilaConfiguration(parent=self)
        own = web / "voila" / "templates" / "alignlab"
        self.template_paths = [str(own), *collect_template_paths(["voila", "nbconvert"], TEMPLATE, prune=True)]
        self.static_paths = collect_static_paths(["voila", "nbconvert"], TEMPLATE)

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, with our kernels and our routes' needs."""
        settings: dict[str, Any] = super().init_settings()
        manager = self.kernel_manager
        manager.allowed_message_types = list(MESSAGES)
        raise_socket_limit(manager)
        config = self.services.config
        self.desk = Desk(
            manager,
            self.services.tickets,
            most=config.kernels,
            idle=config.kernel_minutes * 60,
            url=self._page_url,
            gone=self.services.gone,
        )
        settings |= {
            "alignlab": self.services,
            "notebooks": self._notebooks(settings),
            "log_function": access_log,
            "websocket_ping_interval": PING_SECONDS,
            "websocket_ping_timeout": PING_SECONDS,
            "xsrf_cookie_kwargs": {"path": self.services.base, "samesite": "Lax", "secure": config.secure},
        }
        return settings

    def _notebooks(self, settings: dict[str, Any]) -> Notebooks:
        exporter = one_exporter(self.template_paths, self.services.base, self.contents_manager)
        page_config = get_page_config(
            base_url=self.services.base, settings=settings, log=self.log, voila_configuration=self.voila_configuration
        )
        page_config["alignlabStatic"] = self.services.assets.root
        return Notebooks(self.notebook_folder, self.desk, exporter, page_config, self.voila_configuration)

    def _page_url(self, letter: str, code: str) -> str:
        return f"{self.services.local_url.rstrip('/')}{self.services.base}{letter}/{code}"

    def init_handlers(self) -> list[Route]:
        """Our routes, and what the notebooks' pages need."""
        labextensions = [Path(path) for path in self.labextensions_path]
        files = [
            (r"/voila/static/(.+)", [Path(path) for path in self.static_paths]),
            (rf"/voila/templates/{TEMPLATE}/static/(.+)", [Path(path) for path in self.static_paths]),
            (r"/voila/labextensions/(.+)", [path for path in labextensions if path.is_dir()]),
            (r"/voila/api/themes/(.+)", [Path(path) / "voila" / "themes" for path in jupyter_path()]),
        ]
        routes: list[Route] = [
            (rf"/n/{CODE}/([a-z_]+)", Cover, {}),
            (rf"/n/{CODE}/([a-z_]+)/open", Open, {}),
            (rf"/n/{CODE}/([a-z_]+)/([A-Za-z0-9_-]{{24}})", Live, {}),
            *kernel_routes(),
            *((path, VoilaFile, {"files": PackedFiles(folders)}) for path, folders in files),
        ]
        base = self.services.base
        return [
            *light_routes(base),
            *((prefixed(base, path), handler, kwargs) for path, handler, kwargs in routes),
            *NOTHING,
        ]

    def bind(self) -> HTTPServer:
        """Take the port, then serve. Raises ConfigError if that is not possible; the sentence says what to do."""
        config = self.services.config
        address = "" if config.host in ("0.0.0.0", "::") else config.host  # noqa: S104
        try:
            sockets = bind_sockets(config.port, address, backlog=1024)
        except (OSError, UnicodeError) as error:
            raise ConfigError(_cannot_bind(config.host, config.port, error)) from error
        self.services.port = self.port = sockets[0].getsockname()[1]
        settings = self.init_settings()
        self.app = Application(self.init_handlers(), **settings)
        server = HTTPServer(
            self.app, xheaders=bool(config.public_url), max_body_size=MAX_BODY, max_buffer_size=4 * MAX_BODY
        )
        server.add_sockets(sockets)
        return server

    async def stop_kernels(self) -> None:
        """End all kernels and forget their connection files."""
        await self.desk.stop()
        self.forget_folder()

    def forget_folder(self) -> None:
        """Remove the folder of the kernels' connection files. Twice is harmless."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _traits(folder: Path) -> TraitConfig:
    config = kernel_config(folder)
    config.VoilaConfiguration.update(
        {
            "template": TEMPLATE,
            "theme": THEME,
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "show_tracebacks": False,
            "strip_sources": True,
            "extension_allowlist": WIDGETS_ONLY,
            "kernel_spec_manager_class": OneKernel,
            "resources": {},
        }
    )
    config.Voila.update({"open_browser": False, "port_retries": 0, "autoreload": False})
    return config


def _cannot_bind(host: str, port: int, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        other = port + 1 if port < 65_535 else port - 1
        return (
            f"Port {port} is in use, perhaps by another alignlab. Stop that program, or choose another port: "
            f"--port {other}, or --port 0 for any free one."
        )
    if number == errno.EACCES:
        return f"This user may not listen on port {port}. Choose one above 1023, such as --port 8765."
    if number == errno.EADDRNOTAVAIL or isinstance(error, (UnicodeError, socket.gaierror)):
        return f"This machine has no address {host!r} to listen on. Leave --host out, or give one of its own addresses."
    return f"Cannot listen on {host}, port {port}: {error}. Choose another with --host and --port."


def _quiet() -> logging.Logger:
    """Jupyter's own log: its lines name kernels and tell nothing that the host could act on."""
    logger = logging.getLogger("alignlab.voila")
    logger.setLevel(logging.WARNING)
    return logger
