"""Two records of one organisation become one, and two again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import Entry
from core import organisation_likeness, organisation_merging
from core.admin.organisations import OrganisationEditView
from core.models import Organisation
from core.organisation_merging import OrganisationsNotMerged
from tests.catalogue.conftest import Commits, commits
from tests.factories import AdminFactory, HubSite, OrganisationFactory, UserFactory, tax_code

pytestmark = pytest.mark.django_db
__all__ = ["commits"]


@pytest.fixture
def pair() -> tuple[Organisation, Organisation]:
    """The one that is to go, and the one that is to remain."""
    goes = OrganisationFactory(
        name="Com. Copparo", tax_code=tax_code(7), website="https://a.example.org", contacts="Anna"
    )
    return goes, OrganisationFactory(name="Comune di Copparo", website="https://b.example.org")


def test_pages_that_name_one_say_the_other_and_the_old_name_again_when_taken_back(
    hub_site: HubSite, commits: Commits, pair: tuple[Organisation, Organisation]
) -> None:
    goes, stays = pair
    with commits():
        event = hub_site.event(organisers=[goes, stays])
    with commits():
        organisation_merging.merge(source_id=goes.pk, target_id=stays.pk)

    detail = Entry.objects.get(uid=event.uid).detail
    assert "Comune di Copparo" in detail
    assert "Com. Copparo" not in detail
    assert set(event.organisers.all()) == {goes, stays}

    with commits():
        organisation_merging.separate(source_id=goes.pk)
    assert "Com. Copparo" in Entry.objects.get(uid=event.uid).detail


def test_what_the_one_that_stays_lacks_is_taken_over(
    pair: tuple[Organisation, Organisation],
) -> None:
    goes, stays = pair
    plan = organisation_merging.plan(goes, stays)
    assert plan.filling == ["Codice fiscale", "Contatti"]
    assert list(plan.differing.values()) == [("https://b.example.org", "https://a.example.org")]

    organisation_merging.merge(source_id=goes.pk, target_id=stays.pk)
    stays.refresh_from_db()
    assert (stays.tax_code, stays.contacts) == (tax_code(7), "Anna")
    assert stays.website == "https://b.example.org"
    assert list(Organisation.objects.current()) == [stays]

    organisation_merging.separate(source_id=goes.pk)
    stays.refresh_from_db()
    assert (stays.tax_code, stays.contacts) == ("", "Anna")


def test_who_was_merged_into_the_one_that_goes_stands_for_the_one_that_stays(
    pair: tuple[Organisation, Organisation],
) -> None:
    goes, stays = pair
    first = OrganisationFactory(name="Copparo")
    organisation_merging.merge(source_id=first.pk, target_id=goes.pk)
    organisation_merging.merge(source_id=goes.pk, target_id=stays.pk)

    first.refresh_from_db()
    assert first.current == stays


def test_what_cannot_be_merged_is_refused(pair: tuple[Organisation, Organisation]) -> None:
    goes, stays = pair
    listed = OrganisationFactory(name="Alfa", kind="cooperative", directory_code="alfa")
    organisation_merging.merge(source_id=goes.pk, target_id=stays.pk)

    for source, target in ((stays, stays), (goes, stays), (stays, goes), (listed, stays)):
        with pytest.raises(OrganisationsNotMerged):
            organisation_merging.merge(source_id=source.pk, target_id=target.pk)
    assert organisation_merging.merge(source_id=stays.pk, target_id=listed.pk) == listed


def test_similar_ones_are_told_by_name_and_by_number(
    pair: tuple[Organisation, Organisation],
) -> None:
    goes, stays = pair

    def found(**asked: Any) -> list[tuple[Organisation, bool]]:
        asked = {"name": "", "tax_code": "", "except_for": None} | asked
        return [
            (one.organisation, one.is_certain) for one in organisation_likeness.similar(**asked)
        ]

    assert found(name="comune di coparo") == [(stays, False)]
    assert found(tax_code=f"IT {tax_code(7)}") == [(goes, True)]
    assert found(name="Comune di Copparo", except_for=stays.pk) == []
    assert found(name="Università di Ferrara") == []


def test_in_the_admin_one_sees_what_will_happen_and_confirms_it(
    hub_site: HubSite, client: Client, pair: tuple[Organisation, Organisation]
) -> None:
    goes, stays = pair
    hub_site.event(organisers=[goes])
    address = reverse("wagtailsnippets_core_organisation:merge", args=[goes.pk])
    client.force_login(UserFactory())
    assert client.post(address, {"target": stays.pk}).status_code != 200
    client.force_login(AdminFactory())

    seen = client.get(address, {"target": stays.pk}).content.decode()
    assert "Appuntamenti: <strong>1</strong>" in seen
    assert set(Organisation.objects.current()) >= {goes, stays}

    client.post(address, {"target": stays.pk})
    assert Organisation.objects.get(merged_into=stays) == goes
    listing = client.get(reverse("wagtailsnippets_core_organisation:list")).content.decode()
    back = reverse("wagtailsnippets_core_organisation:separate", args=[goes.pk])
    assert back in listing
    client.post(back)
    assert not Organisation.objects.filter(merged_into=stays).exists()


def test_a_form_offers_what_stands_for_itself_and_what_was_chosen_before(
    hub_site: HubSite, client: Client, pair: tuple[Organisation, Organisation]
) -> None:
    goes, stays = pair
    with_it, without = hub_site.event(organisers=[goes]), hub_site.event()
    organisation_merging.merge(source_id=goes.pk, target_id=stays.pk)
    client.force_login(AdminFactory())

    def offered(page: Any) -> str:
        return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "Com. Copparo" in offered(with_it)
    assert "Com. Copparo" not in offered(without)


def test_the_form_of_an_organisation_saves_its_roles_and_shows_similar_ones(
    client: Client, pair: tuple[Organisation, Organisation]
) -> None:
    client.force_login(AdminFactory())
    address = reverse("wagtailsnippets_core_organisation:add")
    form = client.get(address).content.decode()
    similar = reverse("wagtailsnippets_core_organisation:similar")
    assert similar in form
    assert "core/similar.js" in form
    assert "Comune di Copparo" in client.get(similar, {"name": "Comune Copparo"}).content.decode()

    answers = {
        "name": "Regione",
        "kind": "public-body",
        "level": "regional",
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-role": "funder",
        "roles-0-since_date": "2024-01-01",
        "roles-0-ORDER": "1",
    }
    client.post(address, answers)

    (role,) = Organisation.objects.get(name="Regione").roles.all()
    assert (role.role, role.since_date.year) == ("funder", 2024)


def test_an_open_form_does_not_take_a_merger_back(
    client: Client, pair: tuple[Organisation, Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    goes, stays = pair
    client.force_login(AdminFactory())
    reading = OrganisationEditView.setup

    def read_then_merged(view: Any, *args: Any, **kwargs: Any) -> None:
        reading(view, *args, **kwargs)
        organisation_merging.merge(source_id=goes.pk, target_id=stays.pk)

    monkeypatch.setattr(OrganisationEditView, "setup", read_then_merged)
    answers = {"name": goes.name, "kind": goes.kind, "website": "https://c.example.org"}
    client.post(
        reverse("wagtailsnippets_core_organisation:edit", args=[goes.pk]),
        answers | {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"},
    )

    assert Organisation.objects.get(website="https://c.example.org").merged_into == stays
