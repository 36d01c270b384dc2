import pytest
from django.utils import timezone

from newsletter import bounces, sending, verp
from newsletter.models import ReportKind
from tests.newsletter.issues import FakeProvider, started
from tests.newsletter.mails_back import bounce, complaint, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(hub_site, settings):
    """A copy that was sent."""
    settings.HUB_BOUNCE_ADDRESS = "bounces@example.org"
    mailing = started(hub_site, readers=1)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())
    return mailing.deliveries.get()


def only(raw: bytes):
    reports = bounces.read(raw)
    assert reports is not None
    assert len(reports) == 1
    return reports[0]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", ReportKind.HARD),
        ("5.1.10", ReportKind.HARD),
        ("5.2.1", ReportKind.HARD),
        ("5.2.2", ReportKind.SOFT),
        ("5.7.1", ReportKind.SOFT),
        ("4.4.7", ReportKind.SOFT),
        ("nonsense", ReportKind.SOFT),
    ],
)
def test_a_report_is_read_by_its_status(copy, status, kind):
    report = only(bounce(copy, status=status))

    assert (report.kind, report.delivery_number, report.address) == (kind, copy.pk, "")


def test_a_report_to_another_address_is_known_by_our_own_mail_in_it(copy):
    assert only(bounce(copy, to="redazione@example.org")).delivery_number == copy.pk


def test_a_report_that_names_no_mail_of_ours_is_for_a_person(copy):
    forged = bounce(copy, to="redazione@example.org").replace(
        copy.attempt_id.hex.encode(), b"0" * 32
    )

    assert bounces.read(forged) is None


def test_a_delay_is_no_news(copy):
    assert bounces.read(bounce(copy, action="delayed", status="4.4.1")) == []


def test_a_complaint_is_read(copy):
    report = only(complaint(copy))

    assert (report.kind, report.delivery_number) == (ReportKind.COMPLAINED, copy.pk)


@pytest.mark.parametrize("word", ["not-spam", "auth-failure"])
def test_what_is_no_complaint_is_not_taken_for_one(copy, word):
    assert bounces.read(complaint(copy, word)) == []


def test_a_wish_passed_on_as_feedback_is_a_wish_and_the_unknown_is_for_a_person(copy):
    assert only(complaint(copy, "opt-out")).kind == ReportKind.UNSUBSCRIBED
    assert bounces.read(complaint(copy, "other")) is None


def test_a_delay_told_in_words_is_no_news_either(copy):
    raw = (
        "From: MAILER-DAEMON@mx.example.net\r\n"
        f"To: {verp.return_path(copy.pk)}\r\n"
        "Subject: Warning: message delayed\r\n\r\n"
        "Hi. The MTA program at mx.example.net was unable to deliver your message to\r\n"
        "the following addresses, and will go on trying.\r\n"
    )
    assert not bounces.read(raw.encode())


def test_a_failure_beside_a_delay_is_a_failure(copy):
    block = b"Final-Recipient: rfc822; somebody@example.org\r\nAction: "
    both = block + b"delayed (will be retried)\r\nStatus: 4.4.1\r\n\r\n" + block
    assert only(bounce(copy).replace(block, both, 1)).kind == ReportKind.HARD


def test_a_mail_to_unsubscribe_is_a_wish(copy):
    by_address = only(wish(verp.return_path(copy.pk)))
    by_subject = only(wish("redazione@example.org", f"Unsubscribe {verp.reference(copy.pk)}"))

    for report in (by_address, by_subject):
        assert (report.kind, report.delivery_number) == (ReportKind.UNSUBSCRIBED, copy.pk)


def test_nobody_is_unsubscribed_by_somebody_elses_guess(copy):
    assert bounces.read(wish("redazione@example.org", f"unsubscribe {copy.pk}")) is None
    assert bounces.read(wish("redazione@example.org", f"unsubscribe {copy.pk}-aaaaaaaaaa")) is None


def test_who_attaches_the_mail_of_somebody_else_does_not_unsubscribe_them(copy):
    attached = bounce(copy, to="redazione@example.org").replace(
        b"Subject: Undelivered Mail Returned to Sender", b"Subject: unsubscribe"
    )
    forwarded = attached.replace(b"Auto-Submitted: auto-replied\r\n", b"").replace(
        b"message/delivery-status", b"text/plain"
    )

    assert bounces.read(forwarded) is None


def test_the_address_a_mail_was_really_sent_to_decides_whose_wish_it_is(copy):
    mine, other = verp.return_path(copy.pk), verp.return_path(copy.pk + 1)
    subject = f"unsubscribe {verp.reference(copy.pk + 1)}"

    assert only(wish(other, subject, Delivered_To=mine)).delivery_number == copy.pk
    assert only(wish(mine, subject)).delivery_number == copy.pk
    assert bounces.read(wish(f"{mine}, {other}")) is None


def test_somebody_on_holiday_changes_nothing(copy):
    to = verp.return_path(copy.pk)

    assert bounces.read(wish(to, "Sono in ferie", Auto_Submitted="auto-replied")) == []
    assert bounces.read(wish(to, "unsubscribe", Auto_Submitted="auto-generated")) == []
    assert bounces.read(wish(to, "unsubscribe", Auto_Submitted="auto-replied; owner=x")) == []
    assert bounces.read(wish(to, "unsubscribe", Precedence="auto_reply")) == []


def test_a_letter_of_a_person_stays_for_a_person(copy):
    assert bounces.read(wish(verp.return_path(copy.pk), "Grazie per il numero!")) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"To: <<>>@@\r\nContent-Type: multipart/report\r\n\r\n--",
        b"a" * 5000,
        "From: Posta è piena <mailer-daemon@example.org>\r\n\r\nx".encode("latin-1"),
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--b\r\n\r\nx\r\n--b--",
    ],
)
def test_whatever_a_stranger_writes_is_read_without_an_error(raw):
    assert bounces.read(raw) is None


@pytest.mark.parametrize("date", ["Mon, 1 Jan 99999999999999999999 00:00:00 +0000", "\xff", "x"])
def test_a_report_counts_whatever_its_date_says(copy, date):
    written = b"Date: Wed, 25 Nov 2026 10:00:00 +0100"
    raw = bounce(copy)
    assert written in raw

    raw = raw.replace(written, b"Date: " + date.encode("latin-1"))

    assert only(raw).happened_at <= timezone.now()
