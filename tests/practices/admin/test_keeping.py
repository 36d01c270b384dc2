"""Of a likely duplicate in another region editors learn that it is there, and whom to ask."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Territory
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.factories import CooperativeFactory, tax_code
from tests.practices.admin.test_directory import ADD, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def regional(client: Client) -> Client:
    set_up_groups()
    ferrara()
    CooperativeFactory(
        name="La Ghirlanda", municipality="Lecce", territory=elsewhere(), tax_code=tax_code(7)
    )
    client.force_login(regional_editor("08"))
    return client


def hint(client: Client, **asked: str) -> str:
    return client.get(reverse("cooperatives:similar"), asked).text


def test_somebody_of_the_other_region_can_be_asked(regional: Client) -> None:
    regional_editor("16", first_name="Anna", last_name="Rossi")
    regional_editor("16", first_name="Non", last_name="Attiva", is_active=False)
    for asked in ({"name": "La Girlanda"}, {"name": "x", "tax_code": tax_code(7)}):
        told = hint(regional, **asked)
        assert "Puglia" in told
        assert "Anna Rossi" in told
        assert "Attiva" not in told
        for hidden in ("Ghirlanda", "Lecce", tax_code(7), "/edit/"):
            assert hidden not in told


def test_the_hub_s_own_editors_are_asked_where_nobody_edits_for_the_region(
    regional: Client,
) -> None:
    assert "Puglia" in hint(regional, name="La Girlanda")


def test_a_number_that_is_taken_elsewhere_does_not_name_who_has_it(regional: Client) -> None:
    place = Territory.objects.get(code="08")
    response = regional.post(ADD, answers(vat_number=tax_code(7), territory=str(place.pk)))
    [error] = response.context["form"].errors["vat_number"]
    assert "Puglia" in error
    assert "Ghirlanda" not in error


def test_what_is_in_one_s_own_region_is_named(regional: Client) -> None:
    CooperativeFactory(name="La Conchiglia", territory=ferrara())
    assert "La Conchiglia" in hint(regional, name="La Conchilia")
