"""A cooperative claims its record by a mailed link, and proposes changes to it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core import posting
from practices import claiming, merging, proposing
from practices.models import (
    Claim,
    ClaimState,
    ClaimStatus,
    Cooperative,
    CooperativeType,
    Proposal,
    ProposalState,
)
from tests.factories import AdminFactory, CooperativeFactory, HubSite, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alfa(hub_site: HubSite) -> Cooperative:
    return CooperativeFactory(
        name="Alfa", slug="alfa", website="https://www.alfa.example.org/", municipality="Ferrara"
    )


def ask(client: Client, email: str, **headers):
    return client.post(
        "/it/cooperative/alfa/prendersi-cura/", {"email": email}, headers=headers or None
    )


def the_link() -> str:
    """The path in the only mail that was sent."""
    posting.send_due()
    [message] = mail.outbox
    mail.outbox.clear()
    [address] = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", str(message.body))[:1]
    return address


def status_of(cooperative: Cooperative) -> str:
    cooperative.refresh_from_db()
    return cooperative.claim_status


def invited(cooperative: Cooperative, email: str = "segreteria@alfa.example.org") -> str:
    claiming.invite(cooperative=cooperative, email=email, language="it", user=None)
    return the_link()


def record_form(client: Client, address: str) -> str:
    """Press the button behind a link; the address of the form."""
    response = client.post(address)
    assert response.status_code == 303
    return response["Location"]


class TestAsking:
    def test_from_the_cooperatives_own_domain_brings_the_link(
        self, client: Client, alfa: Cooperative
    ) -> None:
        response = ask(client, "maria@alfa.example.org")
        assert response.status_code == 303
        assert status_of(alfa) == ClaimStatus.INVITED
        assert "/it/la-mia-cooperativa/conferma/" in the_link()

    def test_from_elsewhere_waits_for_staff_and_answers_the_same(
        self, client: Client, alfa: Cooperative
    ) -> None:
        own = ask(client, "maria@alfa.example.org")
        other = ask(client, "maria@gmail.com")
        assert (own.status_code, own["Location"]) == (other.status_code, other["Location"])
        posting.send_due()
        assert [message.to for message in mail.outbox] == [["maria@alfa.example.org"]]
        waiting = Claim.objects.get(email="maria@gmail.com")
        assert waiting.state == ClaimState.ASKED
        assert alfa in Cooperative.objects.waiting_for_review()

    def test_is_refused_for_what_is_no_address(self, client: Client, alfa: Cooperative) -> None:
        response = ask(client, "maria")
        assert response.status_code == 422
        assert "field-error" in response.text
        assert not Claim.objects.exists()

    def test_has_its_limits(self, client: Client, alfa: Cooperative) -> None:
        for number in range(claiming.ABOUT_ONE):
            assert ask(client, f"nome{number}@gmail.com").status_code == 303
        assert ask(client, "ancora@gmail.com").status_code == 429
        with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
            assert ask(client, "ancora@gmail.com").status_code == 303

    def test_does_not_fill_a_mailbox(self, client: Client, alfa: Cooperative) -> None:
        for _each in range(claiming.ABOUT_ONE):
            ask(client, "maria@alfa.example.org")
        posting.send_due()
        assert len(mail.outbox) <= claiming.TO_ADDRESS


class TestTheLink:
    def test_does_nothing_until_the_button_is_pressed(
        self, client: Client, alfa: Cooperative
    ) -> None:
        address = invited(alfa)
        for _each in range(2):
            response = client.get(address)
            assert response.status_code == 200
            assert response["Referrer-Policy"] == "no-referrer"
        assert status_of(alfa) == ClaimStatus.INVITED
        record_form(client, address)
        assert status_of(alfa) == ClaimStatus.CLAIMED

    def test_works_once(self, client: Client, alfa: Cooperative) -> None:
        address = invited(alfa)
        record_form(client, address)
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 410
            assert "già stato usato" in response.text

    def test_is_too_old_after_a_week(self, client: Client, alfa: Cooperative) -> None:
        address = invited(alfa)
        with time_machine.travel(timezone.now() + claiming.LINK_AGE + timedelta(minutes=1)):
            assert client.post(address).status_code == 410
        assert status_of(alfa) == ClaimStatus.INVITED

    def test_that_is_cut_or_made_for_something_else_is_refused(
        self, client: Client, alfa: Cooperative
    ) -> None:
        address = invited(alfa)
        claim = Claim.objects.get()
        from core import tokens

        foreign = tokens.issue(claiming.FORM, str(claim.public_id))
        for wrong in (
            address[:-6] + "/",
            "/it/la-mia-cooperativa/conferma/",
            f"/it/la-mia-cooperativa/conferma/{foreign}/",
            "/it/la-mia-cooperativa/scheda/",
            "/it/la-mia-cooperativa/scheda/qualcosa/",
        ):
            response = client.get(wrong)
            assert response.status_code == 404, wrong
            assert "Trova la mia cooperativa" in response.text

    def test_of_an_older_mail_gives_way_to_the_newer(
        self, client: Client, alfa: Cooperative
    ) -> None:
        older = invited(alfa)
        newer = invited(alfa)
        assert client.get(older).status_code == 410
        assert client.get(newer).status_code == 200

    def test_that_was_taken_back_leads_nowhere(self, client: Client, alfa: Cooperative) -> None:
        address = invited(alfa)
        claim = Claim.objects.get()
        claiming.refuse(claim_id=claim.pk, user=None)
        claim.refresh_from_db()
        assert claim.email == ""
        assert client.post(address).status_code == 410
        assert status_of(alfa) == ClaimStatus.UNCLAIMED

    def test_of_a_merged_record_says_so(self, client: Client, alfa: Cooperative) -> None:
        address = invited(alfa)
        merging.merge(kept_id=CooperativeFactory().pk, merged_id=alfa.pk, user=None)
        assert client.get(address).status_code == 410

    def test_comes_again_for_an_address_that_has_claimed_before(
        self, client: Client, alfa: Cooperative
    ) -> None:
        record_form(client, invited(alfa, "maria@gmail.com"))
        ask(client, "maria@gmail.com")
        record_form(client, the_link())


class TestProposing:
    def answers(self, client: Client, address: str, **changes):
        form = client.get(address).context["form"]
        values = {name: form[name].value() for name in form.fields}
        values = {name: "" if value is None else value for name, value in values.items()} | changes
        return {name: value for name, value in values.items() if value is not False}

    def test_changes_nothing_until_staff_accept(self, client: Client, alfa: Cooperative) -> None:
        address = record_form(client, invited(alfa))
        answers = self.answers(
            client, address, phone="0532 123456", sectors=["a", "p"], summary="Cura orti."
        )
        response = client.post(address, answers)
        assert response.status_code == 200
        alfa.refresh_from_db()
        assert alfa.phone == ""
        proposal = Proposal.objects.get()
        assert set(proposal.changes.values_list("field", flat=True)) == {
            "phone",
            "sectors",
            "summary",
        }
        assert alfa in Cooperative.objects.waiting_for_review()

        user = AdminFactory()
        proposing.decide(
            proposal_id=proposal.pk, accepted={"phone", "sectors"}, user=user, reply="Grazie!"
        )
        alfa.refresh_from_db()
        assert (alfa.phone, alfa.sectors, alfa.summary) == ("0532 123456", ["a", "p"], "")
        posting.send_due()
        [message] = mail.outbox
        assert message.to == ["segreteria@alfa.example.org"]
        assert "Grazie!" in message.body
        [entry] = ModelLogEntry.objects.filter(action=proposing.DECIDED)
        assert entry.data["changes"]["phone"] == ["", "0532 123456"]
        assert entry.user == user

    def test_takes_a_cooperative_to_another_province_and_leaves_no_trace_of_the_old_address(
        self, client: Client, alfa: Cooperative
    ) -> None:
        turin = TerritoryFactory(code="001", name="Torino", level="province")
        place = {"address": "Via Roma 1", "municipality_istat": "038008", "precision": "exact"}
        Cooperative.objects.update(latitude="44.835297", longitude="11.619865", **place)
        link = record_form(client, invited(alfa))
        answers = self.answers(client, link, municipality="Torino", territory=turin.pk)
        client.post(link, answers | {"address": "Via Po 1"})
        proposal = Proposal.objects.get()
        assert proposal.changes.get(field="territory").after == "001"

        proposing.decide(
            proposal_id=proposal.pk,
            accepted={"municipality", "territory", "address"},
            user=None,
        )

        alfa.refresh_from_db()
        assert (alfa.municipality, alfa.territory) == ("Torino", turin)
        assert (alfa.municipality_istat, alfa.latitude, alfa.longitude) == ("", None, None)
        assert alfa.precision == "municipality"
        assert alfa.public_place()["point"] is None
        [entry] = ModelLogEntry.objects.filter(action=proposing.DECIDED)
        assert entry.data["changes"]["municipality_istat"] == ["038008", ""]
        assert entry.data["changes"]["latitude"] == ["44.835297", None]

    def test_that_leaves_the_address_where_it_is_leaves_the_point(
        self, client: Client, alfa: Cooperative
    ) -> None:
        Cooperative.objects.update(
            address="via roma, 1", latitude="44.835297", longitude="11.619865"
        )
        claim, _token = claiming.confirm(token=invited(alfa).split("/")[-2])
        answers = {"address": "Via Roma 1", "phone": "1"}
        proposal = proposing.propose(claim=claim, answers=answers)
        assert proposal is not None
        proposing.decide(proposal_id=proposal.pk, accepted=set(answers), user=None)
        alfa.refresh_from_db()
        assert (alfa.address, alfa.latitude is None) == ("Via Roma 1", False)

    def test_is_decided_once(self, client: Client, alfa: Cooperative) -> None:
        claim, _token = claiming.confirm(token=invited(alfa).split("/")[-2])
        proposal = proposing.propose(claim=claim, answers={"phone": "1"})
        assert proposal is not None
        proposing.decide(proposal_id=proposal.pk, accepted=set(), user=None)
        with pytest.raises(proposing.AlreadyDecided):
            proposing.decide(proposal_id=proposal.pk, accepted={"phone"}, user=None)
        alfa.refresh_from_db()
        assert alfa.phone == ""

    def test_what_would_be_wrong_is_not_written(self, alfa: Cooperative, client: Client) -> None:
        claim, _token = claiming.confirm(token=invited(alfa).split("/")[-2])
        proposal = proposing.propose(
            claim=claim, answers={"workers_band": "10-49", "workers_year": 2025}
        )
        assert proposal is not None
        with pytest.raises(ValidationError):
            proposing.decide(proposal_id=proposal.pk, accepted={"workers_band"}, user=None)
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.WAITING

    def test_a_newer_proposal_takes_the_place_of_one_that_waits(
        self, client: Client, alfa: Cooperative
    ) -> None:
        address = record_form(client, invited(alfa))
        client.post(address, self.answers(client, address, phone="1"))
        client.post(address, self.answers(client, address, phone="2"))
        states = list(Proposal.objects.order_by("pk").values_list("state", flat=True))
        assert states == [ProposalState.REPLACED, ProposalState.WAITING]

    def test_bad_answers_are_named_and_nothing_is_lost(
        self, client: Client, alfa: Cooperative
    ) -> None:
        address = record_form(client, invited(alfa))
        answers = self.answers(client, address, website="non è un sito", phone="0532 9")
        response = client.post(address, answers)
        assert response.status_code == 422
        assert "website" in response.context["form"].errors
        assert 'value="0532 9"' in response.text
        assert not Proposal.objects.exists()

    def test_a_type_b_cooperative_still_says_for_whom(
        self, client: Client, alfa: Cooperative
    ) -> None:
        alfa.kind, alfa.disadvantage_groups = CooperativeType.SOCIAL_B, ["prison"]
        alfa.save()
        address = record_form(client, invited(alfa))
        response = client.post(address, self.answers(client, address, disadvantage_groups=[]))
        assert "disadvantage_groups" in response.context["form"].errors

    def test_one_button_says_that_all_is_still_right(
        self, client: Client, alfa: Cooperative
    ) -> None:
        address = record_form(client, invited(alfa))
        client.post(address, {"act": "still-true"})
        alfa.refresh_from_db()
        assert alfa.last_confirmed_at is not None
        assert not Proposal.objects.exists()

    def test_the_form_closes_after_some_hours(self, client: Client, alfa: Cooperative) -> None:
        address = record_form(client, invited(alfa))
        with time_machine.travel(timezone.now() + claiming.FORM_AGE + timedelta(minutes=1)):
            assert client.get(address).status_code == 410

    def test_nothing_private_is_shown_there(self, client: Client, alfa: Cooperative) -> None:
        alfa.internal_note = "canarino-nota"
        alfa.save()
        alfa.contacts.create(name="canarino-nome")
        address = record_form(client, invited(alfa))
        assert "canarino" not in client.get(address).text


def test_addresses_of_claims_that_came_to_nothing_are_forgotten(alfa: Cooperative) -> None:
    claiming.invite(cooperative=alfa, email="a@alfa.example.org", language="it", user=None)
    with time_machine.travel(timezone.now() + claiming.FORGET_AFTER + timedelta(days=1)):
        assert claiming.forget() == 1
    assert Claim.objects.get().email == ""
    assert status_of(alfa) == ClaimStatus.UNCLAIMED


def test_verifying_comes_after_claiming(alfa: Cooperative, client: Client) -> None:
    claiming.verify(cooperative_id=alfa.pk, user=None)
    assert status_of(alfa) == ClaimStatus.UNCLAIMED
    record_form(client, invited(alfa))
    claiming.verify(cooperative_id=alfa.pk, user=None)
    assert status_of(alfa) == ClaimStatus.VERIFIED
