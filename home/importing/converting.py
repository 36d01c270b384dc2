"""From a post of the blog to the values of a page; what is lost on the way is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.importing import things
from core.importing.findings import Findings
from core.importing.vocabularies import Vocabularies
from home.importing import bodies, pictures, preparing, redirects
from home.importing.pictures import Shelf
from home.importing.posts import PUBLISHED, Blog, Post, plain_title

LONGEST_TITLE, LONGEST_SUMMARY = 255, 300
STATES = {
    "draft": gettext_lazy("It was a draft in the blog, too."),
    "pending": gettext_lazy("It was waiting for approval in the blog."),
    "private": gettext_lazy("It was private in the blog: think before publishing it."),
    "future": gettext_lazy("It was to be published later: set the day again."),
}


def values_of(
    post: Post, blog: Blog, known: Vocabularies, shelf: Shelf, findings: Findings
) -> dict[str, Any]:
    """What a post becomes, as plain data; what is lost on the way is said."""
    prepared = preparing.prepare(post.content, _gallery(post, blog))
    body = bodies.build(prepared.html)
    for name in [*prepared.left_out, *body.left_out]:
        findings.warning(_("Left out or changed: %(what)s.") % {"what": name})
    title = _title(post, body.pieces, findings)
    topics, unknown = _subjects(post, known)
    if unknown:
        findings.warning(
            _("Not among the hub’s topics: they are noted in the page’s note."),
            column=_("categories and tags"),
            value=", ".join(unknown),
        )
    lead = blog.pictures.get(post.picture)
    values: dict[str, Any] = {
        "title": title,
        "slug": post.slug if post.slug.isascii() else "",
        "summary": _summary(post, body.pieces),
        "published_at": post.published_at.isoformat() if post.published_at else "",
        "link": post.link if post.status == PUBLISHED else "",
        "author_email": post.author_email,
        "topics": topics,
        "pieces": body.pieces,
        "note": _internal_note(post, unknown),
        "parent": _parent_key(post, blog),
        "lead_picture": {"url": lead.url, "alt": lead.alt, "caption": ""} if lead else None,
    }
    _fill_alts(values, blog)
    _check_pictures(values, shelf, findings)
    if post.status in STATES:
        findings.warning(str(STATES[post.status]))
    if post.has_password:
        findings.warning(_("It was protected by a password: think before publishing it."))
    if not body.pieces:
        findings.warning(_("It has no text."))
    if values["link"] and (reason := redirects.why_not(values["link"])):
        findings.warning(reason, value=values["link"])
    return values


def _gallery(post: Post, blog: Blog) -> dict[str, str]:
    addresses = {number: one.url for number, one in blog.pictures.items()}
    own = [number for number, one in blog.pictures.items() if one.post == post.number]
    return addresses | {"": " ".join(own)}


def _title(post: Post, pieces: list[dict[str, Any]], findings: Findings) -> str:
    title = post.title
    if not title:
        title = Truncator(bodies.words_of(pieces)).chars(60) or _("Post without a title")
        findings.warning(_("It has no title: it is called by its first words."))
    if len(title) > LONGEST_TITLE:
        findings.warning(_("The title was too long: it is shortened."), value=title)
        title = Truncator(title).chars(LONGEST_TITLE)
    return title


def _summary(post: Post, pieces: list[dict[str, Any]]) -> str:
    words = plain_title(post.excerpt) or bodies.words_of(pieces)
    if len(words) <= LONGEST_SUMMARY:
        return words
    cut = words[: LONGEST_SUMMARY - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def _subjects(post: Post, known: Vocabularies) -> tuple[list[str], list[str]]:
    topics: list[str] = []
    unknown: list[str] = []
    for name in post.subjects:
        code = known.topics.get(name)
        if code is None:
            unknown.append(name)
        elif code not in topics:
            topics.append(code)
    return topics, unknown


def _internal_note(post: Post, unknown: list[str]) -> str:
    lines = [
        _("From the blog: %(address)s") % {"address": post.link or post.external_id},
        _("Written by %(name)s") % {"name": post.author} if post.author else "",
        _("Categories and tags: %(names)s") % {"names": ", ".join(unknown)} if unknown else "",
    ]
    return "\n".join(filter(None, lines))


def _parent_key(post: Post, blog: Blog) -> str:
    if not post.parent or post.parent == "0":
        return ""
    found = next((one for one in blog.posts if one.number == post.parent), None)
    return things.key_of(found.external_id) if found else ""


def _all_pictures(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for piece in values["pieces"]:
        if piece["type"] == "picture":
            yield piece
        elif piece["type"] == "gallery":
            yield from piece["pictures"]
    if values["lead_picture"]:
        yield values["lead_picture"]


def _fill_alts(values: dict[str, Any], blog: Blog) -> None:
    """Where a post says nothing of a picture, the library may."""
    library = {one.url.partition("?")[0]: one for one in blog.pictures.values()}
    for picture in _all_pictures(values):
        known = library.get(pictures.SMALLER.sub("", picture["url"].partition("?")[0]))
        if known is not None:
            picture["alt"] = picture["alt"] or known.alt
            picture["caption"] = picture["caption"] or known.caption[: bodies.LONGEST_CAPTION]


def _check_pictures(values: dict[str, Any], shelf: Shelf, findings: Findings) -> None:
    wanted = list(dict.fromkeys(one["url"] for one in _all_pictures(values)))
    here = pictures.known(wanted)
    values["found"] = [
        url for url in wanted if url.partition("?")[0] in here or shelf.find(url) is not None
    ]
    missing = [url for url in wanted if url not in values["found"]]
    if missing:
        message = ngettext(
            "%(count)d picture did not come along: it is left out.",
            "%(count)d pictures did not come along: they are left out.",
            len(missing),
        )
        findings.warning(message % {"count": len(missing)}, value=", ".join(missing))
