from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from newsletter import checkup, correcting, deciding, launching, probing, sending, steering
from newsletter.checkup import ChangedError
from newsletter.models import MailingState
from newsletter.probing import Found, Verdict
from newsletter.providers import Answer
from newsletter.providers import Verdict as Said
from tests.newsletter.issues import FakeProvider, catalogued, entries, frozen, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def test_nothing_has_changed_right_after_the_freeze(hub_site):
    mailing = frozen(hub_site, entries(hub_site.practice(), hub_site.event()), readers=1)

    assert checkup.changes(mailing) == []


def test_an_event_that_has_passed_is_shown_to_a_person_before_sending_goes_on(hub_site):
    event = hub_site.event(title="Assemblea")
    mailing = started(hub_site, entries(event), readers=1)
    steering.pause(mailing_id=mailing.pk)

    with time_machine.travel(event.ends_at or event.starts_at, tick=False) as clock:
        clock.shift(timedelta(days=1))
        with pytest.raises(ChangedError) as error:
            steering.resume(mailing_id=mailing.pk)
        assert "Assemblea" in error.value.changes[0].message
        steering.resume(mailing_id=mailing.pk, anyway=True)
        mailing.refresh_from_db()
        assert mailing.state == MailingState.SENDING

        steering.pause(mailing_id=mailing.pk)
        steering.resume(mailing_id=mailing.pk)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING


def test_a_page_that_was_withdrawn_is_named(hub_site):
    page = hub_site.practice(title="La bottega")
    mailing = frozen(hub_site, entries(page), readers=1)
    page.unpublish()
    catalogued(page)

    (change,) = checkup.changes(mailing)

    assert "La bottega" in change.message


def test_an_issue_whose_own_page_was_withdrawn(hub_site):
    mailing = frozen(hub_site, readers=1)
    mailing.page.unpublish()
    mailing.refresh_from_db()

    assert [change.code for change in checkup.changes(mailing)] == ["page"]


def test_what_was_over_before_the_freeze_is_the_preflights_business(hub_site):
    event = hub_site.event()
    with time_machine.travel(timezone.now() + timedelta(days=4000), tick=False):
        mailing = frozen(hub_site, entries(event), readers=1)
        assert checkup.changes(mailing) == []


def test_an_issue_that_nobody_could_leave_by_one_click_is_not_begun(hub_site, monkeypatch):
    mailing = frozen(hub_site, readers=1)
    monkeypatch.setattr(probing, "one_click", lambda: Found(Verdict.BROKEN, 403))
    soon = timezone.now() + timedelta(minutes=5)

    with pytest.raises(ChangedError):
        launching.schedule(mailing_id=mailing.pk, at=soon)
    monkeypatch.setattr(probing, "one_click", lambda: Found(Verdict.WORKS, 200))
    launching.schedule(mailing_id=mailing.pk, at=soon)
    monkeypatch.setattr(probing, "one_click", lambda: Found(Verdict.BROKEN, 302))
    with time_machine.travel(soon + timedelta(minutes=1), tick=False):
        assert launching.launch_due() == []

    mailing.refresh_from_db()
    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, checkup.CHANGED)


def test_an_event_that_is_over_is_told_before_an_issue_goes_out_once_more(hub_site):
    event = hub_site.event(title="Assemblea")
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, entries(event), readers=0)
    refusing = FakeProvider(anna=Answer(Said.REFUSED, "given-up 452"))
    sending.run(mailing_id=mailing.pk, seconds=60, provider=refusing)

    with time_machine.travel(event.ends_at or event.starts_at, tick=False) as clock:
        clock.shift(timedelta(days=1))
        again = correcting.send_to_missed(mailing_id=mailing.pk)

        assert ["Assemblea" in change.message for change in checkup.changes(again)] == [True]


def test_a_copy_that_is_sent_again_days_later_waits_when_something_is_over(hub_site):
    event = hub_site.event()
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, entries(event), readers=0)
    silent = FakeProvider(anna=Answer(Said.UNCERTAIN, "no-answer"))
    sending.run(mailing_id=mailing.pk, seconds=60, provider=silent)

    with time_machine.travel(event.ends_at or event.starts_at, tick=False) as clock:
        clock.shift(timedelta(days=1))
        assert deciding.resend_all(mailing_id=mailing.pk) == 1
        mailing.refresh_from_db()

    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, checkup.CHANGED)
