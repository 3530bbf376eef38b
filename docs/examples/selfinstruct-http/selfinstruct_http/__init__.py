"""Servers of chat completions for selfinstruct, with the standard library alone."""

import asyncio
import os
from collections.abc import Mapping
from typing import Any

from selfinstruct import Backend, hookimpl
from selfinstruct.wire import Dialect, Reply, Server, WireBackend, base_url, check_options, key_for, post, seconds

SELFINSTRUCT_PLUGIN_API = 1
KEY = "HTTP_API_KEY"


class Http(WireBackend):
    """Asks the server at `--option url=...`; its key, if it wants one, is in HTTP_API_KEY."""

    name = "http"
    dialect = Dialect()

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model or "default", options)
        check_options(self.name, options, {"url", "timeout"})
        url = base_url(options.get("url", "http://127.0.0.1:8000/v1"))
        variable, key = key_for(url, KEY if os.environ.get(KEY) else None, "", ())
        self.server = Server("the server", url, self.model or "", variable, key)
        self.timeout = seconds(options, "timeout", 120.0)

    async def send(self, fields: Mapping[str, Any]) -> Reply:
        """Post a request in a thread: nothing else waits for it."""
        return await asyncio.to_thread(post, self.server, "/chat/completions", fields, self.timeout)


@hookimpl
def selfinstruct_backends() -> list[type[Backend]]:
    """The backend."""
    return [Http]
