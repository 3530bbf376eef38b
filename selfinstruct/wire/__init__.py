"""The OpenAI wire format: prompts to requests, replies to completions or errors. Knows no library that carries it.

Public: WireBackend, Server, Dialect, Reply, post, base_url, seconds, check_options, key_for, no_connection, failure, duration.
The other names are for our own plugins, and may change in any version.
"""

from selfinstruct.wire.answers import answer, completion
from selfinstruct.wire.backend import (
    PARALLEL,
    WireBackend,
    check_options,
    names,
    one_of,
    seconds,
    whole_number,
)
from selfinstruct.wire.batches import Ask, WireBatches
from selfinstruct.wire.durations import duration, retry_after
from selfinstruct.wire.failures import failure, no_connection
from selfinstruct.wire.lanes import WIDTH, Lanes
from selfinstruct.wire.limits import limits
from selfinstruct.wire.posting import post
from selfinstruct.wire.requests import Dialect, request_fields
from selfinstruct.wire.server import Reply, Server, base_url, is_loopback, is_made_for, key_for

__all__ = [
    "PARALLEL",
    "WIDTH",
    "Ask",
    "Dialect",
    "Lanes",
    "Reply",
    "Server",
    "WireBackend",
    "WireBatches",
    "answer",
    "base_url",
    "check_options",
    "completion",
    "duration",
    "failure",
    "is_loopback",
    "is_made_for",
    "key_for",
    "limits",
    "names",
    "no_connection",
    "one_of",
    "post",
    "request_fields",
    "retry_after",
    "seconds",
    "whole_number",
]
