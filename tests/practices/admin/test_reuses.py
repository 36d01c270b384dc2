"""The re-use ledger as staff see it: noting, correcting, asking again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from core import posting, waiting
from hub.setting_up import EDITORS, set_up
from practices import adopting
from practices.models import Adoption, PracticePage
from practices.models.practice_choices import Side
from practices.recording import trace
from tests.factories import AdminFactory, HubSite, UserFactory
from tests.hub.test_waiting import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


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


def answers(adoption: Adoption, **changed: object) -> dict[str, object]:
    """The form as it stands, with changes."""
    return {
        "practice": adoption.practice_id,
        "adopter_name": adoption.adopter_name,
        "adopter_email": adoption.adopter_email,
        "place": adoption.place,
        "adopted_date": "2025-03-01",
        "status": adoption.status,
        "what_changed": adoption.what_changed,
    } | changed


def edit_url(adoption: Adoption) -> str:
    return reverse("wagtailsnippets_practices_adoption:edit", args=[adoption.pk])


def confirm_both(adoption: Adoption) -> None:
    adopting.ask(adoption=adoption)
    for side in Side:
        adopting.confirm(adoption_id=adoption.pk, side=side)
    posting.send_due()
    mail.outbox.clear()


def test_changing_what_was_confirmed_is_announced_and_told(staff: Client, adoption: Adoption):
    confirm_both(adoption)
    assert "le loro risposte non valgono più" in staff.get(edit_url(adoption)).text

    page = staff.post(edit_url(adoption), answers(adoption, place="Brindisi"), follow=True)

    assert "finché entrambe le parti" in page.text
    posting.send_due()
    assert {message.to[0] for message in mail.outbox} == {"ada@example.org", "bo@example.org"}
    assert not Adoption.objects.confirmed().exists()


def test_saving_without_a_change_leaves_what_was_confirmed(staff: Client, adoption: Adoption):
    confirm_both(adoption)

    staff.post(edit_url(adoption), answers(adoption))

    posting.send_due()
    assert Adoption.objects.confirmed().exists()
    assert mail.outbox == []


def test_an_answer_that_came_while_the_form_was_open_is_kept(staff: Client, adoption: Adoption):
    adopting.ask(adoption=adoption)
    form = answers(adoption, adopter_email="bea@example.org")
    adopting.confirm(adoption_id=adoption.pk, side=Side.ORIGIN)

    staff.post(edit_url(adoption), form)

    adoption.refresh_from_db()
    assert adoption.origin_confirmed_at is not None
    assert adoption.inquiries.open().get().side == Side.ADOPTER


def test_the_button_asks_again_and_opening_its_page_does_not(staff: Client, adoption: Adoption):
    adopting.ask(adoption=adoption)
    posting.send_due()
    url = reverse("practice_reuse", args=[adoption.pk])
    assert "bo@example.org" in staff.get(url).text
    assert len(mail.outbox) == 2

    staff.post(url)

    posting.send_due()
    assert len(mail.outbox) == 4


def test_only_who_may_change_re_uses_may_ask(client: Client, adoption: Adoption):
    client.force_login(UserFactory())

    answer = client.post(reverse("practice_reuse", args=[adoption.pk]))

    assert answer.status_code in {302, 403}
    assert not adoption.inquiries.exists()


class TestWhatWaits:
    def test_a_refusal_waits_until_it_is_corrected(self, staff: Client, adoption: Adoption):
        adopting.ask(adoption=adoption)
        adopting.decline(adoption_id=adoption.pk, side=Side.ADOPTER, reason="Non a Bari.")

        [line] = [one for one in lines(AdminFactory()) if "rifiutat" in one.text]

        assert "Non a Bari." in staff.get(line.url).text
        staff.post(edit_url(adoption), answers(adoption, place="Brindisi"))
        assert not [one for one in lines(AdminFactory()) if "rifiutat" in one.text]

    def test_who_cannot_be_reached_or_is_silent_waits_and_who_was_just_asked_does_not(
        self, staff: Client, adoption: Adoption, practice: PracticePage
    ):
        adopting.ask(adoption=adoption)
        assert not waiting_for_answers()
        for place in ("Lecce", "Foggia"):
            unreachable = Adoption.objects.create(
                practice=practice, adopter_name="X", place=place, adopted_date=date(2025, 3, 1)
            )
            adopting.ask(adoption=unreachable)

        [line] = waiting_for_answers()

        assert line.count == 2
        listed = staff.get(line.url).text
        assert "Lecce" in listed
        assert "Foggia" in listed
        assert "Bari" not in listed

    def test_who_may_not_change_re_uses_is_not_told(self, adoption: Adoption):
        set_up()
        person = UserFactory()
        assert waiting_for_answers(person) == []
        person = type(person).objects.get(pk=person.pk)
        person.groups.add(person.groups.model.objects.get(name=EDITORS))
        assert len(waiting_for_answers(person)) == 1


def waiting_for_answers(person=None) -> list[waiting.Line]:
    return [one for one in lines(person or AdminFactory()) if "Nessuno risponde" in one.text]
