"""Issues for tests: composed, published, frozen, on their way."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import zip_longest
from typing import Any

from catalogue import publishing
from catalogue.models import CollectionItem, CuratedCollection
from newsletter import steering
from newsletter.models import Delivery, IssuePage, Mailing, NewsletterIndexPage
from newsletter.providers import Answer, TroubleError, Verdict
from tests.factories import HubSite, make_page
from tests.newsletter.readers import SubscriberFactory


def block(kind: str, value: Any) -> dict[str, Any]:
    """A block of an issue as Wagtail stores it."""
    if kind == "entries":
        pages = [{"type": "item", "id": str(uuid.uuid4()), "value": pk} for pk in value["pages"]]
        value = {**value, "pages": pages}
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def text(html: str = "<p>Care lettrici, cari lettori,</p>") -> dict[str, Any]:
    return block("text", html)


def entries(*pages: Any, title: str = "") -> dict[str, Any]:
    catalogued(*pages)
    return block("entries", {"title": title, "pages": [page.pk for page in pages]})


def lead_story(page: Any, words: str = "") -> dict[str, Any]:
    catalogued(page)
    return block("lead_story", {"page": page.pk, "words": words})


def catalogued(*pages: Any) -> None:
    """Let the catalogue follow pages, as it does after each commit."""
    publishing.refresh_pages(page_ids=[page.pk for page in pages])


def make_collection(
    hub: HubSite, *pages: Any, notes: tuple[str, ...] = (), **fields: Any
) -> CuratedCollection:
    """A public collection of pages, with a note on the first ones."""
    fields = {"title": "Ciò che funziona", "slug": "funziona", "is_public": True} | fields
    collection = CuratedCollection(locale=hub.home.locale, **fields)
    collection.items.set(
        CollectionItem(page=page, locale=hub.home.locale, note=note)
        for page, note in zip_longest(pages, notes, fillvalue="")
    )
    collection.save()
    catalogued(*pages)
    publishing.refresh_collection(collection_id=collection.pk)
    return collection


def collection_block(collection: CuratedCollection, limit: int = 6) -> dict[str, Any]:
    return block("collection", {"collection": collection.pk, "title": "", "limit": limit})


def picture(image: Any, alt: str = "La piazza", caption: str = "") -> dict[str, Any]:
    chosen = {"image": image.pk, "alt_text": alt, "decorative": not alt}
    return block("picture", {"image": chosen, "caption": caption})


def make_issue(hub: HubSite, *blocks: dict[str, Any], **fields: Any) -> IssuePage:
    """A published issue; with words alone unless blocks are given."""
    index = NewsletterIndexPage.objects.filter(locale=hub.home.locale).first()
    if index is None:
        index = make_page(NewsletterIndexPage, hub.home, title="Newsletter", slug="newsletter")
    fields.setdefault("title", "Chi tiene aperto")
    body = json.dumps(list(blocks) or [text()])
    page: IssuePage = make_page(IssuePage, index, body=body, **fields)
    return page


def frozen(hub: HubSite, *blocks: dict[str, Any], readers: int = 0, **fields: Any) -> Mailing:
    """A frozen issue, with so many new readers."""
    SubscriberFactory.create_batch(readers, with_consent=False)
    return steering.freeze(page=make_issue(hub, *blocks, **fields))


def started(hub: HubSite, *blocks: dict[str, Any], readers: int = 1, **fields: Any) -> Mailing:
    """An issue on its way."""
    mailing = frozen(hub, *blocks, readers=readers, **fields)
    steering.start(mailing_id=mailing.pk, confirmed=mailing.planned)
    mailing.refresh_from_db()
    return mailing


def states(mailing: Mailing) -> list[str]:
    """The states of the copies, in the order of their readers."""
    return list(mailing.deliveries.order_by("pk").values_list("state", flat=True))


def parsed(raw: bytes) -> EmailMessage:
    """A message as a mail program reads it; no part of it may have a defect."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def part(message: EmailMessage, subtype: str) -> str:
    """The text of one part, as it was before it was wrapped for its way."""
    found = message.get_body((subtype,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


class FakeProvider:
    """Takes mails without a server; says what a test tells it to say, by address."""

    remembers: timedelta | None = None
    trouble: Exception | None = None  # when it is opened

    def __init__(self, **answers: Answer | Exception) -> None:
        self.answers = answers
        self.taken: list[EmailMessage] = []

    def open(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def hand_over(self, letter: Any, personal: Any) -> Answer:
        answer = self.answers.get(personal.to.partition("@")[0], Answer(Verdict.ACCEPTED))
        if isinstance(answer, Exception):
            raise answer
        self.taken.append(parsed(letter.fill(personal)))
        return answer

    def close(self) -> None:
        self.answers = {}


def away(is_configuration: bool = False) -> TroubleError:
    """A mail server that takes nothing."""
    return TroubleError("connection refused", is_configuration=is_configuration)


def copy_of(mailing: Mailing, email: str) -> Delivery:
    """A reader's copy."""
    return Delivery.objects.get(mailing=mailing, subscriber__email=email)
