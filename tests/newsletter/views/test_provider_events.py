import base64
import json

import pytest
from django.urls import reverse

from newsletter import feedback, sending, verp
from newsletter.models import DeliveryReport, DeliveryState, ReportKind, ReportOutcome, Subscriber
from tests.newsletter.issues import FakeProvider, started

pytestmark = pytest.mark.django_db

SECRET = "hub:segreto"


@pytest.fixture
def copy(hub_site, settings):
    settings.HUB_MAIL_PROVIDER = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    mailing = started(hub_site, readers=1)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())
    return mailing.deliveries.get()


def bounce(copy, **fields) -> dict:
    """A hard bounce in Postmark's words."""
    return {
        "RecordType": "Bounce",
        "ID": 4323372036854775807,
        "Type": "HardBounce",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Email": copy.subscriber.email,
        "Details": "smtp;550 5.1.1 The email account does not exist.",
        "BouncedAt": "2026-11-25T10:00:00Z",
        "Metadata": {"delivery": f"{copy.pk}-{copy.attempt_id.hex}"},
    } | fields


def tell(client, event, secret: str = SECRET, provider: str = "postmark"):
    address = reverse("newsletter-mail-events", args=[provider])
    headers = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
    return client.post(address, json.dumps(event), "application/json", headers=headers)


def test_a_report_of_the_provider_is_kept_first_and_dealt_with_later(client, copy):
    assert tell(client, bounce(copy)).status_code == 200

    row = DeliveryReport.objects.get()
    assert (row.kind, row.code, row.delivery_number) == (ReportKind.HARD, "5.1.1", copy.pk)
    copy.refresh_from_db()
    assert copy.state == DeliveryState.ACCEPTED
    feedback.process_waiting()
    copy.refresh_from_db()
    assert copy.state == DeliveryState.BOUNCED
    assert not Subscriber.objects.mailable().exists()


def test_an_event_of_another_hub_on_the_same_account_changes_nothing(client, copy):
    others = {"delivery": f"{copy.pk}-{'0' * 32}"}
    assert tell(client, bounce(copy, Metadata=others)).status_code == 200
    feedback.process_waiting()

    assert DeliveryReport.objects.get().outcome == ReportOutcome.UNMATCHED
    assert Subscriber.objects.mailable().exists()


@pytest.mark.parametrize(
    ("mail", "is_believed"),
    [
        (verp.reference(7, verp.ANSWER), True),
        (verp.reference(7, verp.NEWS), True),
        (verp.reference(7, verp.ANSWER).replace("m7", "m8"), False),
        ("", False),
    ],
)
def test_a_complaint_about_another_mail_of_ours_is_known_by_its_signed_number(
    client, copy, mail, is_believed
):
    spam = bounce(copy, RecordType="SpamComplaint", Type="SpamComplaint", Metadata={"mail": mail})
    assert tell(client, spam).status_code == 200
    feedback.process_waiting()

    assert Subscriber.objects.mailable().exists() != is_believed


def test_a_report_that_is_repeated_is_one(client, copy):
    for _time in range(3):
        assert tell(client, bounce(copy)).status_code == 200

    assert DeliveryReport.objects.count() == 1


@pytest.mark.parametrize("secret", ["hub:falso", "", ":"])
def test_a_forged_report_is_refused_and_changes_nothing(client, copy, secret):
    assert tell(client, bounce(copy), secret=secret).status_code == 400

    feedback.process_waiting()
    assert not DeliveryReport.objects.exists()
    assert Subscriber.objects.mailable().count() == 1


def test_without_a_secret_nobody_is_listened_to(client, copy, settings):
    settings.ANYMAIL = {}

    assert tell(client, bounce(copy)).status_code == 400
    assert not DeliveryReport.objects.exists()


def test_only_the_provider_of_the_settings_is_listened_to(client, copy):
    assert tell(client, bounce(copy), provider="sendgrid").status_code == 404
    assert tell(client, bounce(copy), provider="smtp").status_code == 404


def test_looking_is_not_reporting(client, copy):
    assert client.get(reverse("newsletter-mail-events", args=["postmark"])).status_code == 405


def test_opening_a_mail_leaves_no_trace(client, copy):
    opened = {"RecordType": "Open", "MessageID": "x", "Recipient": copy.subscriber.email}

    assert tell(client, opened).status_code == 200
    assert not DeliveryReport.objects.exists()


def test_a_complaint_and_a_delivery(client, copy):
    delivered = {
        "RecordType": "Delivery",
        "MessageID": "m",
        "Recipient": copy.subscriber.email,
        "DeliveredAt": "2026-11-25T10:00:00Z",
        "Metadata": {"delivery": f"{copy.pk}-{copy.attempt_id.hex}"},
    }
    spam = bounce(copy, RecordType="SpamComplaint", Type="SpamComplaint", ID=5)
    for event in (spam, delivered):
        assert tell(client, event).status_code == 200
    feedback.process_waiting()

    copy.refresh_from_db()
    assert copy.state == DeliveryState.COMPLAINED
