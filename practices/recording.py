"""What is kept of a practice beside its text: where it came from, and what it is called elsewhere.

The verbs that write `PracticeRecord` and `ExternalId`; those about confirmations are in
`confirming.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from wagtail.models import Page

from practices.completeness import score
from practices.models.record import ExternalId, PracticeRecord

if TYPE_CHECKING:
    from practices.models import Origin, PracticePage


class IdentifierTaken(ValueError):
    """Another practice is already known under this identifier."""


def record_of(practice: PracticePage) -> PracticeRecord:
    """The record of a practice, the same for all its languages; made if there is none yet."""
    record, _new = PracticeRecord.objects.get_or_create(translation_key=practice.translation_key)
    return record


@transaction.atomic
def trace(
    *,
    practice: PracticePage,
    origin: Origin | str,
    origin_page: Page | None = None,
    contact_name: str = "",
    contact_email: str = "",
) -> PracticeRecord:
    """Say how a practice came to the hub, and who answers for it; empty words change nothing."""
    record = record_of(practice)
    record.origin = origin
    record.origin_page = origin_page or record.origin_page
    record.contact_name = contact_name or record.contact_name
    record.contact_email = contact_email or record.contact_email
    record.full_clean()
    record.save()
    return record


def identify(*, practice: PracticePage, scheme: str, value: str) -> ExternalId:
    """Note what a practice is called elsewhere; a second time nothing changes.

    `scheme` names the list (such as "schede-2019"), `value` is the identifier in it. Raises
    IdentifierTaken when another practice has it, ValidationError when it cannot be kept.
    """
    record = record_of(practice)
    known = ExternalId.objects.filter(scheme=scheme, value=value).first()
    if known is None:
        known = ExternalId(record=record, scheme=scheme, value=value)
        known.clean_fields()
        try:
            with transaction.atomic():
                known.save()
        except IntegrityError:  # somebody was faster
            known = ExternalId.objects.get(scheme=scheme, value=value)
    if known.record_id != record.pk:
        raise IdentifierTaken(f"{scheme}: {value}")
    return known


def note_completeness(*, practice: PracticePage) -> None:
    """Keep how complete a practice is, so that staff can ask for those that tell little.

    Written past the record's signals: no channel shows it.
    """
    record = record_of(practice)
    points = score(practice)
    if points != record.completeness:
        PracticeRecord.objects.filter(pk=record.pk).update(completeness=points)


def forget(*, translation_key: UUID) -> None:
    """Delete what was kept of a practice that is gone in every language, and of its people."""
    if not Page.objects.filter(translation_key=translation_key).exists():
        PracticeRecord.objects.filter(translation_key=translation_key).delete()
