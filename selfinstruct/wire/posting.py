"""Sends JSON with the standard library alone, for servers that need no SDK."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from selfinstruct.wire.failures import no_connection
from selfinstruct.wire.server import Reply, Server, is_loopback

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import OpenerDirector, Request


def post(server: Server, path: str, fields: Mapping[str, Any], seconds: float) -> Reply:
    """The reply to a POST of JSON, of whatever status. Blocks: call it by `asyncio.to_thread`.

    path: what follows the server's URL, `/chat/completions`. seconds: the longest silence between two bytes.
    Only this server sees the key, as no redirect is followed. Raises BackendError when there is no reply.
    """
    from http.client import HTTPException
    from urllib.request import Request

    request = Request(f"{server.url}{path}", json.dumps(fields).encode(), {"Content-Type": "application/json"})  # noqa: S310 - `base_url` looked at it
    server.dress(request.headers)
    try:
        with _opener(server.url).open(request, timeout=seconds) as reply:
            return Reply.of(reply.status, dict(reply.headers), reply.read())
    except (OSError, HTTPException) as error:
        raise no_connection(error, server) from None


def _opener(url: str) -> OpenerDirector:
    """What opens a URL and gives every reply as it came. No proxy stands between this machine and itself."""
    from urllib.request import HTTPErrorProcessor, ProxyHandler, build_opener

    class AsItCame(HTTPErrorProcessor):
        def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
            return response

        https_response = http_response

    return build_opener(AsItCame, *([ProxyHandler({})] if is_loopback(url) else []))
