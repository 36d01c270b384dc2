"""The list of subscribers as a file, in the columns in which it could be imported again.

Nothing that people wrote can act in a spreadsheet. Suppressed addresses are never in it, nor are
their hashes: who must not be written to is known to this hub alone.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from core import email_addresses
from core.importing.tables import neutral
from core.importing.vocabularies import Vocabularies
from newsletter import consent, proving
from newsletter.importing import columns
from newsletter.models import (
    ConsentAction,
    ConsentEvent,
    ConsentMethod,
    ConsentProof,
    ConsentWording,
    Subscriber,
    SubscriberState,
    Suppression,
)
from newsletter.signup import SUBSCRIBED
from newsletter.wordings import WORDINGS

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BATCH = 500


class Which(models.TextChoices):
    """Whom a list holds."""

    SUBSCRIBED = "subscribed", gettext_lazy("Who is subscribed, also those taking a break")
    LEFT = "left", gettext_lazy("Who has unsubscribed, so that another tool can respect it")


def readers(which: str) -> models.QuerySet[Subscriber]:
    """The readers of a list; nobody who is suppressed."""
    states = SUBSCRIBED if which == Which.SUBSCRIBED else (SubscriberState.UNSUBSCRIBED,)
    suppressed = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
    found = Subscriber.objects.filter(~Exists(suppressed), state__in=states).order_by("pk")
    return found.prefetch_related("topics", "territories")


def rows(which: str) -> Iterator[list[str]]:
    """The headings, then a row for each reader."""
    table = columns.subscribers(Vocabularies())
    headings = [column.heading() for column in table.columns]
    yield [*headings, _("State"), _("First asked"), _("Subscribed since")]
    found = readers(which).iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        yield from _rows_of(batch)


def to_csv(which: str) -> bytes:
    """As CSV that Italian spreadsheet programs open by a double click: semicolons, with a mark."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows(which))
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(which: str) -> bytes:
    """As a workbook whose cells are texts."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(columns.subscribers(Vocabularies()).title())
    sheet.freeze_panes = "B2"
    for number, row in enumerate(rows(which)):
        sheet.append([_text_cell(sheet, value, is_heading=number == 0) for value in row])
    data = BytesIO()
    workbook.save(data)
    return data.getvalue()


FILES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "csv": (to_csv, CSV),
    "xlsx": (to_xlsx, XLSX),
}


def _text_cell(sheet: Any, value: str, *, is_heading: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=neutral(value))
    cell.data_type = "s"  # never a formula, whatever it begins with
    if is_heading:
        cell.font = Font(bold=True)
    return cell


def _rows_of(batch: list[Subscriber]) -> Iterator[list[str]]:
    events = _last_consents(batch)
    proofs = {one.event_id: one for one in ConsentProof.objects.filter(event__in=events.values())}
    hashes = {one.wording_hash for one in events.values()}
    words = {one.text_hash: one.text for one in ConsentWording.objects.filter(text_hash__in=hashes)}
    language = translation.get_language() or ""
    for reader in batch:
        event = events.get(reader.public_id)
        proof = proofs.get(event.pk) if event else None
        yield [
            email_addresses.readable(reader.email),
            reader.language,
            _words_of(event, words),
            _day_of(event, proof),
            str((ConsentMethod(proof.method) if proof else ConsentMethod.WEB_FORM).label)
            if event
            else "",
            _evidence_of(event, proof),
            _joined(topic.label(language) for topic in reader.topics.all()),
            _joined(place.label(language) for place in reader.territories.all()),
            str(reader.get_frequency_display()),
            str(reader.get_state_display()),
            _moment(reader.created_at),
            _moment(reader.confirmed_at),
        ]


def _last_consents(batch: Iterable[Subscriber]) -> dict[object, ConsentEvent]:
    events = ConsentEvent.objects.filter(
        subject__in=[reader.public_id for reader in batch],
        purpose=consent.NEWSLETTER,
        action=ConsentAction.GIVEN,
    )
    return {event.subject: event for event in events.order_by("number")}


def _words_of(event: ConsentEvent | None, words: dict[str, str]) -> str:
    if event is None:
        return ""
    if event.wording_version in WORDINGS:
        return proving.text_of(event)
    return words.get(event.wording_hash, "")


def _day_of(event: ConsentEvent | None, proof: ConsentProof | None) -> str:
    if proof is not None:
        return proof.given_date.isoformat()
    given_at = event.confirmed_at if event else None
    return timezone.localtime(given_at).date().isoformat() if given_at else ""


def _evidence_of(event: ConsentEvent | None, proof: ConsentProof | None) -> str:
    if event is None:
        return ""
    if proof is not None:
        return proof.evidence
    words = {"number": event.number, "hash": event.event_hash}
    return _("Consent no. %(number)d, %(hash)s") % words


def _joined(names: Iterable[str]) -> str:
    return "; ".join(sorted(names))


def _moment(value: datetime | None) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""
