"""A real browser for tests: Chromium from the system, or the one named by CHROMIUM_PATH."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def chromium_path() -> str | None:
    """Return where Chromium is, None when there is none."""
    named = os.environ.get("CHROMIUM_PATH")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def fits(page: Page, part: str = "html") -> bool:
    """Whether a part of a page is no wider than its window, at the latest after a few seconds.

    Where the window has just become another one, scripts lay the page out anew a moment later.
    """
    for _try in range(50):
        width: int = page.locator(part).first.evaluate("(part) => part.scrollWidth")
        if width <= page.evaluate("innerWidth"):
            return True
        page.wait_for_timeout(100)
    return False
