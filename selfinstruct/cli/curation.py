"""Options of curation: which steps are taken, and how strict they are."""

from __future__ import annotations

from pathlib import Path

import click

from selfinstruct.cli.several import pairs

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

CURATION = [
    click.option(
        "--curate",
        "curate",
        multiple=True,
        metavar="STEP...",
        help="Steps of curation: outputs, contamination, personal-data, semantic, self-consistency, judge.",
    ),
    click.option(
        "--against", type=_FILE, multiple=True, metavar="FILE...", help="Evaluation sets that no task may be taken from."
    ),
    click.option("--personal-data", type=click.Choice(["flag", "mask"]), help="What is done with it [default: flag]."),
    click.option("--embedder", metavar="NAME", help="What embeds texts [default: sentence-transformers]."),
    click.option("--embedding-model", metavar="NAME", help="The embedder's model: a folder, or a name on the hub."),
    click.option(
        "--embedding-option",
        "embedding_options",
        multiple=True,
        metavar="KEY=VALUE",
        callback=pairs,
        help="An option of the embedder. May be repeated.",
    ),
    click.option("--max-cosine", type=float, metavar="F", help="semantic: refuse above this cosine [default: the embedder's]."),
    click.option("--trials", type=int, metavar="K", help="self-consistency: recoveries of an instruction [default: 3]."),
    click.option(
        "--closeness",
        type=click.Choice(["rouge-l", "embedding"]),
        help="self-consistency: how a recovered instruction is measured [default: rouge-l].",
    ),
    click.option("--min-closeness", type=float, metavar="F", help="self-consistency: refuse below this [default: 0.5]."),
    click.option("--min-score", type=int, metavar="N", help="judge: refuse below this, of 5 [default: 4]."),
    click.option("--judge-backend", metavar="NAME", help="judge: who judges [default: the run's backend]."),
    click.option("--judge-model", metavar="NAME", help="judge: the model that judges."),
    click.option("--judge-base-url", metavar="URL", help="judge: where that is served, if not where the run's model is."),
]
