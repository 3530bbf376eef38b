"""A headless Chromium for tests: it may open files and talk to this machine, and every other request fails the test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ALLOWED = ("file://", "http://127.0.0.1:", "data:", "blob:")


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser. Skips the test where there is none, or nothing to drive it with."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium here")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Any, address: str, *, ready: bool = True, errors: int = 0, **options: Any) -> Iterator[Any]:
    """A page in a context of its own. When it is done with, nothing may have gone wrong in it and nothing been asked outside.

    ready: wait until all texts are read. errors: how many lines the console may have. options: of the browser's context.
    """
    wrong: list[str] = []
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-US", **options})
    context.route("**/*", lambda route: _let(route, wrong))
    page = context.new_page()
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: wrong.append(f"a window: {popup.url}"))
    try:
        page.goto(address)
        if ready:
            # Not wait_for_function: it evaluates a text in the page, which the page's policy forbids.
            page.wait_for_selector("html[data-ready=true]", state="attached")
        yield page
        assert len(wrong) <= errors, wrong
    finally:
        context.close()


def _let(route: Any, wrong: list[str]) -> None:
    address = route.request.url
    if address.startswith(ALLOWED):
        route.continue_()
    else:
        wrong.append(f"asked for {address}")
        route.abort()
