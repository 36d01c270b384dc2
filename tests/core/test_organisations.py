"""Organisations as pages name them: cooperatives of the directory bring their code and address."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from wagtail.admin.panels import get_edit_handler

from core.blocks.data import Reading
from core.models import Organisation
from core.models.organisation import OrganisationKind, OrganisationRole
from core.organisations import cooperative_terms, organisation_data, organisations_data
from core.projection import Term
from tests.factories import AdminFactory, HubSite, ImageFactory, OrganisationFactory, tax_code

pytestmark = pytest.mark.django_db


def cooperative(name: str = "Alfa", code: str = "alfa", **fields) -> Organisation:
    return OrganisationFactory(
        name=name, directory_code=code, kind=OrganisationKind.COOPERATIVE, **fields
    )


def test_a_cooperative_brings_its_code_and_its_page_in_the_language_of_the_day() -> None:
    alfa = cooperative(website="https://alfa.example.org")
    with translation.override("it"):
        assert organisation_data(alfa, Reading()) == {
            "name": "Alfa",
            "website": "https://alfa.example.org",
            "code": "alfa",
            "url": "http://127.0.0.1:8000/it/cooperative/alfa/",
            "kind": {"code": "cooperative", "label": "Cooperativa dell’elenco"},
            "description": "",
            "logo": None,
        }
    with translation.override("en"):
        assert organisation_data(alfa, Reading())["url"].endswith("/en/cooperatives/alfa/")


def test_others_have_neither() -> None:
    data = organisation_data(OrganisationFactory(), Reading())
    assert (data["code"], data["url"]) == ("", "")
    assert cooperative_terms([OrganisationFactory()]) == []


def test_two_whose_records_were_merged_are_told_once_and_as_the_one_that_goes_on() -> None:
    alfa = cooperative()
    beta = cooperative("Beta", "", merged_into=alfa)
    assert [one["name"] for one in organisations_data([beta, alfa], Reading())] == ["Alfa"]
    assert cooperative_terms([alfa, beta, alfa]) == [Term("cooperative", "alfa", "Alfa")]


def test_staff_are_offered_every_kind_but_that_of_the_directory() -> None:
    form_class = get_edit_handler(Organisation).get_form_class()
    form = form_class(for_user=AdminFactory())
    offered = {code for code, _label in form.fields["kind"].choices}
    assert offered == set(OrganisationKind.values) - {OrganisationKind.COOPERATIVE}


def test_a_tax_code_is_checked_and_belongs_to_one_organisation() -> None:
    number = tax_code(1)
    first = OrganisationFactory(tax_code=number)
    first.full_clean()

    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    for wrong in (mistyped, "123"):
        with pytest.raises(ValidationError) as refusal:
            Organisation(name="Altra", tax_code=wrong).full_clean()
        assert list(refusal.value.message_dict) == ["tax_code"]
    with pytest.raises(ValidationError, match=first.name):
        Organisation(name="Altra", tax_code=f"IT {number}").full_clean()
    Organisation(name="Altra").full_clean()


def test_a_logo_needs_words_and_is_shown_while_its_picture_may_be(hub_site: HubSite) -> None:
    logo = ImageFactory(description="")
    with pytest.raises(ValidationError) as refusal:
        OrganisationFactory(logo=logo).full_clean()
    assert list(refusal.value.message_dict) == ["logo_alt"]

    named = OrganisationFactory(logo=logo, logo_alt="Comune di Copparo", contacts="Anna, 0532 1")
    event, reading = hub_site.event(organisers=[named]), Reading()
    data = organisation_data(named, reading)

    assert data["logo"]["alt"] == "Comune di Copparo"
    assert reading.image_ids == {logo.pk}
    assert "Anna" not in str(data)
    page = Client().get(event.url).content.decode()
    assert 'alt="Comune di Copparo"' in page
    assert "0532" not in page


def test_a_description_is_read_in_the_readers_language() -> None:
    named = OrganisationFactory(description="Un ente", description_en="A body")
    with translation.override("en"):
        assert organisation_data(named, Reading())["description"] == "A body"
    assert OrganisationFactory(description="Un ente").described_in("en") == "Un ente"


def test_a_role_cannot_end_before_it_begins() -> None:
    role = OrganisationRole(
        organisation=OrganisationFactory(),
        role="funder",
        since_date=date(2026, 5, 1),
        until_date=date(2026, 4, 1),
    )
    with pytest.raises(ValidationError) as refusal:
        role.full_clean()
    assert list(refusal.value.message_dict) == ["until_date"]
