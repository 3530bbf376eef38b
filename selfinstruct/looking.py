"""What was made, told, shown and published: the calls behind `status`, `stats`, `report`, `view` and `push`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from selfinstruct.api import load_plugins

if TYPE_CHECKING:
    from selfinstruct.figures.overview import Overview
    from selfinstruct.keywords import Publishing
    from selfinstruct.plugins import Plugins
    from selfinstruct.publishing.push import Publication
    from selfinstruct.runstatus import Status
    from selfinstruct.viewing.site import Sampling


def status(folder: Path | str, *, prices: Path | str | None = None) -> Status:
    """How far a run is: counts, reasons, tokens, cost (US dollars), what stopped it, and what comes next.

    prices: a file of prices over the known ones. Raises ConfigError and StoreError.
    """
    from selfinstruct.runstatus import read

    return read(Path(folder), prices=Path(prices) if prices is not None else None)


def stats(path: Path | str, *, lang: str | None = None, plugins: Plugins | None = None) -> Overview:
    """What a run or a file of tasks amounts to, in figures. lang: of a file; a run knows its own.

    Raises ConfigError, StoreError and, for a file whose language is not there, PluginError.
    """
    from selfinstruct.figures.overview import overview
    from selfinstruct.figures.sources import language_of, read_source

    source = read_source(Path(path), lang)
    return overview(source, language_of(source, plugins or load_plugins()))


def report(
    *paths: Path | str,
    lang: str | None = None,
    out: Path | str | None = None,
    language: str | None = None,
    plugins: Plugins | None = None,
) -> Path:
    """Write one HTML file about runs and files of tasks: figures, and every task and refused text; its path.

    lang: of the files. out: by default report.html in the run's folder, in the working folder for a file and for several.
    language: of the page's own words: en, ko or ja. Raises SelfInstructError and its children.
    """
    from selfinstruct.reporting.writing import report_on

    target = Path(out) if out is not None else None
    return report_on([Path(path) for path in paths], plugins or load_plugins(), lang=lang, out=target, language=language)


def view(
    folder: Path | str,
    *,
    port: int = 7717,
    language: str | None = None,
    sampling: Sampling | None = None,
    note: Callable[[str], None] | None = None,
    plugins: Plugins | None = None,
) -> None:
    """Serve a run's page on 127.0.0.1 until interrupted, and take marks.

    port: 0 for any that is free. language: of the page's own words: en, ko or ja; without, the run's. sampling: what the page
    offers to ask about. note: is told in one line what goes wrong with a request.
    Raises SelfInstructError and its children.
    """
    from selfinstruct.viewing.server import Server
    from selfinstruct.viewing.site import Sampling

    tell = note or (lambda _: None)
    chosen = sampling or Sampling()
    with Server(Path(folder), plugins or load_plugins(), port=port, language=language, sampling=chosen, note=tell) as server:
        server.serve()


def push(folder: Path | str, repo: str, *, plugins: Plugins | None = None, **options: Unpack[Publishing]) -> Publication:
    """Publish a run's tasks as a data set on the hub; without yes=True nothing is sent, and what would be is told.

    Options: yes, private, allow_not_for_training, endpoint, out, space; and form, template, system, seed, test,
    max_instances, parquet, title, license, model_terms, reviewed, with_rejections, with_log.
    Raises SelfInstructError and its children.
    """
    from selfinstruct import keywords
    from selfinstruct.publishing.choices import Choices
    from selfinstruct.publishing.push import push as publish

    asked = keywords.read("push", keywords.Publishing, options)
    chosen = {f.name: asked.pop(f.name) for f in fields(Choices) if f.name in asked}
    return publish(Path(folder), repo, plugins or load_plugins(), Choices(**chosen), **asked)
