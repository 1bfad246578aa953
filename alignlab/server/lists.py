"""A list of work that the facilitator chooses as a file: read, previewed, kept until the change that takes it."""

from __future__ import annotations

from typing import Any

from tornado.web import stream_request_body

from alignlab.errors import InvalidInput, Refused
from alignlab.imports.text import MAX_BYTES
from alignlab.server.base import Light


@stream_request_body
class ReadList(Light):
    """The file's bytes are the body; its name, for the sentences, is in the query.

    The only address that takes more than a small body, and only from a facilitator: that is asked before the body is
    read.
    """

    async def prepare(self) -> None:  # type: ignore[override]
        super().prepare()
        self.content = bytearray()
        if self.request.method != "POST":
            return
        await self.facilitator(self.path_args[0])
        connection: Any = self.request.connection
        connection.set_max_body_size(MAX_BYTES + 1)  # one more: the importer's own sentence says what is too big

    def data_received(self, chunk: bytes) -> None:
        self.content += chunk

    async def post(self, code: str) -> None:
        host = await self.room(code)
        name = self.get_query_argument("name", "")[:120] or "list"
        try:
            self.answer(await host.desks.read(name, bytes(self.content)))
        except InvalidInput as error:
            raise Refused("bad_value", str(error)) from error
