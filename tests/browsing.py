"""A real browser for tests: Chromium from the system, or the one named by CHROMIUM_PATH."""

import os
import shutil

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
