"""The directory of cooperatives in the admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from practices import claiming, merging, proposing
from practices.admin.forms import looks_personal
from practices.models import (
    Claim,
    Cooperative,
    CooperativeContact,
    Lifecycle,
    Merger,
    Proposal,
)
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.factories import AdminFactory, CooperativeFactory, UserFactory, tax_code

pytestmark = pytest.mark.django_db
LIST = reverse("wagtailsnippets_practices_cooperative:list")


def member_of_staff(*permissions: str):
    group = Group.objects.create(name="prova")
    wanted = Permission.objects.filter(
        codename__in=[*permissions, "access_admin"],
        content_type__app_label__in=["practices", "wagtailadmin"],
    )
    group.permissions.set(wanted)
    user = UserFactory()
    user.groups.add(group)
    return user


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def empty_inlines() -> dict[str, str]:
    return {
        f"{name}-{part}": "0"
        for name in ("sites", "register_entries", "contacts")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }


def answers(**changes):
    territory = CooperativeFactory().territory
    return {
        "name": "Nuova",
        "kind": "social-a",
        "municipality": "Ferrara",
        "territory": territory.pk,
        "precision": "municipality",
        "lifecycle": "active",
        **empty_inlines(),
        **changes,
    }


ADD = reverse("wagtailsnippets_practices_cooperative:add")


class TestTheForm:
    def test_makes_a_record_with_little(self, admin: Client) -> None:
        response = admin.post(ADD, answers())
        assert response.status_code == 302, response.context["form"].errors
        assert not Cooperative.objects.get(name="Nuova").is_listed

    def test_takes_a_number_with_its_spaces(self, admin: Client) -> None:
        number = tax_code(555)
        admin.post(ADD, answers(tax_code=f"IT {number[:3]} {number[3:]}"))
        assert Cooperative.objects.get(name="Nuova").tax_code == number

    def test_refuses_a_number_that_is_taken_and_leads_to_who_has_it(self, admin: Client) -> None:
        other = CooperativeFactory(name="La Ghirlanda")
        response = admin.post(ADD, answers(vat_number=other.tax_code))
        assert response.status_code == 200
        [error] = response.context["form"].errors["vat_number"]
        assert "La Ghirlanda" in error
        assert reverse("wagtailsnippets_practices_cooperative:edit", args=[other.pk]) in error

    def test_asks_for_more_only_when_the_record_is_to_be_public(self, admin: Client) -> None:
        response = admin.post(ADD, answers(is_listed="on"))
        assert {"tax_code", "sectors"} <= set(response.context["form"].errors)

    def test_does_not_offer_merging_as_a_state(self, admin: Client) -> None:
        one = CooperativeFactory()
        page = admin.get(reverse("wagtailsnippets_practices_cooperative:edit", args=[one.pk]))
        assert 'value="merged"' not in page.text
        assert "core/similar.js" in page.text


class TestSimilarRecords:
    def test_are_shown_to_who_may_write(self, admin: Client) -> None:
        CooperativeFactory(name="La Ghirlanda Soc. Coop. Sociale")
        text = admin.get(reverse("cooperatives:similar"), {"name": "Ghirlanda"}).text
        assert "La Ghirlanda" in text

    def test_are_not_shown_to_others(self, client: Client) -> None:
        client.force_login(member_of_staff())
        assert client.get(reverse("cooperatives:similar"), {"name": "x"}).status_code != 200


class TestTheExport:
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_is_for_those_who_may(self, client: Client, form: str) -> None:
        CooperativeFactory()
        client.force_login(member_of_staff("view_cooperative", "change_cooperative"))
        assert client.get(LIST).status_code == 200
        assert client.get(LIST, {"export": form}).status_code in (302, 403)
        assert "export=csv" not in client.get(LIST).text

    def test_holds_nothing_private(self, admin: Client) -> None:
        one = CooperativeFactory(name="Alfa", internal_note="canarino-nota")
        one.contacts.create(name="canarino-nome", email="canarino@example.org")
        claiming.invite(
            cooperative=one, email="canarino@alfa.example.org", language="it", user=None
        )
        response = admin.get(LIST, {"export": "csv"})
        text = b"".join(response).decode()
        assert one.tax_code in text
        assert "canarino" not in text


class TestMerging:
    def test_shows_first_and_acts_by_the_button(self, admin: Client) -> None:
        kept, merged = CooperativeFactory(), CooperativeFactory()
        address = reverse("cooperatives:merge", args=[merged.pk])
        assert admin.get(address).status_code == 200
        page = admin.get(address, {"kept": kept.pk})
        assert page.context["plan"] is not None
        merged.refresh_from_db()
        assert merged.lifecycle == Lifecycle.ACTIVE
        admin.post(address, {"kept": kept.pk})
        merged.refresh_from_db()
        assert merged.merged_into == kept
        edit = reverse("wagtailsnippets_practices_cooperative:edit", args=[merged.pk])
        undo = reverse("cooperatives:undo_merger_page", args=[merged.pk])
        assert undo in admin.get(edit).text
        assert admin.get(undo).status_code == 200
        admin.post(reverse("cooperatives:undo_merger", args=[Merger.objects.get().pk]))
        merged.refresh_from_db()
        assert merged.lifecycle == Lifecycle.ACTIVE

    def test_names_what_moves(self, admin: Client) -> None:
        kept, merged = CooperativeFactory(), CooperativeFactory()
        for name in ("Ada", "Ugo"):
            CooperativeContact.objects.create(cooperative=merged, name=name)
        address = reverse("cooperatives:merge", args=[merged.pk])

        shown = admin.get(address, {"kept": kept.pk}).text

        assert "<strong>2</strong>" in shown

    def test_is_told_in_the_history(self, admin: Client) -> None:
        kept, merged = CooperativeFactory(name="Resta"), CooperativeFactory(name="Va")
        merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)
        history = reverse("wagtailsnippets_practices_cooperative:history", args=[kept.pk])
        assert "Va" in admin.get(history).text

    def test_is_not_for_everybody(self, client: Client) -> None:
        client.force_login(member_of_staff("change_cooperative"))
        one, other = CooperativeFactory(), CooperativeFactory()
        client.post(reverse("cooperatives:merge", args=[one.pk]), {"kept": other.pk})
        one.refresh_from_db()
        assert one.lifecycle == Lifecycle.ACTIVE


class TestClaimsAndProposals:
    def test_staff_invite_and_decide(self, admin: Client) -> None:
        one = CooperativeFactory()
        address = reverse("cooperatives:invite", args=[one.pk])
        admin.post(address, {"email": "a@example.org", "language": "it"})
        claim = Claim.objects.get()
        assert "a@example.org" in admin.get(address).text
        admin.post(reverse("cooperatives:claim", args=[claim.pk]), {"decision": "refuse"})
        claim.refresh_from_db()
        assert claim.email == ""

    def test_a_proposal_is_reviewed_field_by_field(self, admin: Client) -> None:
        one = CooperativeFactory(name="Alfa")
        claim = Claim.objects.create(cooperative=one, state="confirmed", language="it")
        proposal = proposing.propose(
            claim=claim, answers={"phone": "0532 1", "website": "https://alfa.example.org"}
        )
        assert proposal is not None
        assert "Alfa" in admin.get(reverse("cooperatives:proposals")).text
        address = reverse("cooperatives:proposal", args=[proposal.pk])
        assert "0532 1" in admin.get(address).text
        admin.post(address, {"accepted": ["phone"], "reply": ""})
        one.refresh_from_db()
        assert (one.phone, one.website) == ("0532 1", "")
        assert admin.get(address).status_code == 200
        admin.post(address, {"accepted": ["website"]})
        one.refresh_from_db()
        assert one.website == ""

    def test_what_another_address_clears_is_said_before_and_after(self, admin: Client) -> None:
        one = CooperativeFactory(municipality_istat="038008", latitude=44.8, longitude=11.6)
        claim = Claim.objects.create(cooperative=one, state="confirmed", language="it")
        proposal = proposing.propose(claim=claim, answers={"municipality": "Torino"})
        assert proposal is not None
        address = reverse("cooperatives:proposal", args=[proposal.pk])
        shown = admin.get(address).text
        assert "cancella ciò che non vale più" in shown
        assert "038008" in shown

        answer = admin.post(address, {"accepted": ["municipality"], "reply": ""}, follow=True)

        assert "038008" in answer.text
        assert reverse("wagtailsnippets_practices_cooperative:edit", args=[one.pk]) in answer.text

    def test_a_regional_editor_does_not_move_a_record_out_of_their_regions(
        self, client: Client
    ) -> None:
        set_up_groups()
        one, far = CooperativeFactory(territory=ferrara()), elsewhere()
        claim = Claim.objects.create(cooperative=one, state="confirmed", language="it")
        proposal = proposing.propose(claim=claim, answers={"territory": far})
        assert proposal is not None
        client.force_login(regional_editor("08"))
        address = reverse("cooperatives:proposal", args=[proposal.pk])

        response = client.post(address, {"accepted": ["territory"], "reply": ""})

        assert response.context["problems"]
        one.refresh_from_db()
        assert one.territory == ferrara()

    def test_what_would_be_wrong_is_said_and_the_choice_stays(self, admin: Client) -> None:
        one = CooperativeFactory()
        claim = Claim.objects.create(cooperative=one, state="confirmed", language="it")
        proposal = proposing.propose(
            claim=claim, answers={"workers_band": "10-49", "workers_year": 2025}
        )
        assert proposal is not None
        address = reverse("cooperatives:proposal", args=[proposal.pk])
        response = admin.post(address, {"accepted": ["workers_band"], "reply": "Eccoci"})
        assert response.context["problems"]
        assert "Eccoci" in response.text
        assert Proposal.objects.waiting().count() == 1

    @pytest.mark.parametrize("name", ["invite", "proposal", "proposals", "claim", "verify"])
    def test_are_not_for_everybody(self, client: Client, name: str) -> None:
        client.force_login(member_of_staff("view_cooperative"))
        one = CooperativeFactory()
        arguments = [] if name == "proposals" else [one.pk]
        response = client.post(reverse(f"cooperatives:{name}", args=arguments))
        assert response.status_code in (302, 403, 404, 405)
        assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("email", "is_personal"),
    [
        ("info@alfa.example.org", False),
        ("maria.rossi@alfa.example.org", True),
        ("segreteria@libero.it", False),
        ("mariarossi@gmail.com", True),
        ("", False),
    ],
)
def test_addresses_of_persons_are_noticed(email: str, is_personal: bool) -> None:
    assert looks_personal(email) is is_personal
