"""What to say of a name that no plugin brings: what failed, which one may be meant, what to install or to write."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence

from selfinstruct.errors import PluginError
from selfinstruct.pluginfaults import Failure

OURS: Mapping[str, Mapping[str, str]] = {
    "language": {"en": "en", "ko": "ko", "ja": "ja"},
    "backend": {name: name for name in ("offline", "replay", "groq", "openai", "transformers")},
    "embedder": {"ngrams": "offline", "sentence-transformers": "embeddings"},
}
"""What the project's own plugins bring: kind -> name -> the extra that installs it."""

PACKAGES = frozenset(
    {"selfinstruct", "selfinstruct-rouge"} | {f"selfinstruct-{x}" for kind in OURS.values() for x in kind.values()}
)
"""The project's packages, installed or not."""


def not_found(
    kind: str, name: str, there: Collection[str], failures: Sequence[Failure], left_out: str, told: Collection[Failure]
) -> PluginError:
    """The error that a thing is not there. What failed comes first, and before all what is called as the thing is.

    left_out: the package whose plugin of that name is left out, "" for none. told: failures that the user has read already.
    """
    failures = sorted(failures, key=lambda failure: not is_about(failure, name))
    said = "".join(f"{failure}\n" for failure in failures if failure not in told)
    said += f"plugin {name!r} of {left_out} is left out by --without\n" if left_out else ""
    about = [failure for failure in failures if is_about(failure, name)]
    error = PluginError(f"{said}no {kind} {name!r}; there: {', '.join(there) or 'none'}")
    hints = [*_hints(kind, name, there, about, told), "`selfinstruct plugins` lists what is installed"]
    error.hint = "; ".join(hints).replace("?; ", "? ")
    error.__cause__ = about[0].error if about else None
    return error


def _hints(kind: str, name: str, there: Collection[str], about: Sequence[Failure], told: Collection[Failure]) -> Iterable[str]:
    if about:
        return ["mend what the warning tells of"] if about[0] in told else [about[0].hint] if about[0].hint else []
    if extra := OURS[kind].get(name):
        return [f"pip install 'selfinstruct[{extra}]'"]
    ours = OURS[kind]
    if near := nearest(name, [*there, *ours]):
        return [f"did you mean {near}" + ("?" if near in there else f"? pip install 'selfinstruct[{ours[near]}]'")]
    if kind == "embedder":
        return [f"{each}: pip install 'selfinstruct[{extra}]'" for each, extra in ours.items() if each not in there]
    new = {"language": "lang", "backend": "backend"}.get(kind)
    return [f"to write one: selfinstruct plugins new {new} {name}"] if new else []


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that is likely meant: in other case, with or without a region (vi-VN, vi_VN), or mistyped; "" for none."""
    known = {each.lower(): each for each in names}
    low = name.lower().replace("_", "-")
    base = low.partition("-")[0]
    regions = [each for each in known if each.startswith(f"{base}-")]
    typos = difflib.get_close_matches(low, [each for each in known if each[:1] == low[:1]], 1, 0.5)
    return next((known[each] for each in (low, base, *regions, *typos) if each in known), "")


def is_about(failure: Failure, name: str) -> bool:
    """Whether a plugin that failed is likely the one that would have brought a thing."""
    return name in {failure.plugin, failure.package.removeprefix("selfinstruct-")}
