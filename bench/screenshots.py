"""Pictures of the report for the docs, one for each language: docs/images/report.LANG.png.

Run: python bench/screenshots.py [LANG...]. The runs are of the offline backend, so that anybody gets the same pictures, but for
the fonts of the machine. Needs chromium and playwright, and fonts of the three languages (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browser import chromium, opened

from selfinstruct import api
from selfinstruct.figures.sources import read_source
from selfinstruct.plugins import load
from selfinstruct.reporting.writing import write_report

IMAGES = Path(__file__).parent.parent / "docs" / "images"
TASKS = 400
MOST_BYTES = 300_000


def main() -> None:
    """Make the runs, open their pages and take a picture of each."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for code in sys.argv[1:] or ("en", "ko", "ja"):
            run = Path(folder) / f"{code}-offline"
            api.run(code, TASKS, backend="offline", out=run)
            file = write_report([read_source(run)], run / "report.html", load())
            with opened(browser, file.as_uri(), viewport={"width": 1400, "height": 1060}) as page:
                # The warning is right and the same in all of them: the picture is to show the rest.
                page.evaluate("document.querySelector('#figures > .warning').remove()")
                page.screenshot(path=IMAGES / f"report.{code}.png")
            size = (IMAGES / f"report.{code}.png").stat().st_size
            print(f"docs/images/report.{code}.png {size:,} bytes")
            if size > MOST_BYTES:
                sys.exit(f"larger than {MOST_BYTES:,} bytes")


if __name__ == "__main__":
    main()
