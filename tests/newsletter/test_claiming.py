import pytest
from django.db import connection, transaction

from newsletter import claiming, sending
from newsletter.models import DeliveryState
from tests.newsletter.issues import FakeProvider, started, states

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_the_disk():
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone()[0] != "off"


def test_a_lease_does_not_wait_for_the_disk_but_an_intent_does(hub_site, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite all that a sender writes waits for the disk")
    mailing = started(hub_site, readers=2)
    claims, intents = list[bool](), list[bool]()

    def noting(verb, waits):
        def wrapped(*arguments, **named):
            result = verb(*arguments, **named)
            waits.append(waits_for_the_disk())
            return result

        return wrapped

    monkeypatch.setattr(claiming, "_lock", noting(claiming._lock, claims))
    monkeypatch.setattr(claiming, "commit_intent", noting(claiming.commit_intent, intents))
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())

    assert set(states(mailing)) == {DeliveryState.ACCEPTED}
    assert set(claims) == {False}
    assert set(intents) == {True}


def test_copies_are_not_claimed_in_a_transaction_that_could_hold_an_intent(hub_site):
    mailing = started(hub_site, readers=1)

    with pytest.raises(RuntimeError), transaction.atomic():
        claiming.claim(mailing_id=mailing.pk, owner="me", count=1)

    assert states(mailing) == [DeliveryState.PLANNED]


def test_what_nobody_else_took_is_claimed_in_order(hub_site):
    mailing = started(hub_site, readers=3)
    first, second, third = mailing.deliveries.order_by("pk").values_list("pk", flat=True)

    assert claiming.claim(mailing_id=mailing.pk, owner="one", count=2) == [first, second]
    assert claiming.claim(mailing_id=mailing.pk, owner="two", count=2) == [third]
    assert claiming.claim(mailing_id=mailing.pk, owner="two", count=2) == []
