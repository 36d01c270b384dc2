"""What publishing a practice asks for; drafts are never kept from being saved."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from practices.models import PracticePage, PracticePartner
from practices.models.requirements import ASKED_IN_FULL, ASKED_OF_ALL
from tests.factories import CooperativeFactory, HubSite
from tests.practices.full import full_practice

pytestmark = pytest.mark.django_db


def missing(hub: HubSite, **words: Any) -> dict[str, str]:
    page = hub.practice(publish=False, **words)
    answer: dict[str, str] = page.missing_for_publishing()
    return answer


def test_a_short_card_asks_for_who_where_since_when_and_what(hub_site: HubSite) -> None:
    bare = missing(
        hub_site, lead_cooperative=None, place="", started_year=None, what_we_do="<p> </p>"
    )

    assert set(bare) == set(ASKED_OF_ALL)
    assert missing(hub_site) == {}


def test_in_full_it_asks_for_the_rest(hub_site: HubSite) -> None:
    told = missing(hub_site, told_as="full")

    assert set(told) == {*ASKED_IN_FULL, "what_did_not_work"}
    assert missing(hub_site, **full_practice()) == {}


def test_declared_by_the_cooperative_is_an_answer_though_it_is_zero(hub_site: HubSite) -> None:
    assert missing(hub_site, **full_practice(evidence_level=0)) == {}


def test_failure_is_told_or_openly_untold_never_both(hub_site: HubSite) -> None:
    untold = full_practice(what_did_not_work="", prefers_not_to_say=True)
    both = full_practice(prefers_not_to_say=True)

    assert missing(hub_site, **untold) == {}
    assert set(missing(hub_site, **both)) == {"prefers_not_to_say"}
    assert set(missing(hub_site, what_did_not_work="I turni.", prefers_not_to_say=True)) == {
        "prefers_not_to_say"
    }


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"started_year": 2020, "ended_year": 2019}, "ended_year"),
        ({"running_budget": "up-to-10k"}, "budget_year"),
        ({"beneficiaries": 0}, "beneficiaries_basis"),
        ({"help_offered": ["visit", "nothing-now"]}, "help_offered"),
        ({"sdg_first": 3, "sdg_third": 3}, "sdg_second"),
    ],
)
def test_contradictions_are_told_at_their_field(
    hub_site: HubSite, words: dict[str, Any], field: str
) -> None:
    assert set(missing(hub_site, **words)) == {field}


def test_a_short_card_holds_800_characters_that_are_read(hub_site: HubSite) -> None:
    fits = f"<p><b>{'a' * 400}</b></p><p>{'b' * 399}</p>"

    assert missing(hub_site, what_we_do=fits) == {}
    assert set(missing(hub_site, what_we_do=f"{fits}<p>c</p>")) == {"what_we_do"}
    assert missing(hub_site, **full_practice(what_we_do=f"<p>{'a' * 3000}</p>")) == {}


def test_a_form_is_asked_before_the_page(hub_site: HubSite) -> None:
    page = hub_site.practice(publish=False)

    asked = page.missing_for_publishing({"place": "", "told_as": "signal"})

    assert set(asked) == {"place"}


def test_a_draft_with_nothing_is_saved(hub_site: HubSite) -> None:
    page = hub_site.practice(
        publish=False, told_as="full", place="", what_we_do="", started_year=2020, ended_year=2010
    )

    page.save_revision()

    assert PracticePage.objects.get(pk=page.pk).live is False


def test_a_partner_is_exactly_one_of_three(hub_site: HubSite) -> None:
    cooperative = CooperativeFactory()

    PracticePartner(cooperative=cooperative).clean()
    PracticePartner(name="Gruppo di vicini").clean()
    for wrong in (PracticePartner(), PracticePartner(cooperative=cooperative, name="Altri")):
        with pytest.raises(ValidationError):
            wrong.clean()


def test_goals_are_ranked_without_gaps_or_repetitions() -> None:
    page = PracticePage(sdg_first=11, sdg_third=3)

    assert [goal.value for goal in page.sdgs] == [11, 3]
