"""An issue of usual length and its readers, for every part of the newsletter's measurement."""

from __future__ import annotations

import itertools
import json

CARDS = 12
CHUNK = 5_000


def issue_for(readers: int) -> int:
    """Publish an issue for so many readers, approved and not frozen; give its mailing's number.

    Readers only ever become more: measure small crowds first.
    """
    from home.models import HomePage
    from newsletter import steering
    from newsletter.models import IssuePage, NewsletterIndexPage
    from practices.models import PracticePage

    _have_readers(readers)
    index = NewsletterIndexPage.objects.first()
    if index is None:
        index = NewsletterIndexPage(title="Newsletter", slug="newsletter", summary="…")
        HomePage.objects.get(locale__language_code="it").add_child(instance=index)
        index.save_revision().publish()
    pages = [
        {"type": "item", "id": str(pk), "value": pk}
        for pk in PracticePage.objects.order_by("pk").values_list("pk", flat=True)[:CARDS]
    ]
    body = [{"type": "entries", "id": "1", "value": {"title": "Da leggere", "pages": pages}}]
    number = IssuePage.objects.count()
    issue = IssuePage(title="Misura", slug=f"misura-{number}", summary="…", body=json.dumps(body))
    index.add_child(instance=issue)
    issue.save_revision().publish()
    return int(steering.approve(page=IssuePage.objects.get(pk=issue.pk)).pk)


def started_for(readers: int) -> int:
    """The same, frozen and started."""
    from newsletter import freezing, steering

    mailing = freezing.freeze(mailing_id=issue_for(readers))
    steering.start(mailing_id=mailing.pk, confirmed=mailing.planned)
    return int(mailing.pk)


def _have_readers(count: int) -> None:
    from django.utils import timezone

    from newsletter.models import Subscriber

    missing = range(Subscriber.objects.count(), count)
    assert missing or Subscriber.objects.count() == count
    readers = (
        Subscriber(
            email=f"reader{number}@example.org",
            email_key=f"reader{number}@example.org",
            address_hash=f"{number:064}",
            language="it",
            state="active",
            confirmed_at=timezone.now(),
        )
        for number in missing
    )
    while chunk := list(itertools.islice(readers, CHUNK)):
        Subscriber.objects.bulk_create(chunk)
