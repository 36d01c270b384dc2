"""Who guesses passwords has to wait; who knows theirs is not kept out by others' guessing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/admin/login/"
RESET = "/admin/password_reset/"


@pytest.fixture
def anna() -> Any:
    user = UserFactory(username="anna", email="anna@example.org", is_superuser=True)
    user.set_password("right")
    user.save()
    return user


def sign_in(password: str, *, name: str = "anna", network: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=network).post(SIGN_IN, {"username": name, "password": password})


def test_after_ten_wrong_passwords_the_right_one_is_not_looked_at_either(anna: Any) -> None:
    assert [sign_in(f"guess {number}").status_code for number in range(10)] == [200] * 10

    answer = sign_in("right")

    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "Riprova fra 15 minuti" in answer.content.decode()
    assert "_auth_user_id" not in answer.client.session


def test_the_wait_ends(anna: Any) -> None:
    for number in range(11):
        sign_in(f"guess {number}")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in("right").status_code == 302


def test_nobody_is_kept_out_by_guesses_from_elsewhere(anna: Any) -> None:
    for number in range(15):
        sign_in(f"guess {number}", network="198.51.100.7")

    assert sign_in("right", network="192.0.2.1").status_code == 302


def test_another_way_to_write_the_name_or_the_next_address_is_no_way_around(anna: Any) -> None:
    for number in range(5):
        sign_in(f"guess {number}", network="192.0.2.1")
        sign_in(f"guess {number}", network="192.0.2.2", name="ANNA")

    assert sign_in("right", network="192.0.2.3").status_code == 429


def test_one_network_cannot_try_all_names(anna: Any) -> None:
    for number in range(50):
        sign_in("guess", name=f"somebody {number}")

    assert sign_in("guess", name="somebody else").status_code == 429


def test_the_right_password_forgives_earlier_slips(anna: Any) -> None:
    for _round in range(3):
        for number in range(9):
            sign_in(f"slip {number}")
        assert sign_in("right").status_code == 302


def test_no_name_and_no_network_is_kept(anna: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []

    def incr(key: str) -> int:
        keys.append(key)
        return 1

    monkeypatch.setattr(cache, "incr", incr)
    sign_in("guess")

    assert len(keys) == 3
    assert not any("anna" in key or "192.0" in key for key in keys)


def test_an_address_gets_three_reset_mails_an_hour_and_the_page_does_not_tell(anna: Any) -> None:
    answers = {Client().post(RESET, {"email": "Anna@example.org"}).status_code for _ in range(5)}

    assert answers == {302}
    assert len(mail.outbox) == 3
