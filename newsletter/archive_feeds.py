"""The issues that have left, for feed readers: one feed for each language."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Min
from django.utils.translation import gettext as _

from catalogue.feeds.selecting import Item, Selection, latest
from catalogue.languages import for_reader
from catalogue.models import Entry
from core.addresses import absolute
from newsletter.models import Mailing, MailingKind, MailingState, NewsletterIndexPage

NEWEST = 50
ON_THEIR_WAY = (
    MailingState.SENDING,
    MailingState.PAUSED,
    MailingState.DONE,
    MailingState.EXCEPTIONS,
)


def sent_issues(language: str) -> Selection:
    """The newest public issues that readers were sent, dated by their sending."""
    sent = _sent_at()
    entries = Entry.objects.visible().filter(kind="issue", translation_key__in=sent)
    rows = list(for_reader(entries, language).defer("detail"))
    for entry in rows:
        entry.published_at = sent[entry.translation_key]  # for this feed alone: never saved
    rows.sort(key=lambda entry: (entry.published_at, entry.pk), reverse=True)
    return Selection(
        title=_("Newsletter of %(hub)s") % {"hub": settings.HUB_NAME},
        description=_("The issues of the newsletter, as they are sent."),
        author=settings.HUB_NAME,
        language=language,
        page_url=_archive(language),
        items=[Item(entry) for entry in rows[:NEWEST]],
        modified_at=latest(*sent.values()),
    )


def _sent_at() -> dict[UUID, datetime]:
    """When each issue began to leave, by what the issue and its translations have in common."""
    mailings = Mailing.objects.filter(
        kind__in=(MailingKind.ISSUE, MailingKind.CORRECTION),
        state__in=ON_THEIR_WAY,
        started_at__isnull=False,
    )
    newest = mailings.values_list("issue_key").annotate(at=Min("started_at")).order_by("-at")
    return dict(newest[: 2 * NEWEST])


def _archive(language: str) -> str:
    index = NewsletterIndexPage.objects.live().filter(locale__language_code=language).first()
    return absolute((index and index.get_url()) or f"/{language}/")
