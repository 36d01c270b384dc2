"""The demo's newsletter issues: one that has been sent, one still being composed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from catalogue.models import CuratedCollection
from core.blocks.collection import HIGHEST_LIMIT
from core.models import PublicPage, User
from hub.demo import bodies
from hub.demo.pages import Writer
from hub.demo.reading import Content, read_folder
from hub.demo.words import Words
from newsletter import issues, pinning, steering
from newsletter.models import IssuePage, Mailing, MailingState, Segment

Block = tuple[str, Any]


def write_issues(writer: Writer, archive: Page) -> list[IssuePage]:
    """Write every issue; return those that are to be sent."""
    finished = []
    for content in read_folder("issues"):
        page = writer.write(
            archive, content, _composer(writer, content), publish=content["is_sent"]
        )
        if content["is_sent"]:
            finished.append(page)
    return finished


def send(page: IssuePage, *, user: User) -> Mailing:
    """Freeze an issue and begin its sending, which the worker brings to an end."""
    mailing = issues.mailing_of(page)
    if mailing is None or mailing.state in {MailingState.DRAFT, MailingState.APPROVED}:
        mailing = steering.freeze(page=page, by=user)
    if mailing.state == MailingState.FROZEN:
        steering.start(mailing_id=mailing.pk, by=user)
    return mailing


def _composer(writer: Writer, content: Content) -> Callable[[Words], PublicPage]:
    def compose(words: Words) -> PublicPage:
        group = Segment.objects.get(name=content["group"]) if "group" in content else None
        return IssuePage(
            subject=words("subject"),
            preheader=words("preheader"),
            for_group=group is not None,
            segment=group,
            body=[_block(writer, words, block) for block in content["block"]],
        )

    return compose


def _block(writer: Writer, words: Words, block: Content) -> Block:
    """One block of an issue."""
    kind = block["type"]
    if kind == "text":
        return (kind, words.rich([(block["it"], block["en"])]))
    if kind == "lead_story":
        told = words.say(block["it"], block["en"])
        return (kind, {"page": writer.pages[block["page"]], "words": told})
    if kind == "entries":
        title = words.say(block["it"], block["en"])
        return (kind, {"title": title, "pages": writer.chosen(block, "pages")})
    if kind == "quote":
        author = words.say(block["author_it"], block["author_en"])
        return (kind, {"text": words.say(block["it"], block["en"]), "author": author})
    if kind == "collection":
        return (kind, _collection(block))
    if kind == "picture":
        name = block["picture"]
        return bodies.picture(words, writer.images[name], writer.alts[name], block)
    if kind == "divider":
        return (kind, None)
    raise ValueError(f"an issue has no block of type {kind!r}")


def _collection(block: Content) -> dict[str, Any]:
    """A collection as it stands or, pinned, as it stands while the demo is filled."""
    collection = CuratedCollection.objects.originals().get(slug=block["collection"])
    is_pinned = block.get("is_pinned", False)
    return {
        "collection": collection,
        "title": "",
        "limit": block["limit"],
        "is_pinned": is_pinned,
        "pinned_keys": pinning.pin(collection, HIGHEST_LIMIT) if is_pinned else "",
    }
