"""What an issue says to its readers: its blocks, with what the pages in them say now.

Pages are shown through the catalogue, in the issue's language where they exist in it, otherwise
in the source language. The web page, the mail and the plain text are made from the same pieces.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from catalogue.models import CuratedCollection, Entry
from core.addresses import page_address
from core.blocks.data import Reading
from core.blocks.image import image_block_data
from newsletter import pinning
from newsletter.shelf import Selection, Shelf, key_of, original_of

# Twice the width of the mail's column, for screens with dense dots.
MAIL_SIZE = "max-1072x1600|format-jpeg|jpegquality-80"
PAGE_PIECES = {"lead_story": "page", "entries": "pages"}
# Blocks that fill themselves: the kind of entry and the usual title.
COMING = {
    "agenda": ("event", gettext_lazy("Coming events")),
    "open_calls": ("call", gettext_lazy("Open calls")),
}


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as an issue shows it, with a curator's note where there is one."""

    entry: Entry
    note: str = ""
    note_language: str = ""


@dataclass(slots=True)
class Piece:
    """A block of the issue, ready to be shown in any form."""

    kind: str
    block_id: str
    values: dict[str, Any] = field(default_factory=dict)
    cards: list[Card] = field(default_factory=list)

    @property
    def template(self) -> str:
        """How the piece looks on the web."""
        return f"newsletter/pieces/{self.kind}.html"

    @property
    def mjml_template(self) -> str:
        """How the piece looks in the HTML part of the mail."""
        return f"newsletter/mails/issue/pieces/{self.kind}.mjml"

    @property
    def text_template(self) -> str:
        """How the piece reads in the text part of the mail."""
        return f"newsletter/mails/issue/pieces/{self.kind}.txt"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something chosen that readers cannot see: in which block, and what to do."""

    block_id: str
    message: str


@dataclass(slots=True)
class Composition:
    """An issue in one language."""

    language: str
    title: str
    subject: str
    preheader: str
    summary: str
    url: str
    pieces: list[Piece] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """Every entry the issue shows, in order."""
        return [card.entry for piece in self.pieces for card in piece.cards]

    @property
    def selection(self) -> dict[str, list[str]]:
        """What each block shows, by identities that outlive edits and translations."""
        return {
            piece.block_id: [str(card.entry.translation_key) for card in piece.cards]
            for piece in self.pieces
            if piece.cards
        }


def compose(page: Any, selection: Selection | None = None) -> Composition:
    """Put an issue page together as it stands in memory, saved or not.

    With `selection`, which comes from a frozen edition, collections show what they showed then
    and is still public; nothing is reported as missing.
    """
    language = page.locale.language_code
    composition = Composition(
        language=language,
        title=page.title,
        subject=page.mail_subject,
        preheader=page.mail_preheader,
        summary=page.summary,
        url=page_address(page) if page.pk else "",
    )
    composer = _Composer(language, selection)
    composer.shelf.look_up(_chosen_pages(page.body))
    for child in page.body:
        piece = composer.piece(child.block_type, child.value, child.id or "")
        if piece:
            composition.pieces.append(piece)
    if selection is None:
        composition.problems = composer.problems
    return composition


def preview_piece(kind: str, value: Any) -> Piece | None:
    """One block as the editor's preview shows it, in the language of the moment."""
    return _Composer(get_language() or settings.LANGUAGE_CODE, None).piece(kind, value, "")


def newest_pages(count: int) -> list[Page]:
    """The pages published last, as examples."""
    kinds = ("practice", "call", "event", "path")
    entries = Entry.objects.visible().filter(kind__in=kinds, language=settings.LANGUAGE_CODE)
    newest = entries.order_by("-published_at").select_related("page")[:count]
    return [entry.page for entry in newest if entry.page]


def mention(pages: Iterable[Page | None], reading: Reading) -> list[str]:
    """Note that an issue mentions pages; return their identities."""
    chosen = [page for page in pages if page is not None]
    reading.page_ids |= {page.pk for page in chosen}
    return [str(key_of(page)) for page in chosen]


def _chosen_pages(body: Any) -> list[Page]:
    """The pages chosen by hand in an issue."""
    chosen: list[Page | None] = []
    for child in body:
        if child.block_type == "entries":
            chosen += child.value["pages"]
        elif child.block_type in {"lead_story", "call_to_action"}:
            chosen.append(child.value["page"])
    return [page for page in chosen if page is not None]


