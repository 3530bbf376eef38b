"""Times as servers tell them: `2m59.56s`, `120ms`, plain seconds, a date."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

_SECONDS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ns": 1e-9}
_PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ms|us|µs|μs|ns|d|h|m|s)", re.ASCII)
_WHOLE = re.compile(rf"(?:{_PART.pattern})+", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_AGAIN = re.compile(r"again in ((?:[\d.]+(?:ms|[dhms]))+)")


def duration(text: str) -> float | None:
    """Seconds in `2m59.56s`, `7.66s`, `120ms`, `1h2m` or a plain number; None for anything else."""
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return _finite(float(text))
    if _WHOLE.fullmatch(text):
        return _finite(sum(float(number) * _SECONDS[unit] for number, unit in _PART.findall(text)))
    return None


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that `retry-after-ms` or `retry-after` asks to wait; None when neither can be read.

    headers: names in lower case. now: seconds since the epoch, for a date. The server's own `date` goes before it, so that
    two clocks that disagree do no harm.
    """
    text = headers.get("retry-after-ms", "").strip()
    if _NUMBER.fullmatch(text):
        return _finite(float(text) / 1000)
    text = headers.get("retry-after", "")
    seconds = duration(text)
    if seconds is not None:
        return seconds
    until = _epoch(text)
    if until is None:
        return None
    sent = _epoch(headers.get("date", ""))
    return max(0.0, until - (now if sent is None else sent))


def told_in(message: str) -> float | None:
    """Seconds in a message such as "Please try again in 9m38.016s"; None when it names none."""
    found = _AGAIN.search(message)
    return duration(found[1]) if found else None


def _epoch(date: str) -> float | None:
    try:
        at = parsedate_to_datetime(date)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def _finite(seconds: float) -> float | None:
    return seconds if math.isfinite(seconds) else None
