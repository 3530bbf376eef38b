"""The `x-ratelimit-*` headers, which say what an account may still use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from selfinstruct.backend import Allowance, Limits
from selfinstruct.wire.durations import duration

Span = Literal["minute", "day"]
_SECONDS: Mapping[Span, float] = {"minute": 60.0, "day": 86400.0}


def limits(headers: Mapping[str, str], requests_per: Span) -> Limits | None:
    """What the headers (names in lower case) tell of the account; None when they tell nothing.

    requests_per: what the `-requests` headers count, which the server does not say: a day at Groq, a minute at OpenAI.
    The `-tokens` headers count a minute everywhere. Headers that name their span (`-tokens-day`) go by their name.
    """
    plain: Mapping[str, Span] = {"requests": requests_per, "tokens": "minute"}
    found = {f"{span}_{what}": _allowance(headers, what, span) for what, span in plain.items()}
    for what in plain:
        for span in _SECONDS:
            found[f"{span}_{what}"] = _allowance(headers, f"{what}-{span}", span) or found.get(f"{span}_{what}")
    return Limits(**found) if any(found.values()) else None


def reset_of_spent(told: Limits | None) -> float | None:
    """Seconds until all that is used up is whole again; None when nothing is."""
    all_of_them = (told.minute_requests, told.minute_tokens, told.day_requests, told.day_tokens) if told else ()
    return max((each.reset for each in all_of_them if each and each.left < 1), default=None)


def day_is_spent(told: Limits | None) -> bool:
    """Whether a day's requests or tokens are used up."""
    return told is not None and any(each is not None and each.left < 1 for each in (told.day_requests, told.day_tokens))


def _allowance(headers: Mapping[str, str], what: str, span: Span) -> Allowance | None:
    limit, left, reset = (duration(headers.get(f"x-ratelimit-{part}-{what}", "")) for part in ("limit", "remaining", "reset"))
    if limit is None or left is None:
        return None
    return Allowance(limit, left, _SECONDS[span] if reset is None else reset)
