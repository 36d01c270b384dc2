"""The bodies of the demo's pages, block by block."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from core.models import HubImage
from hub.demo.reading import Content
from hub.demo.words import Words

Block = tuple[str, Any]

INVENTED = ("Numeri inventati per la dimostrazione.", "Figures invented for the demonstration.")
WHO = ("Chi lo fa", "Who does it")
RELATED = ("Da leggere insieme", "Read also")
MORE_PICTURES = ("Altre immagini", "More pictures")
HEADING = "## "


def text(words: Words, name: str = "body") -> list[Block]:
    """A text with headings: a paragraph may begin with a line `## Heading`."""
    blocks: list[Block] = []
    paragraphs: list[tuple[str, str]] = []
    for italian, english in words.paragraphs(name):
        if italian.startswith(HEADING):
            blocks += _rich(words, paragraphs)
            paragraphs = []
            heading_it, _newline, italian = italian.removeprefix(HEADING).partition("\n")
            heading_en, _newline, english = english.removeprefix(HEADING).partition("\n")
            blocks.append(heading(words, heading_it, heading_en))
        paragraphs.append((italian, english))
    return blocks + _rich(words, paragraphs)


def story(words: Words, cooperative: Content) -> list[Block]:
    """The story of a practice: a voice, what is done in more words, the numbers, who does it."""
    blocks = [*quote(words), *_rich(words, words.paragraphs("what")[1:]), *figures(words)]
    blocks.append(heading(words, *WHO))
    where = f"**{cooperative['name']}**, {cooperative['municipality']}. "
    blocks += _rich(words, [(where + cooperative["it"], where + cooperative["en"])])
    return blocks


def what_is_done(words: Words) -> str:
    """The facts of a practice in one paragraph."""
    return str(words.rich(words.paragraphs("what")[:1]).source)


def heading(words: Words, italian: str, english: str) -> Block:
    """A title that divides the text."""
    return ("heading", {"text": words.say(italian, english), "level": "2"})


def quote(words: Words) -> list[Block]:
    """Somebody's words, where the content has some."""
    if "quote" not in words.content["it"]:
        return []
    return [("quote", {"text": words("quote"), "author": words("quote_by")})]


def figures(words: Words) -> list[Block]:
    """Numbers with what they count, and the honest remark that they are invented."""
    rows = [
        {"value": words.say(it[0], en[0]), "label": words.say(it[1], en[1])}
        for it, en in words.pairs("figures")
    ]
    return [("figures", {"figures": rows, "source": words.say(*INVENTED)})] if rows else []


def related(words: Words, pages: list[Page]) -> list[Block]:
    """Other pages to read, where there are some."""
    if not pages:
        return []
    return [("related_entries", {"title": words.say(*RELATED), "pages": pages})]


def call_to_action(words: Words, page: Page) -> Block:
    """One thing to do next, on another page of the hub."""
    labels = {name: words(f"cta_{name}") for name in ("title", "text", "label")}
    return ("call_to_action", {**labels, "page": page, "url": ""})


def picture(words: Words, image: HubImage, alt: Content, caption: Content) -> Block:
    """One picture, with what it shows and a caption."""
    shown = {"image": _described(words, image, alt)}
    return ("picture", {**shown, "caption": words.say(caption["it"], caption["en"])})


def sign_up(words: Words, content: Content) -> Block:
    """The newsletter's form, for some topics."""
    said = {name: words.say(content["it"][name], content["en"][name]) for name in ("title", "text")}
    return ("sign_up", {**said, "topics": content["topics"]})


def gallery(words: Words, pictures: list[tuple[HubImage, Content]]) -> list[Block]:
    """Several pictures, each with what it shows."""
    shown = [{"image": _described(words, image, alt), "caption": ""} for image, alt in pictures]
    return [("gallery", {"title": words.say(*MORE_PICTURES), "pictures": shown})] if shown else []


def _described(words: Words, image: HubImage, alt: Content) -> HubImage:
    image.contextual_alt_text = words.say(alt["it"], alt["en"])
    image.decorative = False
    return image


def _rich(words: Words, paragraphs: list[tuple[str, str]]) -> list[Block]:
    return [("text", words.rich(paragraphs))] if paragraphs else []
