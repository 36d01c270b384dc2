import pytest
from wagtail.models import PageLogEntry

from newsletter import issues, steering
from newsletter.models import Mailing, MailingState
from newsletter.transitions import NotAllowedError
from tests.factories import AdminFactory
from tests.newsletter.issues import frozen, make_issue, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def test_an_issue_has_one_mailing_whatever_language_one_begins_from(hub_site):
    SubscriberFactory()
    issue = make_issue(hub_site)
    english = hub_site.in_english(issue)

    mailing = steering.freeze(page=english)

    assert mailing.page == issue
    assert issues.mailing_of(issue) == issues.mailing_of(english) == mailing


def test_many_recipients_want_their_number_typed(hub_site, monkeypatch):
    monkeypatch.setattr(steering, "TYPED_ABOVE", 2)
    mailing = frozen(hub_site, readers=3)

    for typed in (None, 2, 4):
        with pytest.raises(steering.NotConfirmedError):
            steering.start(mailing_id=mailing.pk, confirmed=typed)
    steering.start(mailing_id=mailing.pk, confirmed=3)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING


def test_few_recipients_need_no_number(hub_site):
    mailing = frozen(hub_site, readers=3)

    steering.start(mailing_id=mailing.pk)

    assert Mailing.objects.get().state == MailingState.SENDING


@pytest.mark.parametrize("verb", [steering.start, steering.pause, steering.resume, steering.thaw])
def test_a_cancelled_mailing_stays_cancelled(hub_site, verb):
    mailing = started(hub_site, readers=1)
    steering.cancel(mailing_id=mailing.pk)

    with pytest.raises(NotAllowedError):
        verb(mailing_id=mailing.pk)


def test_what_is_being_sent_cannot_be_thawed(hub_site):
    mailing = started(hub_site, readers=1)

    with pytest.raises(NotAllowedError):
        steering.thaw(mailing_id=mailing.pk)


def test_what_people_do_stands_in_the_history_of_the_issue(hub_site):
    anna = AdminFactory()
    SubscriberFactory()
    issue = make_issue(hub_site)

    mailing = steering.freeze(page=issue, by=anna)
    steering.start(mailing_id=mailing.pk, by=anna)
    steering.pause(mailing_id=mailing.pk, by=anna)
    steering.resume(mailing_id=mailing.pk, by=anna)
    steering.cancel(mailing_id=mailing.pk, by=anna)

    entries = PageLogEntry.objects.filter(action__startswith="newsletter.").order_by("pk")
    assert [entry.action.partition(".")[2] for entry in entries] == [
        "approve",
        "freeze",
        "start",
        "pause",
        "resume",
        "cancel",
    ]
    assert {entry.user for entry in entries} == {anna}
    assert all(entry.message for entry in entries)


def test_the_mailing_outlives_the_page(hub_site):
    mailing = started(hub_site, readers=1)
    mailing.page.delete()

    steering.pause(mailing_id=mailing.pk)

    mailing.refresh_from_db()
    assert (mailing.page, mailing.state) == (None, MailingState.PAUSED)
