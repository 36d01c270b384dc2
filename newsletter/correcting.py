"""After a mistake: an issue that goes to exactly those who got the faulty one.

And after failures: an issue once more, word for word, to those it did not reach.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter import audience, steering, transitions
from newsletter.models import (
    Delivery,
    DeliveryState,
    Edition,
    IssuePage,
    Mailing,
    MailingKind,
    MailingState,
)
from newsletter.steering import Person

HAS_LEFT = (MailingState.SENDING, MailingState.PAUSED, MailingState.DONE, MailingState.EXCEPTIONS)
IS_OVER = (MailingState.DONE, MailingState.EXCEPTIONS)
ROWS_AT_A_TIME = 2000
# All of an edition but its mailing.
SAME = (
    *("language", "segment", "subject", "preheader", "html", "text", "marker"),
    *("archive_url", "selection", "content", "sha256", "frozen_at"),
)


# Copies that arrived, or may have.
IS_GONE = (
    DeliveryState.INTENT,
    *transitions.ACCOUNTS["accepted"],
    *transitions.ACCOUNTS["uncertain"],
)


class CorrectionError(Exception):
    """It cannot be done; the message says why, for people."""


def can_be_corrected(mailing: Mailing) -> bool:
    """Whether readers may have a mailing already, also one that was cancelled halfway."""
    if mailing.kind == MailingKind.DIGEST:
        return False
    return mailing.state in HAS_LEFT or _was_cut_short(mailing)


def can_be_completed(mailing: Mailing) -> bool:
    """Whether a mailing is over and may have left somebody out."""
    if mailing.kind == MailingKind.DIGEST:
        return False
    return mailing.state in IS_OVER or _was_cut_short(mailing)


def _was_cut_short(mailing: Mailing) -> bool:
    """Cancelled when some readers had it; what nobody has got is composed anew."""
    is_cancelled = mailing.state == MailingState.CANCELLED
    return is_cancelled and mailing.deliveries.filter(state__in=IS_GONE).exists()


@transaction.atomic
def correct(
    *, faulty_id: int, page: IssuePage, languages: Sequence[str] = (), by: Person = None
) -> Mailing:
    """Make an issue that has not been frozen the correction of one that has left.

    It will go to those who got the faulty issue, in one of `languages` where these are given, and
    to nobody else. Raises CorrectionError.
    """
    faulty = Mailing.objects.get(pk=faulty_id)
    if not can_be_corrected(faulty):
        raise CorrectionError(_("Nothing has been sent yet: thaw the issue and correct it."))
    mailing = steering.begin(page=page)
    if mailing.issue_key == faulty.issue_key:
        raise CorrectionError(_("A correction is an issue of its own: compose it first."))
    changed = Mailing.objects.filter(
        pk=mailing.pk, state__in=[MailingState.DRAFT, MailingState.APPROVED]
    ).update(kind=MailingKind.CORRECTION, follows=faulty, follows_languages=list(languages))
    if not changed:
        raise CorrectionError(_("“%(title)s” has been frozen already.") % {"title": mailing.title})
    steering.note(mailing, "newsletter.correct", by, faulty=faulty.title)
    mailing.refresh_from_db()
    return mailing


@transaction.atomic
def make_ordinary(*, mailing_id: int, by: Person = None) -> None:
    """Let a correction that has not been frozen be an ordinary issue again."""
    changed = Mailing.objects.filter(
        pk=mailing_id,
        kind=MailingKind.CORRECTION,
        state__in=[MailingState.DRAFT, MailingState.APPROVED],
    ).update(kind=MailingKind.ISSUE, follows=None, follows_languages=[])
    if not changed:
        raise CorrectionError(_("The correction has been frozen already."))
    steering.note(Mailing.objects.get(pk=mailing_id), "newsletter.make_ordinary", by)


@transaction.atomic
def send_to_missed(*, mailing_id: int, by: Person = None) -> Mailing:
    """Freeze the same editions for those the issue did not reach and who may be written to.

    The new mailing waits to be started. A mailing that was cancelled halfway is completed so.
    Raises CorrectionError when the first one is not over, or nobody is left.
    """
    first = Mailing.objects.select_for_update().get(pk=mailing_id)
    if not can_be_completed(first):
        raise CorrectionError(_("The issue is not sent to the end yet."))
    is_under_way = Mailing.objects.filter(
        issue_key=first.issue_key, kind=MailingKind.MISSED
    ).exclude(state__in=[*IS_OVER, MailingState.CANCELLED])
    if is_under_way.exists():
        raise CorrectionError(_("The issue is being sent again already."))
    again = Mailing.objects.create(
        kind=MailingKind.MISSED,
        issue_key=first.issue_key,
        page=first.page,
        title=first.title,
        follows=first,
        from_email=settings.DEFAULT_FROM_EMAIL,
        approved_by=first.approved_by,
        approved_at=first.approved_at,
    )
    editions = _copy_editions(first, again)
    counts = audience.counted(audience.missing(first), editions, _source_language(first))
    if not counts.planned:
        raise CorrectionError(_("Nobody is left who missed it and may be written to."))
    _plan(first, again, editions)
    transitions.move_to_frozen(
        mailing_id=again.pk,
        at=timezone.now(),
        candidates=counts.candidates,
        planned=counts.planned,
        exclusions=counts.exclusions,
    )
    steering.note(again, "newsletter.send_to_missed", by, recipients=counts.planned)
    again.refresh_from_db()
    return again


def _source_language(mailing: Mailing) -> str:
    languages = list(mailing.editions.order_by("pk").values_list("language", flat=True))
    return languages[0] if languages else settings.LANGUAGE_CODE


def _copy_editions(first: Mailing, again: Mailing) -> dict[str, Edition]:
    """The same bytes under a new mailing."""
    copies = {}
    for edition in first.editions.order_by("pk"):
        words = {name: getattr(edition, name) for name in SAME}
        copies[edition.language] = Edition.objects.create(mailing=again, **words)
    return copies


def _plan(first: Mailing, again: Mailing, editions: dict[str, Edition]) -> None:
    source = editions[_source_language(first)]
    readers = audience.missing(first).filter(exclusion="").order_by("pk")
    rows = [
        Delivery(
            mailing=again,
            subscriber_id=number,
            edition=editions.get(language, source),
            state=DeliveryState.PLANNED,
        )
        for number, language in readers.values_list("pk", "language")
    ]
    Delivery.objects.bulk_create(rows, batch_size=ROWS_AT_A_TIME)
