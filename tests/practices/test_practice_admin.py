"""Care of a practice in the admin."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from core import posting
from practices import confirming
from practices.models import Adoption, Inquiry
from practices.models.practice_choices import Answer, InquiryKind
from practices.practice_admin import care_url
from practices.recording import record_of, trace
from tests.factories import AdminFactory, HubSite, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def test_staff_ask_and_note_from_one_page(hub_site: HubSite, staff: Client) -> None:
    page = hub_site.practice()
    url = care_url(page.pk)

    staff.post(url, {"action": "still-so"})
    assert not Inquiry.objects.exists()
    staff.post(
        url, {"action": "contact", "contact_name": "Ada", "contact_email": "ada@example.org"}
    )
    staff.post(url, {"action": "still-so"})
    posting.send_due()

    assert mail.outbox[0].to == ["ada@example.org"]
    assert "In attesa di risposta" in staff.get(url).text
    staff.post(url, {"action": "confirmed"})
    assert record_of(page).last_confirmed_at is not None


def test_a_wrong_address_is_told_at_its_field(hub_site: HubSite, staff: Client) -> None:
    page = hub_site.practice()

    answer = staff.post(care_url(page.pk), {"action": "contact", "contact_email": "ada"})

    assert answer.status_code == 200
    assert "contact_email" in answer.context["form"].errors


def test_an_answer_is_settled_there(hub_site: HubSite, staff: Client) -> None:
    page = hub_site.practice()
    trace(practice=page, origin="editorial", contact_email="ada@example.org")
    inquiry = confirming.ask(practice=page, kind=InquiryKind.STILL_SO)
    confirming.answer(inquiry_id=inquiry.pk, answer=Answer.CHANGED, message="Ora in due.")

    assert "Ora in due." in staff.get(care_url(page.pk)).text
    staff.post(care_url(page.pk), {"action": f"settle:{inquiry.pk}"})

    inquiry.refresh_from_db()
    assert inquiry.handled_at is not None


def test_whoever_may_not_edit_may_not_look(hub_site: HubSite, client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get(care_url(hub_site.practice().pk)).status_code in {302, 403}


def test_the_editor_shows_what_would_add_most(hub_site: HubSite, staff: Client) -> None:
    page = hub_site.practice()

    editor = staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert "Completezza" in editor.text
    assert care_url(page.pk) in editor.text


def test_a_new_re_use_asks_both_sides_at_once(hub_site: HubSite, staff: Client) -> None:
    page = hub_site.practice()
    trace(practice=page, origin="editorial", contact_email="ada@example.org")

    staff.post(
        reverse("wagtailsnippets_practices_adoption:add"),
        {
            "practice": page.pk,
            "adopter_name": "Comune di Bari",
            "adopter_email": "bo@example.org",
            "place": "Bari",
            "adopted_date": "2025-03-01",
            "status": "running",
            "what_changed": "",
        },
    )
    posting.send_due()

    assert Adoption.objects.get().asked_at is not None
    assert {message.to[0] for message in mail.outbox} == {"ada@example.org", "bo@example.org"}
