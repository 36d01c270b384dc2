from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from newsletter import telling, thinning
from newsletter.models import BulletinCopy, Delivery, DeliveryState, ReaderMail
from tests.factories import AdminFactory
from tests.newsletter.followers import follows, make_path, rest_and_write, tell
from tests.newsletter.issues import started
from tests.newsletter.readers import asked

pytestmark = pytest.mark.django_db
THEN = datetime(2024, 3, 4, 9, tzinfo=UTC)
LATER = THEN + thinning.KEPT + timedelta(days=1)


def sent(hub_site, readers=2, state=DeliveryState.ACCEPTED):
    with time_machine.travel(THEN, tick=False):
        mailing = started(hub_site, readers=readers)
        mailing.deliveries.update(state=state, provider_id="abc")
    return mailing


def test_after_that_time_a_copy_has_no_reader_and_the_counts_stay(hub_site):
    mailing = sent(hub_site)

    assert thinning.thin(now=LATER) == 2

    copies = mailing.deliveries.all()
    assert {(one.subscriber_id, one.provider_id, one.attempt_id) for one in copies} == {
        (None, "", None)
    }
    assert copies.filter(state=DeliveryState.ACCEPTED).count() == mailing.planned == 2


def test_before_that_time_nothing_changes(hub_site):
    mailing = sent(hub_site)

    assert thinning.thin(now=LATER - timedelta(days=2)) == 0
    assert not mailing.deliveries.filter(subscriber=None).exists()


@pytest.mark.parametrize("state", thinning.OPEN_DELIVERIES)
def test_what_still_has_to_be_dealt_with_keeps_its_reader(hub_site, state):
    mailing = sent(hub_site, state=state)

    assert thinning.thin(now=LATER) == 0
    assert not mailing.deliveries.filter(subscriber=None).exists()


def test_many_are_thinned_in_several_turns(hub_site, monkeypatch):
    sent(hub_site, readers=3)
    monkeypatch.setattr(thinning, "BATCH", 2)

    assert [thinning.thin(now=LATER) for _turn in range(3)] == [2, 1, 0]


def test_news_and_answers_are_forgotten_too(hub_site):
    with time_machine.travel(THEN, tick=False):
        path = make_path(hub_site)
        follows(path)
        asked("bruno@example.org")
        tell(path)
        rest_and_write(path)
        telling.send_due()
    assert len(mail.outbox) == 3

    thinning.thin(now=LATER)

    assert BulletinCopy.objects.get().following is None
    assert not ReaderMail.objects.exists()


def test_the_screens_of_an_old_issue_still_open(hub_site, client):
    mailing = sent(hub_site)
    thinning.thin(now=LATER)
    client.force_login(AdminFactory())
    copy = Delivery.objects.first()

    assert client.get(f"/admin/newsletter/ledger/{mailing.pk}/").status_code == 200
    assert client.get(f"/admin/newsletter/copies/{copy.pk}/").status_code == 200
    assert client.get("/admin/newsletter/reputation/").status_code == 200
