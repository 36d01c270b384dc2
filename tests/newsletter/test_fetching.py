import pytest

from hub.settings.env import ImapMailbox
from newsletter import feedback, fetching, sending
from newsletter.models import DeliveryReport, DeliveryState, SubscriberState, Suppression
from tests.newsletter import imap_server
from tests.newsletter.issues import FakeProvider, started
from tests.newsletter.mails_back import bounce, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    """A mailbox that the settings name."""
    with imap_server.serving() as mailbox:
        settings.HUB_BOUNCE_ADDRESS = "bounces@example.org"
        settings.HUB_BOUNCE_MAILBOX = ImapMailbox(
            "127.0.0.1", mailbox.port, "bounces", mailbox.password, "INBOX", is_encrypted=False
        )
        yield mailbox


@pytest.fixture
def copy(hub_site, box):
    mailing = started(hub_site, readers=1)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())
    return mailing.deliveries.get()


def test_a_mail_that_came_back_suppresses_the_address_and_is_removed(copy, box):
    box.put(bounce(copy))

    assert fetching.fetch().reports == 1
    feedback.process_waiting()

    copy.refresh_from_db()
    assert (copy.state, copy.reason) == (DeliveryState.BOUNCED, "5.1.1")
    assert copy.subscriber.state == SubscriberState.BOUNCED
    assert Suppression.objects.count() == 1
    assert box.mails == {}


def test_a_letter_of_a_person_stays_and_is_read_once(copy, box):
    number = box.put(wish("redazione@example.org", "Complimenti"))

    assert fetching.fetch().left == 1
    assert fetching.fetch().read == 0

    assert number in box.mails


def test_a_reader_that_is_cut_off_reads_again_and_counts_once(copy, box):
    box.put(bounce(copy))
    box.breaks_after_fetch = True
    with pytest.raises(fetching.MailboxError):
        fetching.fetch()
    box.breaks_after_fetch = False

    assert fetching.fetch().reports == 0

    assert DeliveryReport.objects.count() == 1
    assert box.mails == {}


def test_a_wrong_password_is_told_without_it(box, settings):
    box.password = "altra"

    with pytest.raises(fetching.MailboxError) as error:
        fetching.fetch()

    assert "segreta" not in str(error.value)


def test_without_a_mailbox_nothing_happens(settings):
    settings.HUB_BOUNCE_MAILBOX = None

    assert fetching.fetch().read == 0
