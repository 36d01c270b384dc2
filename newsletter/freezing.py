"""From a published issue to a fixed one: editions rendered, every reader's row written.

All or nothing: one transaction, on one view of the database. Readers who join later are not in;
what is sent is what was frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, CharField, DateTimeField, IntegerField, Value, When
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.mjml import MjmlError
from newsletter import addressing, capping, keeping, preflight, transitions
from newsletter.issues import Issue
from newsletter.models import Delivery, DeliveryState, Edition, Mailing, MailingState
from newsletter.preflight import Report
from newsletter.rendering import Rendering


class FreezeError(Exception):
    """The issue cannot be frozen; `messages` say why and what to do, for people."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


def freeze(*, mailing_id: int) -> Mailing:
    """Freeze an approved issue and write the row of every recipient.

    Raises FreezeError, leaving the mailing approved and nothing of the freeze behind;
    NotAllowedError when the mailing is in another state.
    """
    transitions.move(mailing_id=mailing_id, to=MailingState.FREEZING)
    try:
        with _one_view():
            _freeze(mailing_id)
    except BaseException as error:
        transitions.move(mailing_id=mailing_id, to=MailingState.APPROVED)
        if isinstance(error, MjmlError):
            raise FreezeError([_("The mail's template is broken: %s") % error]) from error
        raise
    return Mailing.objects.get(pk=mailing_id)


def give_up_abandoned(*, before: datetime) -> int:
    """Put mailings back whose freeze was killed in the middle; return how many."""
    abandoned = Mailing.objects.filter(state=MailingState.FREEZING, state_changed_at__lt=before)
    return abandoned.update(state=MailingState.APPROVED, state_changed_at=timezone.now())


@contextmanager
def _one_view() -> Iterator[None]:
    """One transaction that sees the database as it was at its beginning."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        # SQLite's transactions are that way already.
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        capping.one_freeze_at_a_time()
        yield


def _freeze(mailing_id: int) -> None:
    mailing = Mailing.objects.get(pk=mailing_id)
    if mailing.page is None:
        raise FreezeError([_("The page of the issue has been deleted.")])
    report = preflight.inspect(mailing.page)
    if report.errors:
        raise FreezeError(report.errors)
    now = timezone.now()
    editions = {
        language: _edition(mailing, keeping.with_kept_pictures(rendering), now, report.issue)
        for language, rendering in report.renderings.items()
    }
    planned = _plan_deliveries(mailing, report, editions, now)
    counts = report.audience
    if planned != counts.planned or counts.candidates != planned + sum(counts.exclusions.values()):
        raise FreezeError([_("The recipients do not add up; nothing was frozen. Try again.")])
    transitions.move(
        mailing_id=mailing_id,
        to=MailingState.FROZEN,
        frozen_at=now,
        from_email=settings.DEFAULT_FROM_EMAIL,
        candidates=counts.candidates,
        planned=planned,
        exclusions=counts.exclusions,
        addressed_to=_whom(report),
        reason="",
    )


def _whom(report: Report) -> str:
    """Whom staff chose, in the words of the newsroom, cut to its column."""
    with translation.override(settings.LANGUAGE_CODE):
        words = addressing.target_in_words(report.target)
    limit = Mailing._meta.get_field("addressed_to").max_length or 0
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


def _edition(mailing: Mailing, rendering: Rendering, now: datetime, issue: Issue) -> Edition:
    return Edition.objects.create(
        mailing=mailing,
        language=rendering.language,
        subject=rendering.subject,
        preheader=rendering.preheader,
        html=rendering.html,
        text=rendering.text,
        marker=rendering.placeholders.marker,
        archive_url=rendering.url,
        selection=rendering.selection,
        content=issue.pages[rendering.language].serializable_data(),
        sha256=rendering.sha256,
        frozen_at=now,
    )


def _plan_deliveries(
    mailing: Mailing, report: Report, editions: dict[str, Edition], now: datetime
) -> int:
    """Insert the rows of all recipients with one statement; return how many there are."""
    whens = [
        When(language=language, then=Value(edition.pk)) for language, edition in editions.items()
    ]
    source = editions[report.issue.source_language]
    recipients = report.readers.filter(exclusion="").order_by("pk")
    columns = {
        "mailing_id": Value(mailing.pk, IntegerField()),
        "edition_id": Case(*whens, default=Value(source.pk), output_field=IntegerField()),
        "state": Value(DeliveryState.PLANNED.value, CharField()),
        "attempts": Value(0, IntegerField()),
        "created_at": Value(now, DateTimeField()),
        **{name: Value("", CharField()) for name in ("reason", "lease_owner", "provider_id")},
    }
    # Names of their own, so that no column of the reader is meant.
    chosen = recipients.annotate(**{f"new_{name}": value for name, value in columns.items()})
    rows = chosen.values_list("pk", *(f"new_{name}" for name in columns))
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    quote = connection.ops.quote_name
    table = quote(Delivery._meta.db_table)
    names = ", ".join(quote(name) for name in ("subscriber_id", *columns))
    with connection.cursor() as cursor:
        # Every name comes from the model, every value goes as a parameter.
        cursor.execute(f"INSERT INTO {table} ({names}) {sql}", params)
        return int(cursor.rowcount)
