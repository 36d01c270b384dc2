"""The re-use ledger: only what both sides have confirmed is public."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from core import posting
from practices import adopting
from practices.adopting import Side
from practices.models import Adoption, PracticePage
from practices.recording import trace
from tests.factories import CooperativeFactory, HubSite

pytestmark = pytest.mark.django_db
# A link says when it was made: two of one second are the same.
NOW = datetime(2026, 8, 31, 10, tzinfo=UTC)


@pytest.fixture
def practice(hub_site: HubSite) -> PracticePage:
    page = hub_site.practice(title="Orto del lunedì")
    trace(practice=page, origin="editorial", contact_email="ada@example.org")
    return page


@pytest.fixture
def adoption(practice: PracticePage) -> Adoption:
    return Adoption.objects.create(
        practice=practice,
        adopter_name="Comune di Bari",
        adopter_email="bo@example.org",
        place="Bari",
        adopted_date=date(2025, 3, 1),
    )


@time_machine.travel(NOW, tick=False)
def test_both_sides_get_a_link_of_their_own(adoption: Adoption) -> None:
    assert adopting.ask(adoption=adoption) == []
    posting.send_due()

    letters = {message.to[0]: message.body for message in mail.outbox}
    assert set(letters) == {"ada@example.org", "bo@example.org"}
    assert adopting.link_token(adoption, Side.ORIGIN) in letters["ada@example.org"]
    assert adopting.link_token(adoption, Side.ADOPTER) in letters["bo@example.org"]


def test_asking_again_writes_to_nobody_twice(adoption: Adoption) -> None:
    adopting.ask(adoption=adoption)
    adopting.ask(adoption=adoption)
    posting.send_due()

    assert len(mail.outbox) == 2


def test_it_is_public_when_both_have_confirmed(adoption: Adoption) -> None:
    adopting.confirm(adoption_id=adoption.pk, side=Side.ORIGIN)
    half = Adoption.objects.confirmed().exists()
    adopting.confirm(adoption_id=adoption.pk, side=Side.ADOPTER)

    assert not half
    assert list(Adoption.objects.confirmed()) == [adoption]


def test_confirming_twice_keeps_the_first_moment(adoption: Adoption) -> None:
    first = adopting.confirm(adoption_id=adoption.pk, side=Side.ORIGIN).origin_confirmed_at

    assert adopting.confirm(adoption_id=adoption.pk, side=Side.ORIGIN).origin_confirmed_at == first


def test_a_side_can_take_it_back(adoption: Adoption) -> None:
    for side in Side:
        adopting.confirm(adoption_id=adoption.pk, side=side)

    adopting.decline(adoption_id=adoption.pk, reason="Abbiamo smesso.")

    assert not Adoption.objects.confirmed().exists()
    with pytest.raises(adopting.AdoptionDeclined):
        adopting.confirm(adoption_id=adoption.pk, side=Side.ORIGIN)


def test_nobody_known_on_a_side_is_told(hub_site: HubSite) -> None:
    adoption = Adoption.objects.create(
        practice=hub_site.practice(),
        cooperative=CooperativeFactory(public_email="info@example.org"),
        place="Bari",
        adopted_date=date(2025, 3, 1),
    )

    assert adopting.ask(adoption=adoption) == [Side.ORIGIN]


def test_exactly_one_of_two_says_who_it_was(practice: PracticePage) -> None:
    for wrong in ({}, {"adopter_name": "Comune", "cooperative": CooperativeFactory()}):
        with pytest.raises(ValidationError):
            Adoption(practice=practice, **wrong).clean()


def test_a_link_serves_one_side_only(adoption: Adoption) -> None:
    token = adopting.link_token(adoption, Side.ADOPTER)

    assert adopting.read_token(token) == (adoption.pk, Side.ADOPTER)
