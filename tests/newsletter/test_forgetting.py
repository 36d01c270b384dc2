"""An address is planted wherever a reader's rows could hold one, and looked for after erasure."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from core.models import ImportJob, ImportRow
from newsletter import feedback, forgetting, pacing, sending, suppression, unsubscribing
from newsletter.models import (
    BulletinCopy,
    ConsentChannel,
    ConsentEvent,
    ConsentMethod,
    ConsentProof,
    Delivery,
    DeliveryReport,
    DeliveryState,
    MailAllowance,
    ReaderMail,
    ReaderRequest,
    ReportKind,
    RequestKind,
    Subscriber,
    Throttle,
)
from tests.newsletter.issues import FakeProvider, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

NAME = "kanarienvogel7"
ADDRESS = f"{NAME}@{NAME}.example"
ROOM = apps.get_app_config("newsletter")


def erase(reader: Subscriber) -> None:
    unsubscribing.erase(subscriber_id=reader.pk, channel=ConsentChannel.PAGE)


def holds_words(field: Any) -> bool:
    """Whether an address fits into a field that is not one of a few choices."""
    if field.choices or getattr(field, "primary_key", False):
        return False
    if isinstance(field, models.CharField):
        return (field.max_length or 999) >= len(ADDRESS)
    return isinstance(field, models.TextField | models.JSONField)


def rows_of(reader: Subscriber) -> Iterator[models.Model]:
    """Every row of the room that names a reader, by whatever way."""
    yield reader
    for model in ROOM.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is Subscriber:
                yield from model._default_manager.filter(**{field.name: reader})
    numbers = reader.deliveries.values("pk")
    yield from DeliveryReport.objects.filter(delivery_number__in=numbers)
    yield from BulletinCopy.objects.filter(following__subscriber=reader)


def plant(reader: Subscriber) -> None:
    for row in list(rows_of(reader)):
        kept = forgetting.OURS.get(row._meta.label_lower, set())
        values: dict[str, Any] = {
            field.name: [ADDRESS] if isinstance(field, models.JSONField) else ADDRESS
            for field in row._meta.concrete_fields
            if holds_words(field) and field.name not in kept
        }
        if isinstance(row, Subscriber):
            # Its hashes are real ones, so that they are found as they would be.
            values.pop("address_hash")
        if isinstance(row, DeliveryReport):
            values["address_hash"] = suppression.hash_of(ADDRESS)
        if values:
            type(row)._default_manager.filter(pk=row.pk).update(**values)


def everything() -> Iterator[tuple[str, str]]:
    """Each row of each table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                values = (bytes(v) if isinstance(v, memoryview) else v for v in row)
                yield table, " ".join(str(value) for value in values).lower()


def traces(words: str) -> set[str]:
    return {table for table, row in everything() if words.lower() in row}


@pytest.fixture
def reader(hub_site):
    """Somebody of whom every table knows something."""
    anna = SubscriberFactory(email=ADDRESS)
    mailing = started(hub_site, readers=1)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())
    copy = anna.deliveries.get()
    for kind, number in ((ReportKind.SOFT, copy.pk), (ReportKind.HARD, None)):
        feedback.take_in(
            feedback.Report("test", kind, timezone.now(), delivery_number=number, address=ADDRESS)
        )
    for subscriber in (anna, None):
        ReaderRequest.objects.create(
            kind=RequestKind.SIGN_UP, email=ADDRESS.title(), language="it", subscriber=subscriber
        )
    ConsentProof.objects.create(
        event=ConsentEvent.objects.get(subject=anna.public_id),
        subscriber=anna,
        method=ConsentMethod.PAPER,
        given_date=timezone.localdate(),
        line=1,
    )
    ReaderMail.objects.create(subscriber=anna, purpose="welcome", language="it")
    for purpose in ("confirm", "link"):
        MailAllowance.objects.create(address_hash=anna.address_hash, purpose=purpose)
    Throttle.objects.create(name=pacing.domain_name(ADDRESS))
    job = ImportJob.objects.create(importer="subscribers", file_name="a.csv", language="it")
    rows = [{"cells": {"email": ADDRESS}}, {"label": ADDRESS, "object_id": anna.pk}]
    for number, fields in enumerate(rows):
        ImportRow.objects.create(
            job=job,
            number=number,
            line=number,
            kind="subscriber",
            content_type=ContentType.objects.get_for_model(Subscriber),
            **fields,
        )
    plant(anna)
    anna.refresh_from_db()
    return anna


def test_after_an_erasure_no_table_holds_the_address_or_a_hash_of_it(reader):
    number = Delivery.objects.get(subscriber=reader).pk
    hashed = suppression.hash_of(ADDRESS)
    assert {"newsletter_delivery", "newsletter_deliveryreport"} <= traces(NAME) | traces(hashed)

    erase(reader)

    assert traces(NAME) == set()
    assert traces(hashed) == {"newsletter_suppression", "newsletter_mailallowance"}
    # What strangers can cause is still counted.
    assert MailAllowance.objects.get().purpose == "confirm"
    assert DeliveryReport.objects.filter(delivery_number=number).exists(), "counts stay"


def test_every_table_of_the_room_says_what_an_erasure_does_to_it():
    tables = {model for model in ROOM.get_models() if not model._meta.auto_created}

    assert tables == set(forgetting.TABLES)


def test_what_a_sender_writes_down_after_an_erasure_is_forgotten_later(reader):
    copies = Delivery.objects.filter(subscriber=reader)
    copies.update(state=DeliveryState.INTENT, attempt_id=uuid.uuid4())
    erase(reader)
    copies.update(state=DeliveryState.ACCEPTED, provider_id=ADDRESS)

    assert forgetting.forget_late() == 1

    assert traces(NAME) == set()
    assert forgetting.forget_late() == 0


def test_a_report_that_waits_still_moves_the_copy_of_somebody_erased(hub_site):
    anna = SubscriberFactory(email=ADDRESS)
    mailing = started(hub_site, readers=0)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())
    copy = anna.deliveries.get()
    feedback.take_in(
        feedback.Report(
            "test", ReportKind.DELIVERED, timezone.now(), delivery_number=copy.pk, address=ADDRESS
        )
    )
    erase(anna)

    feedback.process_waiting()

    copy.refresh_from_db()
    assert copy.state == DeliveryState.DELIVERED
