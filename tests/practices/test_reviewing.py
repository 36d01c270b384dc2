"""Cooperatives are asked whether their record is still right, and staff where nobody answers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core import posting
from practices import claiming, merging, proposing, reviewing
from practices.models import Claim, ClaimState, ClaimStatus, Cooperative
from practices.models.cooperative_queries import STILL_TRUE_FOR
from tests.core.regional import elsewhere, regional_editor, set_up_groups
from tests.factories import AdminFactory, CooperativeFactory, HubSite, UserFactory
from tests.hub.test_waiting import lines

pytestmark = pytest.mark.django_db
LONG_AGO = STILL_TRUE_FOR + timedelta(days=3)


@pytest.fixture
def alfa(hub_site: HubSite) -> Cooperative:
    return due("Alfa", slug="alfa")


def due(name: str, **fields) -> Cooperative:
    return CooperativeFactory(name=name, created_at=timezone.now() - LONG_AGO, **fields)


def held(cooperative: Cooperative, email: str = "segreteria@alfa.example.org") -> Claim:
    return Claim.objects.create(
        cooperative=cooperative, state=ClaimState.CONFIRMED, email=email, language="it"
    )


def sent() -> list[str]:
    """Send what is due; to whom letters have gone since."""
    already = len(mail.outbox)
    posting.send_due()
    return [message.to[0] for message in mail.outbox[already:]]


def asked(claim: Claim) -> str:
    """Ask, and give back the path of the link in the letter."""
    reviewing.ask_what_is_due()
    assert sent() == [claim.email]
    [address] = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", str(mail.outbox[-1].body))[:1]
    return address


def later(**how: int):
    return time_machine.travel(timezone.now() + timedelta(**how), tick=False)


class TestTheLetter:
    def test_goes_once_to_everybody_who_looks_after_a_record_that_is_due(
        self, alfa: Cooperative
    ) -> None:
        held(alfa, "uno@example.org")
        held(alfa, "due@example.org")
        Claim.objects.create(
            cooperative=alfa, state=ClaimState.INVITED, email="tre@example.org", language="it"
        )
        held(CooperativeFactory(), "quattro@example.org")

        assert [reviewing.ask_what_is_due(), reviewing.ask_what_is_due()] == [2, 0]
        assert sorted(sent()) == ["due@example.org", "uno@example.org"]

    def test_is_followed_by_one_reminder_and_comes_again_after_half_a_year(
        self, alfa: Cooperative
    ) -> None:
        asked(held(alfa))
        with later(days=13):
            assert reviewing.remind() == 0
        with later(days=15):
            assert [reviewing.remind(), reviewing.remind()] == [1, 0]
            assert len(sent()) == 1
            assert "un promemoria" in str(mail.outbox[-1].body)
        with later(days=100):
            assert [reviewing.remind(), reviewing.ask_what_is_due()] == [0, 0]
        with later(days=184):
            assert reviewing.ask_what_is_due() == 1

    def test_is_not_sent_where_the_cooperative_has_just_answered(self, alfa: Cooperative) -> None:
        claim = held(alfa)
        reviewing.ask_what_is_due()

        reviewing.confirm_still_true(claim=claim)

        assert sent() == []
        with later(days=15):
            assert reviewing.remind() == 0

    def test_is_not_sent_while_its_proposal_waits_for_staff(self, alfa: Cooperative) -> None:
        proposing.propose(claim=held(alfa), answers={"phone": "0532 1"})

        assert reviewing.ask_what_is_due() == 0
        assert not reviewing.without_answer().exists()

    @pytest.mark.parametrize("change", [{"is_listed": False}, {"lifecycle": "closed"}])
    def test_is_not_sent_about_what_is_not_in_the_directory(
        self, alfa: Cooperative, change: dict[str, object]
    ) -> None:
        held(alfa)
        Cooperative.objects.update(**change)

        assert reviewing.ask_what_is_due() == 0


class TestTheLink:
    def test_opens_a_page_that_changes_nothing(self, alfa: Cooperative, client: Client) -> None:
        address = asked(held(alfa))

        client.head(address)
        page = client.get(address)

        assert page.status_code == 200
        assert "Ferrara" in page.text
        assert page["Referrer-Policy"] == "no-referrer"
        alfa.refresh_from_db()
        assert alfa.last_confirmed_at is None

    def test_has_a_button_that_confirms_once(self, alfa: Cooperative, client: Client) -> None:
        address = asked(held(alfa))

        assert "Grazie" in client.post(address, {"answer": "still-true"}).text

        alfa.refresh_from_db()
        assert alfa.last_confirmed_at is not None
        assert not Cooperative.objects.to_confirm().exists()
        assert client.get(address).status_code == 410

    def test_has_a_button_that_opens_the_form(self, alfa: Cooperative, client: Client) -> None:
        response = client.post(asked(held(alfa)), {"answer": "changed"})

        assert response.status_code == 303
        assert "form" in client.get(response["Location"]).context
        alfa.refresh_from_db()
        assert alfa.last_confirmed_at is None

    def test_ends_with_the_claim_the_record_and_the_time(
        self, alfa: Cooperative, client: Client
    ) -> None:
        claim = held(alfa)
        address = asked(claim)
        with time_machine.travel(timezone.now() + reviewing.LINK_AGE + timedelta(minutes=1)):
            assert client.get(address).status_code == 410
        assert client.get(address[:-6] + "/").status_code == 404
        claiming.refuse(claim_id=claim.pk, user=None)
        assert client.post(address, {"answer": "still-true"}).status_code == 410
        other = due("Beta", slug="beta")
        address = asked(held(other, "beta@example.org"))
        merging.merge(kept_id=alfa.pk, merged_id=other.pk, user=None)
        assert client.post(address, {"answer": "still-true"}).status_code == 410


class TestStaff:
    def waiting(self, person=None):
        found = lines(person or AdminFactory())
        return [one for one in found if "nessuno risponde per" in one.text]

    def test_are_told_of_those_without_holder_and_of_those_who_are_silent(
        self, alfa: Cooperative, client: Client
    ) -> None:
        claim = held(alfa)
        beta = due("Beta")

        [line] = self.waiting()
        assert line.url == reverse("cooperatives:invite", args=[beta.pk])
        asked(claim)
        with later(days=46):
            [line] = self.waiting()
            assert line.count == 2
            client.force_login(AdminFactory())
            listed = client.get(line.url).text
        assert "Alfa" in listed
        assert "Beta" in listed

    def test_note_what_they_were_told(self, alfa: Cooperative, client: Client) -> None:
        user = AdminFactory()
        client.force_login(user)
        assert client.get(reverse("cooperatives:confirm", args=[alfa.pk])).status_code == 405

        client.post(reverse("cooperatives:confirm", args=[alfa.pk]))

        assert not self.waiting()
        [entry] = ModelLogEntry.objects.filter(action=reviewing.CONFIRMED_TO_STAFF)
        assert entry.user == user

    def test_of_other_regions_are_not_told_and_may_not(
        self, alfa: Cooperative, client: Client
    ) -> None:
        set_up_groups()
        Cooperative.objects.update(territory=elsewhere())
        editor = regional_editor("08")
        client.force_login(editor)

        client.post(reverse("cooperatives:confirm", args=[alfa.pk]))

        alfa.refresh_from_db()
        assert alfa.last_confirmed_at is None
        assert self.waiting(editor) == []

    def test_narrow_the_list_to_what_is_to_be_done(self, alfa: Cooperative, client: Client) -> None:
        client.force_login(AdminFactory())
        held(alfa)
        due("Beta")
        CooperativeFactory(name="Gamma", is_listed=False)
        asking = CooperativeFactory(name="Delta", claim_status=ClaimStatus.REQUESTED)
        Claim.objects.create(cooperative=asking, state=ClaimState.ASKED, language="it")
        address = reverse("wagtailsnippets_practices_cooperative:list")

        def names(**narrowed: str) -> set[str]:
            page = client.get(address, narrowed)
            return {row.name for row in page.context["object_list"]}

        assert names(confirmation="due") == {"Alfa", "Beta"}
        assert names(confirmation="unanswered") == {"Beta"}
        assert names(waits="true") == {"Delta"}
        assert names(pending="true") == {"Gamma"}


def test_who_may_not_change_records_may_not_confirm_them(alfa: Cooperative, client: Client) -> None:
    client.force_login(UserFactory())
    answer = client.post(reverse("cooperatives:confirm", args=[alfa.pk]))
    assert answer.status_code in {302, 403}
    alfa.refresh_from_db()
    assert alfa.last_confirmed_at is None
