"""The body of an entry: blocks in order, told apart by `type`."""

from __future__ import annotations

from api.shapes.building import (
    Schema,
    address,
    constant,
    document,
    html,
    many,
    number,
    one_of_kinds,
    or_null,
    ref,
    text,
    uid,
)

PICTURE = document(
    "A picture with its caption.",
    {"image": or_null(ref("Image")), "caption": text()},
)

LINK = document(
    "Another entry of the hub.",
    {
        "uid": or_null(uid("Its identity; null for a page that is no entry.")),
        "title": text(),
        "url": address(),
        "language": text("The language it is written in."),
    },
)

CITATION = document(
    "The other end of a citation: what is cited, or what cites.",
    {**LINK["properties"], "pages": text("Where in the publication, such as `12–14`.")},
)

_BLOCKS: dict[str, tuple[str, Schema]] = {
    "heading": ("A heading.", {"text": text(), "level": number("2 or 3.", minimum=2, maximum=6)}),
    "text": ("Running text.", {"html": html("Paragraphs, lists and links.")}),
    "quote": ("Somebody's words.", {"text": text(), "author": text()}),
    "figures": (
        "Numbers with what they count.",
        {
            "figures": many(
                document("A number as it is written.", {"value": text(), "label": text()})
            ),
            "source": text("Where the numbers come from."),
        },
    ),
    "picture": ("A picture in the text.", PICTURE["properties"]),
    "gallery": ("Pictures side by side.", {"title": text(), "pictures": many(ref("Picture"))}),
    "call_to_action": (
        "A button with a few words.",
        {"title": text(), "text": text(), "label": text("What the button says."), "url": text()},
    ),
    "embed": (
        "Something that stands on another site, such as a film: link to it.",
        {
            "title": text(),
            "url": address(),
            "description": text(),
            "poster": or_null(ref("Image")),
        },
    ),
    "related_entries": (
        "Other entries to read on.",
        {"title": text(), "entries": many(ref("EntryLink"))},
    ),
    "sign_up": (
        "The form for the newsletter: link to it, or make your own with `/subscriptions/`.",
        {
            "title": text(),
            "text": text(),
            "topics": many(text(), "Codes of the topics it asks for; none: everything."),
            "url": address("The page with the form."),
        },
    ),
}


# An issue is composed of these, and of text, quotes and calls to action. Other pages may hold a
# collection, too.
_ISSUE_BLOCKS: dict[str, tuple[str, Schema]] = {
    "lead_story": (
        "The entry an issue opens with.",
        {
            "translation_of": or_null(uid("Which entry, in whatever language; null once hidden.")),
            "words": text("Told in other words; empty: its own summary."),
        },
    ),
    "entries": (
        "Entries chosen by hand.",
        {"title": text(), "translations_of": many(uid(), "Which entries, in whatever language.")},
    ),
    "collection": (
        "The beginning of a curated collection.",
        {
            "collection": or_null(text("Its slug; null once it is no longer public.")),
            "title": text("Empty: the collection's own."),
            "limit": number("How many entries."),
        },
    ),
    "divider": ("A line between two parts.", {}),
}
_SHARED_WITH_ISSUES = ("text", "picture", "quote", "call_to_action")


def _component(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_")) + "Block"


COMPONENTS: dict[str, Schema] = {
    "EntryLink": LINK,
    "Citation": CITATION,
    "Picture": PICTURE,
    **{
        _component(name): document(description, {"type": constant(name), **properties})
        for name, (description, properties) in (_BLOCKS | _ISSUE_BLOCKS).items()
    },
    "Block": one_of_kinds(
        "A piece of the body. Skip the types you do not know: there may be more one day.",
        {name: _component(name) for name in (*_BLOCKS, "collection")},
        "type",
    ),
    "IssueBlock": one_of_kinds(
        "A piece of an issue. Skip the types you do not know: there may be more one day.",
        {name: _component(name) for name in (*_ISSUE_BLOCKS, *_SHARED_WITH_ISSUES)},
        "type",
    ),
}
