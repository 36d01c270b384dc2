import pytest

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


def test_a_mail_to_unsubscribe_is_a_wish(copy):
    by_address = only(wish(verp.return_path(copy.pk)))
    by_subject = only(wish("redazione@example.org", f"Unsubscribe {verp.reference(copy.pk)}"))

    for report in (by_address, by_subject):
        assert (report.kind, report.delivery_number) == (ReportKind.UNSUBSCRIBED, copy.pk)


def test_nobody_is_unsubscribed_by_somebody_elses_guess(copy):
    assert bounces.read(wish("redazione@example.org", f"unsubscribe {copy.pk}")) is None
    assert bounces.read(wish("redazione@example.org", f"unsubscribe {copy.pk}-aaaaaaaaaa")) is None


def test_somebody_on_holiday_changes_nothing(copy):
    to = verp.return_path(copy.pk)

    assert bounces.read(wish(to, "Sono in ferie", Auto_Submitted="auto-replied")) == []
    assert bounces.read(wish(to, "unsubscribe", Auto_Submitted="auto-generated")) == []


def test_a_letter_of_a_person_stays_for_a_person(copy):
    assert bounces.read(wish(verp.return_path(copy.pk), "Grazie per il numero!")) is None


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe\x00", b"To: <<>>@@\r\nContent-Type: multipart/report\r\n\r\n--", b"a" * 5000],
)
def test_whatever_a_stranger_writes_is_read_without_an_error(raw):
    assert bounces.read(raw) is None
