"""Organisations as pages name them: cooperatives of the directory bring their code and address."""

from __future__ import annotations

import pytest
from django.utils import translation
from wagtail.admin.panels import get_edit_handler

from core.models import Organisation
from core.models.organisation import OrganisationKind
from core.organisations import cooperative_terms, organisation_data, organisations_data
from core.projection import Term
from tests.factories import AdminFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def cooperative(name: str = "Alfa", code: str = "alfa", **fields) -> Organisation:
    return OrganisationFactory(
        name=name, directory_code=code, kind=OrganisationKind.COOPERATIVE, **fields
    )


def test_a_cooperative_brings_its_code_and_its_page_in_the_language_of_the_day() -> None:
    alfa = cooperative(website="https://alfa.example.org")
    with translation.override("it"):
        assert organisation_data(alfa) == {
            "name": "Alfa",
            "website": "https://alfa.example.org",
            "code": "alfa",
            "url": "http://127.0.0.1:8000/it/cooperative/alfa/",
        }
    with translation.override("en"):
        assert organisation_data(alfa)["url"].endswith("/en/cooperatives/alfa/")


def test_others_have_neither() -> None:
    data = organisation_data(OrganisationFactory())
    assert (data["code"], data["url"]) == ("", "")
    assert cooperative_terms([OrganisationFactory()]) == []


def test_two_whose_records_were_merged_are_told_once_and_as_the_one_that_goes_on() -> None:
    alfa = cooperative()
    beta = cooperative("Beta", "", merged_into=alfa)
    assert [one["name"] for one in organisations_data([beta, alfa])] == ["Alfa"]
    assert cooperative_terms([alfa, beta, alfa]) == [Term("cooperative", "alfa", "Alfa")]


def test_staff_are_offered_every_kind_but_that_of_the_directory() -> None:
    form_class = get_edit_handler(Organisation).get_form_class()
    form = form_class(for_user=AdminFactory())
    offered = {code for code, _label in form.fields["kind"].choices}
    assert offered == set(OrganisationKind.values) - {OrganisationKind.COOPERATIVE}
