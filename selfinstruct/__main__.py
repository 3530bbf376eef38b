"""`python -m selfinstruct` and the `selfinstruct` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from selfinstruct.cli import cli

    cli()


if __name__ == "__main__":
    main()