class _Composer:
    """Makes the pieces of one issue in one language, and notes what is missing."""

    def __init__(self, language: str, selection: Selection | None) -> None:
        self.selection = selection
        self.shelf = Shelf(language, is_checking=selection is None)
        self.problems: list[Problem] = []

    def piece(self, kind: str, value: Any, block_id: str) -> Piece | None:
        """Make a piece, or None where nothing is left to show."""
        piece = Piece(kind, block_id)
        if kind in PAGE_PIECES:
            chosen = value[PAGE_PIECES[kind]]
            self._fill_with_pages(piece, [chosen] if kind == "lead_story" else list(chosen))
            piece.values = {name: value.get(name) or "" for name in ("title", "words")}
            return piece if piece.cards else None
        if kind in COMING:
            return self._coming(kind, value, block_id)
        if kind == "collection":
            self._fill_with_collection(piece, value)
            return piece if piece.cards else None
        if kind == "text":
            self._text(piece, value.source)
        elif kind == "picture":
            return self._picture(piece, value)
        elif kind == "quote":
            piece.values = {"text": value["text"], "author": value["author"]}
        elif kind == "call_to_action":
            return self._call_to_action(piece, value)
        return piece

    def _problem(self, piece: Piece, message: str) -> None:
        self.problems.append(Problem(piece.block_id, message))

    def _fill_with_pages(self, piece: Piece, pages: list[Page | None]) -> None:
        for page in {str(key_of(one)): one for one in pages if one is not None}.values():
            entry = self.shelf.entry(page)
            if entry:
                piece.cards.append(Card(entry))
            else:
                self._problem(piece, _not_public(page))
        if None in pages:
            self._problem(piece, _("A page that was chosen has been deleted: choose another."))

    def _fill_with_collection(self, piece: Piece, value: Any) -> None:
        collection = original_of(value["collection"])
        if collection is None:
            self._problem(
                piece, _("A collection that was chosen has been deleted: choose another.")
            )
            return
        words = collection.in_language(self.shelf.language)
        piece.values = {
            "title": value["title"] or words.title,
            "intro": words.intro,
            "words_language": words.locale.language_code,
            "slug": collection.slug,
        }
        if not collection.is_public:
            self._problem(
                piece,
                _("The collection “%(title)s” is not public: publish it, or take it out.")
                % {"title": words.title},
            )
            return
        wanted = (self.selection or {}).get(piece.block_id)
        kept = _pinned(value, collection)
        members = self.shelf.members(collection, kept if wanted is None else wanted, value["limit"])
        piece.cards = [Card(entry, *note) for entry, note in members]
        if kept is None:
            hidden = self.shelf.hidden_pages(collection, value["limit"])
        else:
            hidden = self.shelf.hidden_by_key(kept)
        for page in hidden:
            message = _("In the collection “%(title)s”: %(problem)s")
            problem = _not_public(page) if page else _("A page that it held has been deleted.")
            self._problem(piece, message % {"title": words.title, "problem": problem})
        if not piece.cards:
            message = _("The collection “%(title)s” has no page that readers can see.")
            self._problem(piece, message % {"title": words.title})

    def _coming(self, kind: str, value: Any, block_id: str) -> Piece | None:
        """A list by date, shown like pages chosen by hand; nothing where nothing is to come."""
        entry_kind, title = COMING[kind]
        piece = Piece("entries", block_id, {"title": value["title"] or str(title), "words": ""})
        wanted = None if self.selection is None else self.selection.get(block_id, [])
        found = self.shelf.coming(entry_kind, value["limit"], value.get("days"), wanted)
        piece.cards = [Card(entry) for entry in found]
        return piece if piece.cards else None

    def _text(self, piece: Piece, source: str) -> None:
        piece.values = {"source": source}
        for page in self.shelf.hidden_links(source):
            message = _("A text links to a page: %(problem)s")
            self._problem(piece, message % {"problem": _not_public(page)})

    def _picture(self, piece: Piece, value: Any) -> Piece | None:
        reading = Reading(language=self.shelf.language)
        shown = image_block_data(value["image"], reading, MAIL_SIZE)
        if shown is None:
            message = _("A picture may not or cannot be shown: choose another, or take it out.")
            self._problem(piece, message)
            return None
        piece.values = {"picture": shown, "image": value["image"], "caption": value["caption"]}
        return piece

    def _call_to_action(self, piece: Piece, value: Any) -> Piece | None:
        address, page = value["url"] or "", value["page"]
        if page is not None:
            entry = self.shelf.entry(page)
            address = entry.url if entry else ""
            if not entry:
                self._problem(piece, _not_public(page))
        elif not address:
            self._problem(piece, _("A button leads to a page that has been deleted."))
        words = {name: value[name] for name in ("title", "text", "label")}
        piece.values = {**words, "url": address}
        return piece if address else None


def _pinned(value: Any, collection: CuratedCollection) -> list[str] | None:
    """The identities that an issue keeps of a collection; None where it follows the collection."""
    pinned = value.get("pinned_keys") or ""
    if not value.get("is_pinned") or not pinning.is_of(pinned, collection):
        return None
    return pinning.keys_in(pinned)[: value["limit"]]


def _not_public(page: Page) -> str:
    """Name a page that readers cannot see, and say what to do."""
    return _("“%(title)s” is not public: publish it, or take it out of the issue.") % {
        "title": page.get_admin_display_title()
    }
