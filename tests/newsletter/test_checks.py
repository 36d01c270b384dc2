import pytest

from newsletter import suppression
from newsletter.checks import check_address_keys
from newsletter.models import SuppressionReason

pytestmark = pytest.mark.django_db


def test_a_lost_key_is_an_error_that_says_what_to_do(settings):
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.COMPLAINT)
    assert check_address_keys(["default"]) == []

    settings.SECRET_KEY = "another-key"

    (error,) = check_address_keys(["default"])
    assert error.id == "newsletter.E001"
    assert "HUB_ADDRESS_KEYS" in str(error.hint)


def test_without_a_database_nothing_is_asked():
    assert check_address_keys(None) == []
