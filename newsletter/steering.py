"""What people do to a mailing: approve, thaw, start, pause, resume, cancel. All logged."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from newsletter import (
    alerting,
    approving,
    checkup,
    failures,
    freezing,
    issues,
    pacing,
    recording,
    transitions,
)
from newsletter.models import (
    IssuePage,
    Mailing,
    MailingKind,
    MailingState,
)

Person = AbstractBaseUser | None
# Up to so many recipients, starting needs no number typed by hand.
TYPED_ABOVE = 50


class NotConfirmedError(Exception):
    """The number that was typed is not the number of recipients."""


@transaction.atomic
def approve(*, page: IssuePage, by: Person = None) -> Mailing:
    """Say that an issue may be sent as it is published now; begin its mailing if need be.

    It may be said again, after an edit or by somebody else. Raises NotAllowedError.
    """
    mailing = begin(page=page)
    source = issues.source_page(page)
    issue = issues.issue_of(page.translation_key)
    approval: dict[str, Any] = {
        "approved_by": by,
        "approved_at": timezone.now(),
        "approved_revisions": approving.revisions(issue),
        "page": source,
        "title": source.title,
    }
    if by is not None and by.pk not in approving.authors(issue):
        approval["approved_renderings"] = approving.fingerprints(issue)
    again = Mailing.objects.filter(pk=mailing.pk, state=MailingState.APPROVED)
    if not again.update(**approval):
        transitions.move(
            mailing_id=mailing.pk,
            to=MailingState.APPROVED,
            only_from=[MailingState.DRAFT],
            **approval,
        )
    note(mailing, "newsletter.approve", by)
    return Mailing.objects.get(pk=mailing.pk)


@transaction.atomic
def keep_reviewed(*, page: IssuePage) -> None:
    """Keep what a page showed when somebody else approved it in Wagtail's workflow."""
    if not settings.HUB_SECOND_PERSON or not approving.is_approved_in_workflow(page):
        return
    mailing = Mailing.objects.select_for_update().get(pk=begin(page=page).pk)
    if mailing.state in {MailingState.DRAFT, MailingState.APPROVED}:
        mailing.approved_renderings[page.locale.language_code] = approving.fingerprint(page)
        mailing.save(update_fields=["approved_renderings"])


def begin(*, page: IssuePage) -> Mailing:
    """The mailing of an issue, begun if there is none."""
    source = issues.source_page(page)
    mailing, _is_new = Mailing.objects.exclude(kind=MailingKind.MISSED).get_or_create(
        issue_key=page.translation_key, defaults={"page": source, "title": source.title}
    )
    return mailing


@transaction.atomic
def approve_as_second(*, page: IssuePage, by: Person, seen: str | None = None) -> Mailing:
    """Approve what somebody else wrote; with `seen` only what they have read (`approving.seen`).

    Raises OwnWorkError, ChangedMeanwhileError, NotAllowedError.
    """
    approving.refuse_own_work(issues.issue_of(page.translation_key), by)
    mailing = approve(page=page, by=by)
    if seen is not None:
        approving.refuse_other_than(seen, mailing)
    return mailing


def freeze(*, page: IssuePage, by: Person = None) -> Mailing:
    """Approve an issue, if that has not been done, and freeze it.

    Raises FreezeError, NotAllowedError.
    """
    mailing = issues.mailing_of(page)
    if mailing is None or mailing.state == MailingState.DRAFT:
        mailing = approve(page=page, by=by)
    frozen = freezing.freeze(mailing_id=mailing.pk)
    note(frozen, "newsletter.freeze", by, recipients=frozen.planned)
    return frozen


@transaction.atomic
def thaw(*, mailing_id: int, by: Person = None) -> None:
    """Undo a freeze before anything was sent, to correct the issue. Raises NotAllowedError."""
    transitions.move(
        mailing_id=mailing_id,
        to=MailingState.APPROVED,
        only_from=[MailingState.FROZEN],
        frozen_at=None,
        planned=0,
        candidates=0,
        exclusions={},
        addressed_to="",
    )
    mailing = Mailing.objects.get(pk=mailing_id)
    mailing.deliveries.all().delete()
    mailing.editions.all().delete()
    note(mailing, "newsletter.thaw", by)


@transaction.atomic
def start(*, mailing_id: int, confirmed: int | None = None, by: Person = None) -> None:
    """Begin to send. Raises NotAllowedError; NotConfirmedError above `TYPED_ABOVE` recipients.

    `confirmed` is the number of recipients as a person has typed it.
    """
    mailing = Mailing.objects.get(pk=mailing_id)
    check_number(mailing, confirmed)
    transitions.move(
        mailing_id=mailing_id,
        to=MailingState.SENDING,
        only_from=[MailingState.FROZEN, MailingState.SCHEDULED],
        started_at=timezone.now(),
        **_no_trouble(),
    )
    note(mailing, "newsletter.start", by, recipients=mailing.planned)


def check_number(mailing: Mailing, confirmed: int | None) -> None:
    """Raise NotConfirmedError where a number was typed wrongly, or not at all and is needed."""
    if confirmed != mailing.planned and (confirmed is not None or needs_number(mailing)):
        raise NotConfirmedError


def needs_number(mailing: Mailing) -> bool:
    """Whether the number of recipients has to be typed before a mailing starts."""
    return mailing.planned > TYPED_ABOVE


@transaction.atomic
def pause(*, mailing_id: int, reason: str = "", by: Person = None) -> None:
    """Hold a mailing; what is being handed over at this moment still leaves.

    Where no person does it, those who may send issues are told by letter. Raises NotAllowedError.
    """
    transitions.move(mailing_id=mailing_id, to=MailingState.PAUSED, reason=reason[:200])
    mailing = Mailing.objects.get(pk=mailing_id)
    note(mailing, "newsletter.pause", by, reason=reason)
    if by is None and reason:
        alerting.tell_of_pause(mailing)


@transaction.atomic
def resume(*, mailing_id: int, anyway: bool = False, by: Person = None) -> None:
    """Go on with a paused mailing. Consent is looked at again for each copy, as always.

    What has come back or was called spam until now does not stop it once more. Raises
    NotAllowedError; ChangedError where a person should look first, unless they said `anyway`.
    """
    mailing = Mailing.objects.get(pk=mailing_id)
    if mailing.state == MailingState.PAUSED:
        checkup.insist(mailing, anyway=anyway)
    transitions.move(
        mailing_id=mailing_id,
        to=MailingState.SENDING,
        only_from=[MailingState.PAUSED],
        started_at=mailing.started_at or timezone.now(),
        known_failures=failures.count(mailing_id).as_known(),
        **_no_trouble(),
    )
    pacing.warm_up()
    recording.let_go_on(mailing_id)
    note(mailing, "newsletter.resume", by)


@transaction.atomic
def cancel(*, mailing_id: int, by: Person = None) -> None:
    """End a mailing for good; the copies that have not left will not."""
    transitions.move(mailing_id=mailing_id, to=MailingState.CANCELLED, finished_at=timezone.now())
    recording.skip_waiting(mailing_id, reason=recording.CANCELLED)
    note(Mailing.objects.get(pk=mailing_id), "newsletter.cancel", by)


def _no_trouble() -> dict[str, Any]:
    return {"troubles_in_a_row": 0, "held_until": None, "reason": ""}


def note(mailing: Mailing, action: str, by: Person, **data: Any) -> None:
    """Write an action into the history of the issue's page, or of the mailing if it is gone."""
    log(instance=mailing.page or mailing, action=action, user=by, data=data or None)
