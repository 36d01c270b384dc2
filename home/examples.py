"""The examples of the developers' page: files that partners copy, and that tests run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EXAMPLES_DIR = settings.BASE_DIR / "docs" / "examples"
# What the files call the hub; on the page it is replaced by the hub's own address.
PLACEHOLDER = "https://hub.example.org"


@dataclass(frozen=True, slots=True)
class Example:
    """A file to copy, with what it does."""

    name: str
    title: Promise
    text: Promise

    @property
    def anchor(self) -> str:
        """The example's place on the page."""
        return self.name.replace(".", "-").replace("_", "-")

    @property
    def code(self) -> str:
        """The file as it is shown: it calls this hub."""
        return _source(self.name).replace(PLACEHOLDER, settings.HUB_URL)


@cache
def _source(name: str) -> str:
    return (EXAMPLES_DIR / name).read_text(encoding="utf-8")


EXAMPLES = [
    Example(
        "first_call.sh",
        _("Command line"),
        _("The newest practices, with curl: the first useful call, without a key."),
    ),
    Example(
        "practices.py",
        _("Python"),
        _("All practices about a topic, page after page. Python's standard library is enough."),
    ),
    Example(
        "practices.js",
        _("JavaScript"),
        _("The same in the browser or in Node.js 18 and later."),
    ),
    Example(
        "practices.php",
        _("PHP and WordPress"),
        _('A shortcode for WordPress: [hub_practices topic="…"] shows a list of links.'),
    ),
    Example(
        "feeds.html",
        _("Feeds"),
        _(
            "Lines for the head of your pages: they let feed readers and programs find the "
            "collection."
        ),
    ),
    Example(
        "embed.html",
        _("The newsletter's form on your site"),
        _("A frame with the hub's own form: no cookie, no key, nothing to keep up to date."),
    ),
    Example(
        "sign_up.js",
        _("A newsletter form of your own"),
        _(
            "Shows the text people agree to and sends the address. The hub writes to them with a "
            "button: only who presses it is subscribed."
        ),
    ),
    Example(
        "mirror.py",
        _("A mirror of a collection"),
        _(
            "Keeps a folder of JSON files in sync with a collection. Run it as often as you "
            "like: it only asks for what has changed since the last time."
        ),
    ),
]
