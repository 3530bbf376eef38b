"""Who may ask the server: pages that it served itself, and nobody who only managed to reach its port."""

from __future__ import annotations

import hmac
from email.message import Message
from http import HTTPStatus
from typing import NamedTuple

TOKEN = "X-View-Token"  # noqa: S105 - the name of a header
MOST = 2 * 1024 * 1024
"""Bytes of a request's body."""


class Refusal(NamedTuple):
    """Why a request is not answered."""

    status: HTTPStatus
    why: str


def names_of(port: int) -> frozenset[str]:
    """What the server is called in the header Host. A page elsewhere whose name leads here has another one."""
    hosts = ("127.0.0.1", "localhost")
    return frozenset(f"{host}:{port}" for host in hosts) | (frozenset(hosts) if port == 80 else frozenset())


def refusal(path: str, headers: Message, port: int) -> Refusal | None:
    """Why nothing is told to who asks so, None where all is well."""
    hosts = headers.get_all("Host", [])
    if len(hosts) != 1 or hosts[0].strip().lower() not in names_of(port):
        return Refusal(HTTPStatus.MISDIRECTED_REQUEST, f"this server is http://127.0.0.1:{port}/ and has no other name")
    # A link elsewhere may lead to the page; nothing else of another site has a use for it.
    if path != "/" and headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return Refusal(HTTPStatus.FORBIDDEN, "asked by another site")
    return None


def refusal_of_write(headers: Message, port: int, token: str) -> Refusal | None:
    """Why nothing is written for who asks so, None where all is well."""
    if headers.get("Origin", "").lower() not in {f"http://{name}" for name in names_of(port)}:
        return Refusal(HTTPStatus.FORBIDDEN, "only the page of this server may write")
    if not hmac.compare_digest(headers.get(TOKEN, "").encode(), token.encode()):
        return Refusal(HTTPStatus.FORBIDDEN, "the server was started anew: load the page again")
    if headers.get_content_type() != "application/json" or headers.get("Content-Encoding"):
        return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be JSON")
    return _refusal_of_length(headers)


def _refusal_of_length(headers: Message) -> Refusal | None:
    lengths = headers.get_all("Content-Length", [])
    if headers.get("Transfer-Encoding") or not lengths:
        return Refusal(HTTPStatus.LENGTH_REQUIRED, "Content-Length is missing")
    if len(lengths) != 1 or not (lengths[0].isascii() and lengths[0].isdecimal()):
        return Refusal(HTTPStatus.BAD_REQUEST, "Content-Length is no number")
    if len(lengths[0]) > 12 or int(lengths[0]) > MOST:
        return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body may have {MOST} bytes at most")
    return None
