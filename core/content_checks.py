"""What an editor would want to know about a text before readers find it.

Nothing here keeps a page from being saved or published: what must be there is asked by
`PublicPage.missing_for_publishing`. Rooms add checks of their own:

    @checks_content("catalogue.links")
    def broken_links(page: PublicPage) -> Iterable[Finding]: ...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy
from wagtail.fields import RichTextField, StreamField

if TYPE_CHECKING:
    from core.models.page import PublicPage

# In characters. Below, a summary says too little to stand alone in a list or a mail.
SHORT_SUMMARY = 60
# A text longer than this, without headings, is hard to find one's way in.
LONG_TEXT = 2500
# Words that say nothing about where a link leads (WCAG 2.4.4, 2.4.9).
EMPTY_WORDS = frozenset(
    (
        *("qui", "clicca qui", "clicca", "leggi", "leggi qui", "leggi tutto", "leggi di più"),
        *("continua", "link", "questo link", "vai", "vai al sito", "scopri di più", "sito"),
        *("pagina", "here", "click here", "click", "read more", "more", "this link", "this page"),
        *("go", "website"),
    )
)
PICTURE_WORDS = re.compile(r"^(immagine|foto|fotografia|figura|image|picture|photo)\s+(di|of)\b")
FILE_NAME = re.compile(r"\.(jpe?g|png|gif|webp|avif)$|^(img|dsc|screenshot)[_ -]?\d", re.IGNORECASE)


class Level(models.TextChoices):
    """How much a finding matters."""

    PROBLEM = "problem", pgettext_lazy("check", "To correct")
    ADVICE = "advice", pgettext_lazy("check", "To consider")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a text, in the language of whoever edits it."""

    level: Level
    text: str
    where: str = ""


Check = Callable[[Any], Iterable[Finding]]
_registered: dict[str, Check] = {}


def checks_content(name: str) -> Callable[[Check], Check]:
    """Register a check; raises ValueError when another one has the name."""

    def register(check: Check) -> Check:
        if _registered.get(name, check) is not check:
            raise ValueError(f"two checks are named {name}")
        _registered[name] = check
        return check

    return register


def findings(page: PublicPage) -> list[Finding]:
    """Everything there is to say about a page as it stands, what matters most first."""
    found = [one for name in sorted(_registered) for one in _registered[name](page)]
    return sorted(found, key=lambda one: one.level != Level.PROBLEM)


@checks_content("core.summary")
def check_summary(page: PublicPage) -> Iterator[Finding]:
    """It stands alone in lists, feeds, mails and search engines."""
    summary = page.summary.strip()
    where = pgettext("field", "Summary")
    if not summary:
        return
    if len(summary) < SHORT_SUMMARY:
        text = ngettext(
            "The summary has %(count)d character: with two sentences it can stand alone.",
            "The summary has %(count)d characters: with two sentences it can stand alone.",
            len(summary),
        )
        yield Finding(Level.ADVICE, text % {"count": len(summary)}, where)
    if summary.rstrip(".").casefold() == page.title.rstrip(".").casefold():
        yield Finding(Level.PROBLEM, _("The summary only repeats the title."), where)


@checks_content("core.pictures")
def check_picture(page: PublicPage) -> Iterator[Finding]:
    """What those hear who cannot see the main picture."""
    words = page.lead_image_alt.strip()
    where = str(_("Main picture"))
    if page.lead_image_id is None:
        return
    if not words:
        yield Finding(Level.PROBLEM, _("Nothing says what the picture shows."), where)
    elif FILE_NAME.search(words):
        yield Finding(
            Level.PROBLEM, _("“%(words)s” is the name of a file.") % {"words": words}, where
        )
    elif PICTURE_WORDS.search(words.casefold()):
        text = _("Leave out “picture of”: screen readers say already that it is one.")
        yield Finding(Level.ADVICE, text, where)
    elif words.casefold() == page.title.casefold():
        yield Finding(Level.ADVICE, _("The description only repeats the title."), where)


@checks_content("core.headings")
def check_headings(page: PublicPage) -> Iterator[Finding]:
    """Headings are the table of contents of those who do not see the page."""
    text = 0
    levels: list[tuple[int, str]] = []
    for kind, value in pieces(page):
        if kind == "heading":
            levels.append(value)
        else:
            text += len(BeautifulSoup(value, "html.parser").get_text())
    before = 1
    for level, words in levels:
        if level > before + 1:
            message = _("The subsection “%(words)s” has no section above it.")
            yield Finding(Level.PROBLEM, message % {"words": words}, str(_("Headings")))
        before = level
    if text > LONG_TEXT and not levels:
        message = _("A long text without headings: two or three help to find one’s way.")
        yield Finding(Level.ADVICE, message, str(_("Headings")))


@checks_content("core.link_words")
def check_link_words(page: PublicPage) -> Iterator[Finding]:
    """Links are read one after the other, without what stands around them."""
    for kind, value in pieces(page):
        if kind != "html":
            continue
        for link in BeautifulSoup(value, "html.parser").find_all("a"):
            words = " ".join(link.get_text().split())
            where = str(_("Links"))
            if not words and not link.find("img", alt=True):
                yield Finding(Level.PROBLEM, _("A link has no words."), where)
            elif words.casefold().strip(" .:»«>→…") in EMPTY_WORDS:
                message = _("“%(words)s” does not say where the link leads.")
                yield Finding(Level.PROBLEM, message % {"words": words}, where)
            elif words.startswith(("http://", "https://", "www.")):
                message = _("A bare address is hard to listen to: say where the link leads.")
                yield Finding(Level.ADVICE, message, where)


@checks_content("core.collections")
def check_collections(page: PublicPage) -> Iterator[Finding]:
    """A collection that is closed leaves a gap that its editor does not see on the site."""
    for block in page.body:
        if block.block_type != "collection":
            continue
        chosen, where = block.value["collection"], pgettext("curated", "Collection")
        if chosen is None:
            yield Finding(Level.PROBLEM, _("A collection in the body has been deleted."), where)
        elif not chosen.is_public:
            text = _("The collection “%(title)s” is not public: readers see nothing in its place.")
            yield Finding(Level.PROBLEM, text % {"title": chosen.title}, where)


def pieces(page: PublicPage) -> Iterator[tuple[str, Any]]:
    """The page's headings (level and words) and rich texts (HTML as stored), in order."""
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield "html", getattr(page, field.name) or ""
        elif isinstance(field, StreamField):
            yield from _walk(getattr(page, field.name).get_prep_value())


def _walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Look through the stored form of a stream."""
    if isinstance(value, dict):
        if value.get("type") == "heading" and isinstance(value.get("value"), dict):
            heading = value["value"]
            yield "heading", (int(heading.get("level") or 2), heading.get("text") or "")
            return
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _walk(one)
    elif isinstance(value, str) and "</" in value:
        yield "html", value
