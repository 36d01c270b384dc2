#!/usr/bin/env python
"""Takes the pictures of the staff's documentation from a demo that it fills and starts itself.

    make screenshots                        # all of them
    make screenshots ARGS="waiting-list"    # those whose name contains one of the words

What is taken stands in docs/staff/screenshots.toml, which also explains its own format.
"""

import argparse
import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "staff" / "screenshots.toml"
FOLDER = LIST.parent / "images"
PATIENCE = 600  # seconds until the demo must be ready
MOST_BYTES = 120_000
KEYS = {
    "name", "address", "user", "width", "height", "selector", "clicks", "fills", "wait_for",
    "languages",
}  # fmt: skip
LOCALES = {"it": "it-IT", "en": "en-GB"}
HOLE = re.compile(r"\{(?P<what>[\w.]+):(?P<which>[^{}]+)\}")
# What blinks or moves would make another picture every time.
STILL = (
    "*, *::before, *::after { animation: none !important; transition: none !important; "
    "caret-color: transparent !important; }"
)


@dataclass(frozen=True)
class Picture:
    """One picture to take; the fields are explained in screenshots.toml."""

    name: str
    address: str
    user: str = ""
    width: int = 1200
    height: int = 800
    selector: str = ""
    clicks: tuple[str, ...] = ()
    fills: tuple[tuple[str, str], ...] = ()
    wait_for: str = ""
    languages: tuple[str, ...] = ("it",)

    def file_name(self, language: str) -> str:
        """The name of the file: with the language where there are several."""
        return f"{self.name}-{language}.png" if len(self.languages) > 1 else f"{self.name}.png"

    @property
    def file_names(self) -> list[str]:
        """All files of this picture."""
        return [self.file_name(language) for language in self.languages]


def listed() -> list[Picture]:
    """Read the list; raise ValueError for what cannot be meant."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8")).get("picture", [])
    pictures = [_picture(row) for row in rows]
    names = [name for picture in pictures for name in picture.file_names]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"named twice: {', '.join(sorted(twice))}")
    return pictures


def _picture(row: dict[str, Any]) -> Picture:
    if unknown := set(row) - KEYS:
        raise ValueError(f"{row.get('name')}: unknown {', '.join(sorted(unknown))}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["name"]):
        raise ValueError(f"{row['name']}: a name has small letters, figures and hyphens")
    if not row["address"].startswith("/"):
        raise ValueError(f"{row['name']}: the address begins with /")
    values = dict(row)
    values["clicks"] = tuple(row.get("clicks", ()))
    values["fills"] = tuple((one[0], one[1]) for one in row.get("fills", ()))
    values["languages"] = tuple(row.get("languages", ("it",)))
    if unknown := set(values["languages"]) - set(LOCALES):
        raise ValueError(f"{row['name']}: unknown language {', '.join(sorted(unknown))}")
    return Picture(**values)


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
    """Fill a demo whose data lie in `folder`, and serve it; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings = os.environ | {"HUB_VAR_DIR": str(folder), "PORT": str(port)}
    with (folder / "demo.log").open("w+") as log:
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env=surroundings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            limit = time.monotonic() + PATIENCE
            while "ready: " not in (folder / "demo.log").read_text():
                if demo.poll() is not None or time.monotonic() > limit:
                    raise SystemExit(f"no demo:\n{(folder / 'demo.log').read_text()}")
                time.sleep(0.5)
            yield f"http://127.0.0.1:{port}"
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(timeout=60)


def connect(folder: Path) -> None:
    """Let this process look things up in the demo's database."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        "HUB_ENV_FILE": os.devnull,
        "HUB_VAR_DIR": str(folder / "demo"),
    }
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def filled_in(address: str) -> str:
    """Put numbers in the place of `{page:/it/…/}` and `{room.model:field=value}`."""
    from django.apps import apps
    from wagtail.models import Page

    def number(hole: re.Match[str]) -> str:
        what, which = hole["what"], hole["which"]
        if what == "page":
            found = Page.objects.filter(url_path__endswith=which).order_by("depth").first()
        else:
            name, _equals, value = which.partition("=")
            found = apps.get_model(what)._default_manager.filter(**{name: value}).first()
        if found is None:
            raise SystemExit(f"{address}: the demo has no {what} {which}")
        return str(found.pk)

    return HOLE.sub(number, address)


def _log_in(page: Any, url: str, user: str) -> None:
    page.goto(f"{url}/admin/login/")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", user)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def _shoot(page: Any, url: str, picture: Picture, address: str) -> bytes:
    """Go there, do what is to be done first, and take the picture."""
    from playwright.sync_api import Error

    page.set_viewport_size({"width": picture.width, "height": picture.height})
    answer = page.goto(f"{url}{address}", wait_until="networkidle")
    if answer and not answer.ok:
        raise Error(f"{address} answers {answer.status}")
    page.add_style_tag(content=STILL)
    for selector, text in picture.fills:
        page.locator(selector).first.fill(text)
    for selector in picture.clicks:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")
    if picture.wait_for:
        page.locator(picture.wait_for).first.wait_for()
    # Wagtail's panels unfold, previews load: what is still on its way comes along.
    page.wait_for_timeout(400)
    if picture.selector:
        return bytes(page.locator(picture.selector).first.screenshot())
    return bytes(page.screenshot())


def small(data: bytes) -> bytes:
    """The picture with as many colours as keep it below the limit."""
    from PIL import Image

    image = Image.open(io.BytesIO(data)).convert("RGB")
    for colours in (128, 64, 32, 16):
        out = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def take(pictures: list[Picture], url: str) -> list[str]:
    """Take the pictures; return the names of those that failed, each with its reason."""
    from playwright.sync_api import Error, sync_playwright

    from tests.browsing import CHROMIUM_FLAGS, chromium_path

    addresses = {picture.name: filled_in(picture.address) for picture in pictures}
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        contexts: dict[tuple[str, str], Any] = {}
        for picture in pictures:
            for language in picture.languages:
                key = (picture.user, language)
                try:
                    if key not in contexts:
                        contexts[key] = browser.new_context(
                            locale=LOCALES[language],
                            bypass_csp=True,  # for the style that keeps pages still
                        )
                        if picture.user:
                            _log_in(contexts[key].new_page(), url, picture.user)
                    page = contexts[key].new_page()
                    page.set_default_timeout(20_000)
                    data = small(_shoot(page, url, picture, addresses[picture.name]))
                    page.close()
                except Error as error:
                    failed.append(f"{picture.file_name(language)}: {str(error).splitlines()[0]}")
                    continue
                (FOLDER / picture.file_name(language)).write_bytes(data)
                print(f"{picture.file_name(language)}  {len(data) // 1000} kB", flush=True)
        browser.close()
    return failed


def main() -> None:
    """Take what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("words", nargs="*", help="only pictures whose name contains one of these")
    parser.add_argument("--url", help="of a demo that is running already …")
    parser.add_argument("--var", type=Path, help="… and the folder its data lie in (var)")
    asked = parser.parse_args()
    pictures = [
        picture
        for picture in listed()
        if not asked.words or any(word in picture.name for word in asked.words)
    ]
    FOLDER.mkdir(exist_ok=True)
    if asked.url:
        connect((asked.var or ROOT / "var").resolve())
        failed = take(pictures, asked.url)
    else:
        with tempfile.TemporaryDirectory() as name, running_demo(Path(name)) as url:
            connect(Path(name))
            failed = take(pictures, url)
    if failed:
        raise SystemExit("not taken:\n" + "\n".join(failed))


if __name__ == "__main__":
    main()
