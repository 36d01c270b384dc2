import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from wagtail.users.models import UserProfile

from core import posting
from core.models.letter import Letter, LetterState
from newsletter import breaking, sending, steering
from newsletter.models import DeliveryState, MailingState
from tests.factories import UserFactory
from tests.newsletter.issues import FakeProvider, away, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender():
    """Somebody who may send issues, and somebody who may not."""
    UserFactory(email="autrice@example.org")
    person = UserFactory(email="responsabile@example.org")
    person.user_permissions.add(Permission.objects.get(codename="send_mailing"))
    return person


def letters():
    """What the worker sends."""
    mail.outbox.clear()
    posting.send_due()
    return mail.outbox


def stop_by_trouble(mailing):
    while mailing.state == MailingState.SENDING:
        mailing.held_until = None
        mailing.save(update_fields=["held_until"])
        sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider(anna=away(True)))
        mailing.refresh_from_db()


def an_issue(hub_site):
    from tests.newsletter.readers import SubscriberFactory

    SubscriberFactory(email="anna@example.org")
    return started(hub_site, readers=0)


def test_who_may_send_is_told_when_wrong_settings_pause_an_issue(hub_site, sender):
    mailing = an_issue(hub_site)

    stop_by_trouble(mailing)

    (letter,) = letters()
    assert letter.to == ["responsabile@example.org"]
    assert letter.subject == "L’invio di «Chi tiene aperto» si è fermato da solo"
    assert "Il server di posta rifiuta la connessione" in letter.body
    assert f"/newsletter/mailings/{mailing.pk}/" in letter.body
    assert "anna" not in letter.body


def test_who_may_send_is_told_when_too_much_mail_comes_back(hub_site, sender):
    mailing = started(hub_site, readers=20)
    mailing.deliveries.update(state=DeliveryState.BOUNCED)

    breaking.look(mailing_id=mailing.pk)
    breaking.look(mailing_id=mailing.pk)

    (letter,) = letters()
    assert "100.0" in letter.body


def test_each_pause_is_told_once(hub_site, sender):
    mailing = an_issue(hub_site)
    stop_by_trouble(mailing)
    letters()
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())

    assert not letters()

    steering.resume(mailing_id=mailing.pk)
    mailing.refresh_from_db()
    stop_by_trouble(mailing)

    assert len(letters()) == 1
    assert Letter.objects.count() == 2


def test_a_person_who_pauses_need_not_be_told(hub_site, sender):
    mailing = an_issue(hub_site)

    steering.pause(mailing_id=mailing.pk, by=sender)

    assert not letters()


def test_what_goes_on_already_is_not_told(hub_site, sender):
    mailing = an_issue(hub_site)
    stop_by_trouble(mailing)

    steering.resume(mailing_id=mailing.pk, by=sender)

    assert not letters()


def test_everybody_is_told_in_their_language(hub_site, sender):
    UserProfile.objects.create(user=sender, preferred_language="en")

    stop_by_trouble(an_issue(hub_site))

    (letter,) = letters()
    assert letter.subject == "The sending of “Chi tiene aperto” has paused by itself"
    assert "1 copy of 1 has not left yet." in letter.body


def test_who_may_no_longer_send_is_not_told(hub_site, sender):
    stop_by_trouble(an_issue(hub_site))
    sender.is_active = False
    sender.save()

    assert not letters()
    assert Letter.objects.get().state == LetterState.SKIPPED
