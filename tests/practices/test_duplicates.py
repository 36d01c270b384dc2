"""Noticing a cooperative that is in the directory already."""

import pytest

from practices import duplicates
from tests.factories import CooperativeFactory, tax_code

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "written",
    [
        "La Ghirlanda Soc. Coop. Sociale",
        "LA GHIRLANDA società cooperativa sociale ONLUS",
        "Cooperativa Sociale La Ghirlanda a r.l.",
        "Ghirlanda La",
    ],
)
def test_legal_forms_do_not_matter(written):
    known = CooperativeFactory(name="La Ghirlanda S.C.S.")
    [found] = duplicates.similar(name=written, except_for=None)
    assert found.cooperative == known
    assert not found.is_certain


def test_a_name_of_legal_forms_alone_is_like_nobody():
    CooperativeFactory(name="Il Sorriso Soc. Coop. Sociale")
    assert duplicates.similar(name="Soc. Coop. Sociale", except_for=None) == []
    assert duplicates.similar(name="", except_for=None) == []


def test_a_typing_error_is_forgiven_above_all_in_the_same_town():
    known = CooperativeFactory(name="Terra e Pane", municipality="Copparo")
    assert duplicates.similar(name="Tera e Pane", except_for=None)
    [here] = duplicates.similar(name="Tera e Pane", municipality="copparo", except_for=None)
    [there] = duplicates.similar(name="Tera e Pane", municipality="Lecce", except_for=None)
    assert here.cooperative == there.cooperative == known
    assert here.alike > there.alike


def test_the_same_number_is_certain_in_either_column():
    number = tax_code(4711)
    known = CooperativeFactory(tax_code="", vat_number=number)
    [found] = duplicates.similar(name="Altro", numbers=(f"IT{number}",), except_for=None)
    assert found.is_certain
    assert found.cooperative == known
    assert duplicates.with_number(number) == known
    assert duplicates.with_number("") is None


def test_a_record_is_not_like_itself():
    known = CooperativeFactory(name="La Ghirlanda")
    assert duplicates.similar(name="La Ghirlanda", except_for=known.pk) == []
