from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from newsletter import consent
from newsletter.models import ConsentAction, ConsentChannel, ConsentEvent, Subscriber
from newsletter.wordings import WORDINGS, wording
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_untouched_chain_has_no_problems():
    SubscriberFactory.create_batch(3)

    report = consent.check_chain()

    assert report.problems == []
    assert report.count == 3
    assert report.head == ConsentEvent.objects.get(number=3).event_hash


def test_each_event_follows_the_one_before():
    SubscriberFactory.create_batch(2)
    first, second = ConsentEvent.objects.all()

    assert first.previous_hash == consent.GENESIS
    assert second.previous_hash == first.event_hash


def test_events_are_neither_changed_nor_deleted():
    SubscriberFactory()
    event = ConsentEvent.objects.get()

    for refused in (
        event.save,
        event.delete,
        ConsentEvent.objects.all().delete,
        lambda: ConsentEvent.objects.update(language="en"),
    ):
        with pytest.raises(TypeError, match="never"):
            refused()


@pytest.mark.parametrize(
    "change",
    ["language = 'en'", "channel = 'import'", "wording_hash = '0'", "action = 'x'"],
)
def test_a_changed_event_is_found(change):
    SubscriberFactory.create_batch(3)

    tamper(f"UPDATE newsletter_consentevent SET {change} WHERE number = 2")  # noqa: S608

    assert "event 2: was changed after it was recorded" in consent.check_chain().problems


def test_a_missing_event_is_found():
    SubscriberFactory.create_batch(3)

    tamper("DELETE FROM newsletter_consentevent WHERE number = 2")

    problems = consent.check_chain().problems
    assert "event 3: number 2 is missing before it" in problems
    assert "event 3: does not follow the event before it" in problems


def test_a_cut_off_end_is_found_by_the_reader_who_lost_the_proof():
    _anna, bruno = SubscriberFactory.create_batch(2)

    tamper("DELETE FROM newsletter_consentevent WHERE number = 2")

    assert consent.check_chain().problems == [
        f"subscriber {bruno.pk}: is active without a consent in the chain"
    ]


def test_somebody_made_active_by_hand_is_found():
    SubscriberFactory(with_consent=False)

    assert len(consent.check_chain().problems) == 1


def test_times_survive_the_database_to_the_microsecond():
    anna = SubscriberFactory(with_consent=False)
    at = timezone.now().replace(microsecond=123456)

    consent.record(
        subscriber=anna,
        action=ConsentAction.GIVEN,
        channel=ConsentChannel.FORM,
        asked_at=at - timedelta(days=1),
        confirmed_at=at,
    )

    event = ConsentEvent.objects.get()
    assert event.confirmed_at == at
    assert consent.hash_of(event) == event.event_hash


def test_the_history_is_the_readers_own():
    anna, _bruno = SubscriberFactory.create_batch(2)

    assert [event.subject for event in consent.history(anna)] == [anna.public_id]


def test_the_chain_holds_no_address():
    anna = SubscriberFactory(email="anna@example.org")
    event = ConsentEvent.objects.get()

    assert "anna" not in " ".join(str(getattr(event, field)) for field in consent.HASHED)
    assert anna == Subscriber.objects.get()


def test_the_texts_readers_were_shown_are_never_changed():
    # A new wording gets a new version and a new line here; a line is never edited.
    assert {
        (version, language): wording(language, version).text_hash[:16]
        for version, texts in WORDINGS.items()
        for language in texts
    } == {
        ("2026-11", "it"): "8679f0b15f788292",
        ("2026-11", "en"): "d7f82d09049cb189",
        ("partner-2026-11", "it"): "7c1efb46faa9cacc",
        ("partner-2026-11", "en"): "2457be4cb3540ccf",
        ("following-2026-11", "it"): "eb52571f825b5e89",
        ("following-2026-11", "en"): "d7f7caffad3d9cf7",
        ("follow-coop-2026-11", "it"): "c1e427b005ae33eb",
        ("follow-coop-2026-11", "en"): "8be5ad8d55f682f9",
    }


def test_a_language_without_wording_sees_the_english_one():
    assert wording("fr").language == "en"
