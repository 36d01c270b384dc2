import pytest

from newsletter import suppression
from newsletter.models import Subscriber, Suppression, SuppressionReason
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def test_a_suppressed_address_is_recognised_however_it_is_written():
    suppression.suppress(email="Anna@Perché.it", reason=SuppressionReason.COMPLAINT)

    assert suppression.is_suppressed("anna@xn--perch-fsa.it")
    assert suppression.is_suppressed(" ANNA@PERCHÉ.IT")
    assert not suppression.is_suppressed("anna@example.org")


def test_the_row_does_not_tell_the_address():
    row = suppression.suppress(email="anna@example.org", reason=SuppressionReason.BOUNCE)

    assert "anna" not in f"{row.address_hash} {row.key_name} {row}"
    assert len(row.address_hash) == 64


def test_suppressing_twice_keeps_one_row_and_the_stronger_reason():
    for reason in (
        SuppressionReason.ERASURE,
        SuppressionReason.COMPLAINT,
        SuppressionReason.BOUNCE,
    ):
        suppression.suppress(email="anna@example.org", reason=reason)

    assert Suppression.objects.get().reason == SuppressionReason.COMPLAINT


@pytest.mark.parametrize(
    ("reason", "blocks"),
    [
        (SuppressionReason.ERASURE, False),
        (SuppressionReason.BOUNCE, True),
        (SuppressionReason.COMPLAINT, True),
        (SuppressionReason.OBJECTION, True),
    ],
)
def test_only_who_erased_their_data_may_ask_again(reason, blocks):
    suppression.suppress(email="anna@example.org", reason=reason)

    assert suppression.is_suppressed("anna@example.org")
    assert suppression.blocks_requests("anna@example.org") is blocks


def test_a_new_key_still_recognises_what_an_old_one_hashed(settings):
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.COMPLAINT)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key"

    assert suppression.is_suppressed("anna@example.org")
    assert suppression.unknown_key_names() == set()


def test_a_lost_key_is_noticed(settings):
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.COMPLAINT)
    settings.SECRET_KEY = "another-key"

    assert not suppression.is_suppressed("anna@example.org")
    assert len(suppression.unknown_key_names()) == 1


def test_address_keys_of_their_own_outlive_a_change_of_the_secret_key(settings):
    settings.ADDRESS_KEYS = ["the-key-for-addresses"]
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.COMPLAINT)
    settings.SECRET_KEY = "another-key"

    assert suppression.is_suppressed("anna@example.org")


def test_a_suppressed_subscriber_is_not_mailable_whatever_the_state_says():
    anna, bruno = SubscriberFactory(), SubscriberFactory()
    suppression.suppress(email=anna.email, reason=SuppressionReason.ERASURE)

    assert list(Subscriber.objects.mailable()) == [bruno]
    assert Subscriber.objects.filter(address_hash__in=suppression.suppressed_keys()).get() == anna


def test_only_the_named_reasons_are_lifted():
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.COMPLAINT)

    suppression.lift(email="anna@example.org", reasons=[SuppressionReason.ERASURE])

    assert suppression.is_suppressed("anna@example.org")
