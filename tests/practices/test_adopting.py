"""The re-use ledger: only what both sides have confirmed is public."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from core import posting
from practices import adopting
from practices.models import Adoption, AdoptionInquiry, PracticePage
from practices.models.adoption import SILENT_AFTER
from practices.models.practice_choices import Side
from practices.recording import record_of, trace
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


def sent() -> dict[str, str]:
    """Send what is due; the words of what has left since, by address."""
    already = len(mail.outbox)
    posting.send_due()
    return {message.to[0]: str(message.body) for message in mail.outbox[already:]}


@time_machine.travel(NOW, tick=False)
def test_both_sides_get_a_link_of_their_own(adoption: Adoption) -> None:
    assert adopting.ask(adoption=adoption).asked == [Side.ORIGIN, Side.ADOPTER]

    letters = sent()
    assert set(letters) == {"ada@example.org", "bo@example.org"}
    for side, address in ((Side.ORIGIN, "ada@example.org"), (Side.ADOPTER, "bo@example.org")):
        assert adopting.link_token(adoption.inquiries.get(side=side)) in letters[address]


def test_asking_again_by_itself_writes_to_nobody_twice(adoption: Adoption) -> None:
    adopting.ask(adoption=adoption)
    adopting.ask(adoption=adoption)
    adopting.ask_what_waits()

    sent()
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

    adopting.decline(adoption_id=adoption.pk, side=Side.ADOPTER, reason="Abbiamo smesso.")

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

    assert adopting.ask(adoption=adoption).unreachable == [Side.ORIGIN]
    assert list(Adoption.objects.stuck()) == [adoption]


def test_exactly_one_of_two_says_who_it_was(practice: PracticePage) -> None:
    for wrong in ({}, {"adopter_name": "Comune", "cooperative": CooperativeFactory()}):
        with pytest.raises(ValidationError):
            Adoption(practice=practice, **wrong).clean()


def test_a_link_serves_one_side_only(adoption: Adoption) -> None:
    adopting.ask(adoption=adoption)
    asked = adoption.inquiries.get(side=Side.ADOPTER)

    behind = adopting.inquiry_behind(adopting.link_token(asked))

    assert (behind.adoption, behind.side) == (adoption, Side.ADOPTER)


class TestAskingAgain:
    def test_a_corrected_address_gets_a_letter_and_the_wrong_one_loses_its_link(
        self, adoption: Adoption
    ) -> None:
        adopting.ask(adoption=adoption)
        wrong = adopting.link_token(adoption.inquiries.get(side=Side.ADOPTER))
        sent()
        before = adopting.facts_of(adoption)
        adoption.adopter_email = "bea@example.org"
        adoption.save()

        outcome = adopting.follow_correction(adoption_id=adoption.pk, before=before)

        assert outcome.asked == [Side.ADOPTER]
        assert set(sent()) == {"bea@example.org"}
        with pytest.raises(AdoptionInquiry.DoesNotExist):
            adopting.inquiry_behind(wrong)

    def test_a_letter_that_has_not_left_does_not_go_to_another_address(
        self, adoption: Adoption
    ) -> None:
        adopting.ask(adoption=adoption)
        Adoption.objects.update(adopter_email="bea@example.org")

        assert set(sent()) == {"ada@example.org"}

    def test_a_side_that_becomes_reachable_is_asked(self, hub_site: HubSite) -> None:
        page = hub_site.practice()
        adoption = Adoption.objects.create(
            practice=page, adopter_name="Comune", place="Bari", adopted_date=date(2025, 3, 1)
        )
        assert adopting.ask(adoption=adoption).unreachable == list(Side)
        trace(practice=page, origin="editorial", contact_email="ada@example.org")

        adopting.ask_what_waits()

        assert set(sent()) == {"ada@example.org"}

    def test_the_button_writes_to_those_who_have_not_confirmed_but_not_for_ever(
        self, adoption: Adoption
    ) -> None:
        adopting.ask(adoption=adoption)
        adopting.confirm(adoption_id=adoption.pk, side=Side.ORIGIN)
        sent()

        for _each in range(adopting.AT_MOST - 1):
            assert adopting.ask_again(adoption_id=adoption.pk, by=None).asked == [Side.ADOPTER]
        outcome = adopting.ask_again(adoption_id=adoption.pk, by=None)

        assert (outcome.asked, outcome.held_back) == ([], [Side.ADOPTER])
        assert set(sent()) == {"bo@example.org"}
        with time_machine.travel(datetime.now(UTC) + adopting.WITHIN + timedelta(days=1)):
            assert adopting.ask_again(adoption_id=adoption.pk, by=None).asked == [Side.ADOPTER]

    def test_one_reminder_leaves_by_itself_and_only_to_who_is_silent(
        self, adoption: Adoption
    ) -> None:
        adopting.ask(adoption=adoption)
        adopting.confirm(adoption_id=adoption.pk, side=Side.ORIGIN)
        sent()
        asked_at = adoption.inquiries.get(side=Side.ADOPTER).asked_at

        early = adopting.remind(at=asked_at + adopting.REMIND_AFTER - timedelta(hours=1))
        after = asked_at + adopting.REMIND_AFTER
        counts = [early, adopting.remind(at=after), adopting.remind(at=after + timedelta(days=9))]

        assert counts == [0, 1, 0]
        assert set(sent()) == {"bo@example.org"}
        assert "un promemoria" in str(mail.outbox[-1].body)
        assert not Adoption.objects.stuck(after).exists()
        assert list(Adoption.objects.stuck(after + SILENT_AFTER)) == [adoption]


class TestCorrecting:
    @pytest.fixture
    def confirmed(self, adoption: Adoption) -> Adoption:
        adopting.ask(adoption=adoption)
        for side in Side:
            adopting.confirm(adoption_id=adoption.pk, side=side)
        sent()
        adoption.refresh_from_db()
        return adoption

    def change(self, adoption: Adoption, **values: object) -> adopting.Asked:
        before = adopting.facts_of(adoption)
        for name, value in values.items():
            setattr(adoption, name, value)
        adoption.save()
        return adopting.follow_correction(adoption_id=adoption.pk, before=before)

    @pytest.mark.parametrize(
        "changed",
        [
            {"adopter_name": "Comune di Brindisi"},
            {"place": "Brindisi"},
            {"what_changed": "Due giorni, non uno."},
            {"status": "stopped"},
            {"adopted_date": date(2024, 1, 1)},
        ],
    )
    def test_other_facts_are_confirmed_anew_by_both(
        self, confirmed: Adoption, changed: dict[str, object]
    ) -> None:
        outcome = self.change(confirmed, **changed)

        assert outcome.has_dropped
        assert outcome.asked == list(Side)
        assert not Adoption.objects.confirmed().exists()
        assert set(sent()) == {"ada@example.org", "bo@example.org"}

    def test_another_address_or_line_end_is_no_other_fact(self, confirmed: Adoption) -> None:
        Adoption.objects.update(what_changed="Uno\nDue")
        confirmed.refresh_from_db()

        outcome = self.change(confirmed, what_changed="Uno\r\nDue", adopter_email="z@example.org")

        assert not outcome.has_dropped
        assert Adoption.objects.confirmed().exists()
        assert sent() == {}

    def test_a_refusal_ends_when_the_facts_are_corrected(self, adoption: Adoption) -> None:
        adopting.ask(adoption=adoption)
        adopting.decline(adoption_id=adoption.pk, side=Side.ADOPTER, reason="Non a Bari.")
        assert list(Adoption.objects.refused()) == [adoption]
        sent()
        adoption.refresh_from_db()

        self.change(adoption, place="Brindisi")

        adoption.refresh_from_db()
        assert (adoption.declined_at, adoption.declined_reason) == (None, "")
        assert set(sent()) == {"ada@example.org", "bo@example.org"}

    def test_nobody_confirms_what_they_have_not_read(self, adoption: Adoption) -> None:
        seen = adopting.fingerprint(adoption)
        Adoption.objects.update(place="Brindisi")

        with pytest.raises(adopting.FactsChanged):
            adopting.confirm(adoption_id=adoption.pk, side=Side.ORIGIN, seen=seen)


def test_a_contact_that_becomes_known_is_asked_at_once(hub_site: HubSite) -> None:
    page = hub_site.practice()
    Adoption.objects.create(
        practice=page, adopter_name="Comune", place="Bari", adopted_date=date(2025, 3, 1)
    )
    record = record_of(page)
    record.contact_email = "ada@example.org"
    record.save()

    adopting.ask_about(practice=page)

    assert set(sent()) == {"ada@example.org"}
