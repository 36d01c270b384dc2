"""The pages behind the links of letters: opening them changes nothing, a button answers."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from practices import adopting, confirming
from practices.models import Adoption, Inquiry, PracticePage
from practices.models.practice_choices import InquiryKind, Side
from practices.recording import record_of, trace
from tests.factories import HubSite

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(hub_site: HubSite) -> PracticePage:
    page = hub_site.practice(title="Orto del lunedì")
    trace(practice=page, origin="editorial", contact_email="ada@example.org")
    return page


def address(name: str, token: str, language: str = "it") -> str:
    with translation.override(language):
        return reverse(f"answers:{name}", kwargs={"token": token})


def inquiry_address(practice: PracticePage, kind: str = InquiryKind.STILL_SO) -> str:
    inquiry = confirming.ask(practice=practice, kind=kind)
    return address("inquiry", confirming.link_token(inquiry))


def test_opening_the_link_changes_nothing(practice: PracticePage, client: Client) -> None:
    url = inquiry_address(practice)

    page = client.get(url)
    client.head(url)

    assert page.status_code == 200
    assert "Orto del lunedì" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert "noindex" in page["X-Robots-Tag"]
    assert Inquiry.objects.get().is_open


def test_the_button_answers(practice: PracticePage, client: Client) -> None:
    url = inquiry_address(practice)

    page = client.post(url, {"answer": "still-so", "name": "Ada"})

    assert "Grazie" in page.text
    assert record_of(practice).last_confirmed_at is not None
    assert "Grazie" in client.get(url).text


def test_without_words_a_change_is_asked_again_and_nothing_is_lost(
    practice: PracticePage, client: Client
) -> None:
    url = inquiry_address(practice)

    page = client.post(url, {"answer": "changed", "message": " ", "name": "Ada & Bo"})

    assert page.status_code == 422
    assert "message-error" in page.text
    assert 'value="Ada &amp; Bo"' in page.text
    assert Inquiry.objects.get().is_open


def test_words_are_kept_as_they_are_written(practice: PracticePage, client: Client) -> None:
    url = inquiry_address(practice)

    page = client.post(url, {"answer": "changed", "message": "<b>Ora</b> siamo in due."})

    assert Inquiry.objects.get().message == "<b>Ora</b> siamo in due."
    assert "&lt;b&gt;Ora&lt;/b&gt;" in page.text


def test_an_answer_that_is_none_is_refused(practice: PracticePage, client: Client) -> None:
    assert client.post(inquiry_address(practice), {"answer": "confirmed"}).status_code == 422


def test_the_draft_is_read_before_it_is_confirmed(hub_site: HubSite, client: Client) -> None:
    page = hub_site.practice(publish=False, title="Bozza riservata", need="Un bisogno nuovo.")
    trace(practice=page, origin="call", contact_email="ada@example.org")

    shown = client.get(inquiry_address(page, InquiryKind.TEXT))

    assert "Bozza riservata" in shown.text
    assert "Un bisogno nuovo." in shown.text


def test_later_changes_are_not_shown_as_what_was_sent(hub_site: HubSite, client: Client) -> None:
    page = hub_site.practice(publish=False, need="Prima versione.")
    trace(practice=page, origin="call", contact_email="ada@example.org")
    url = inquiry_address(page, InquiryKind.TEXT)
    page.need = "Seconda versione."
    page.save_revision()

    assert "Prima versione." in client.get(url).text


@pytest.mark.parametrize(("token", "status"), [("rotto", 404), ("", 404)])
def test_a_broken_link_says_so(db: None, client: Client, token: str, status: int) -> None:
    with translation.override("it"):
        url = reverse("answers:inquiry_bare") + (f"{token}/" if token else "")

    page = client.get(url)

    assert page.status_code == status
    assert "Questo link non è completo" in page.text


def test_a_link_to_what_is_gone_says_so(practice: PracticePage, client: Client) -> None:
    url = inquiry_address(practice)
    Inquiry.objects.all().delete()

    assert client.get(url).status_code == 410


def test_a_link_for_something_else_opens_nothing(practice: PracticePage, client: Client) -> None:
    adoption = make_adoption(practice)
    token = link_of(adoption, Side.ORIGIN)

    assert client.get(address("inquiry", token)).status_code == 404


def make_adoption(practice: PracticePage) -> Adoption:
    adoption = Adoption.objects.create(
        practice=practice,
        adopter_name="Comune",
        adopter_email="bo@example.org",
        place="Bari",
        adopted_date=date(2025, 3, 1),
    )
    adopting.ask(adoption=adoption)
    return adoption


def link_of(adoption: Adoption, side: Side) -> str:
    return adopting.link_token(adoption.inquiries.get(side=side))


def pressed(client: Client, url: str):
    """The button on the page behind a link."""
    return client.post(url, {"answer": "confirm", "seen": client.get(url).context["seen"]})


def test_a_re_use_is_confirmed_by_buttons_on_both_sides(
    practice: PracticePage, client: Client
) -> None:
    adoption = make_adoption(practice)
    urls = [address("adoption", link_of(adoption, side), "en") for side in Side]

    for url in urls:
        assert client.get(url).status_code == 200
    assert not Adoption.objects.confirmed().exists()
    for url in urls:
        pressed(client, url)

    assert Adoption.objects.confirmed().exists()
    assert "Both sides have confirmed it" in client.get(urls[0]).text


def test_a_re_use_can_be_declined_with_a_reason(practice: PracticePage, client: Client) -> None:
    adoption = make_adoption(practice)
    url = address("adoption", link_of(adoption, Side.ADOPTER))

    client.post(url, {"answer": "decline", "reason": "Non siamo noi."})

    adoption.refresh_from_db()
    assert adoption.declined_reason == "Non siamo noi."


def test_what_was_corrected_since_the_page_was_opened_is_read_again(
    practice: PracticePage, client: Client
) -> None:
    adoption = make_adoption(practice)
    url = address("adoption", link_of(adoption, Side.ORIGIN))
    seen = client.get(url).context["seen"]
    Adoption.objects.update(place="Brindisi")

    page = client.post(url, {"answer": "confirm", "seen": seen})

    assert page.status_code == 409
    assert "Brindisi" in page.text
    assert "corretta dopo" in page.text
    adoption.refresh_from_db()
    assert adoption.origin_confirmed_at is None
    pressed(client, url)
    adoption.refresh_from_db()
    assert adoption.origin_confirmed_at is not None


def test_a_link_that_a_newer_letter_has_replaced_says_so(
    practice: PracticePage, client: Client
) -> None:
    adoption = make_adoption(practice)
    older = address("adoption", link_of(adoption, Side.ORIGIN))
    adopting.ask_again(adoption_id=adoption.pk, by=None)

    page = client.get(older)

    assert page.status_code == 410
    assert "è stato sostituito" in page.text
