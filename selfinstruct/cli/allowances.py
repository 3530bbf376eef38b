"""Options of everything that sends requests: what it may spend, how fast it may send, and where to."""

from __future__ import annotations

from pathlib import Path

import click


class _Time(click.ParamType[float]):
    """Seconds from 90s, 20m or 3h."""

    name = "time"

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        from selfinstruct.options import seconds_of

        try:
            return seconds_of(value) if isinstance(value, str) else float(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BASE_URL = click.option("--base-url", metavar="URL", help="Where the model is served; short for --option base-url=URL.")
BATCH = click.option(
    "--batch", is_flag=True, help="Ask classify and instances in batches: at half the price, within a day. Groq and OpenAI."
)
PRICES = click.option("--prices", type=FILE, metavar="FILE", help="Prices over the built-in ones, in TOML.")

ALLOWANCES = [
    click.option("--max-requests", type=int, metavar="N", help="Stop before the run has made more requests."),
    click.option("--max-tokens", type=int, metavar="N", help="Stop before the run has used more tokens."),
    click.option("--max-cost", type=float, metavar="DOLLARS", help="Stop before the run has cost more."),
    click.option("--max-time", type=_Time(), metavar="TIME", help="Stop this command after 90s, 20m, 3h."),
    click.option("--rpm", type=int, metavar="N", help="Requests a minute, at most."),
    click.option("--tpm", type=int, metavar="N", help="Tokens a minute, at most."),
    click.option("--rpd", type=int, metavar="N", help="Requests in 24 hours, at most."),
    click.option("--tpd", type=int, metavar="N", help="Tokens in 24 hours, at most."),
    PRICES,
]
