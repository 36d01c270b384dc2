"""Participation paths: what they refuse, where they stand, what they owe once they are over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events import path_attention, timelines
from events.models import ParticipationPathPage, PathAnswer
from events.models.path_choices import PhaseState
from tests.factories import HubSite, OrganisationFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)


def phase(title: str, starts: date | None, ends: date | None, **more: Any) -> tuple[str, Any]:
    value: dict[str, Any] = {
        "title": title,
        "text": "",
        "outputs": "",
        "state": "",
        "starts_date": starts,
        "ends_date": ends,
        "audiences": [],
        "is_internal": False,
        "events": [],
    }
    return ("phase", value | more)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("fields", "where"),
        [
            ({"starts_date": DAY, "ends_date": DAY - timedelta(days=1)}, "ends_date"),
            ({"extended_date": DAY}, "extended_date"),
            ({"ends_date": DAY, "extended_date": DAY}, "extended_date"),
            ({"amounts": "stated"}, "amounts"),
            ({"amounts": "not-stated", "total_cost": Decimal(10)}, "amounts"),
            ({"amounts": "stated", "total_cost": Decimal(-1)}, "total_cost"),
        ],
    )
    def test_dates_and_money_that_contradict_themselves(
        self, hub_site: HubSite, fields: dict[str, Any], where: str
    ) -> None:
        path = hub_site.path(publish=False)
        for name, value in fields.items():
            setattr(path, name, value)

        with pytest.raises(ValidationError) as error:
            path.clean()

        assert where in error.value.message_dict

    def test_an_extension_after_the_end_is_the_last_day(self, hub_site: HubSite) -> None:
        path = hub_site.path(ends_date=DAY, extended_date=DAY + timedelta(days=30))

        assert path.over_date == DAY + timedelta(days=30)


class TestWhatPublishingAsksFor:
    def test_a_new_path_says_what_it_lacks(self) -> None:
        missing = ParticipationPathPage(title="Rinasce?").missing_for_publishing()

        assert {"question", "promoter", "decision_owner", "phases"} <= set(missing)

    def test_nobody_decides_is_an_answer_too(self, hub_site: HubSite) -> None:
        path = hub_site.path()
        path.is_decision_owner_unstated = False
        assert "decision_owner" in path.missing_for_publishing()

        path.decision_owner = OrganisationFactory()

        assert "decision_owner" not in path.missing_for_publishing()

    @pytest.mark.parametrize("status", ["ended-born", "ended-not-born", "ended-other"])
    def test_what_has_ended_tells_what_came_of_it_and_answers(
        self, hub_site: HubSite, status: str
    ) -> None:
        path = hub_site.path()
        path.status = status
        assert {"outcome", "no_answers_reason"} <= set(path.missing_for_publishing())

        path.outcome = "Non è nata, e si sa perché."
        path.answers.add(PathAnswer(proposal="Un forno", decision="rejected", reason="I conti."))

        assert not {"outcome", "no_answers_reason"} & set(path.missing_for_publishing())
        assert path.has_ended

    def test_a_reason_may_stand_for_the_answers(self, hub_site: HubSite) -> None:
        path = hub_site.path()
        path.status, path.outcome = "ended-other", "Sospeso."
        path.no_answers_reason = "Nessuna proposta è arrivata."

        assert path.missing_for_publishing() == {}


class TestPhases:
    def test_follow_their_dates(self, hub_site: HubSite) -> None:
        path = hub_site.path(
            phases=[
                phase("Ascolto", DAY - timedelta(days=60), DAY - timedelta(days=30)),
                phase("Confronto", DAY - timedelta(days=10), DAY),
                phase("Proposta", DAY + timedelta(days=1), None),
                phase("Seguito", None, None),
            ]
        )

        assert list(path.phase_states(DAY).values()) == [
            PhaseState.DONE,
            PhaseState.ACTIVE,
            PhaseState.COMING,
            "",
        ]
        found = path.active_phase(DAY)
        assert found is not None
        assert found.value["title"] == "Confronto"
        assert path.active_phase(DAY - timedelta(days=20)) is None

    def test_an_editor_knows_better(self, hub_site: HubSite) -> None:
        path = hub_site.path(phases=[phase("Ascolto", DAY, DAY, state="coming")])

        assert list(path.phase_states(DAY).values()) == [PhaseState.COMING]

    def test_one_without_an_end_goes_on_until_a_later_one_begins(self, hub_site: HubSite) -> None:
        later = phase("Confronto", DAY, None)
        path = hub_site.path(phases=[phase("Ascolto", DAY - timedelta(days=9), None), later])

        before, after = path.phase_states(DAY - timedelta(days=1)), path.phase_states(DAY)
        assert list(before.values()) == [PhaseState.ACTIVE, PhaseState.COMING]
        assert list(after.values()) == ["", PhaseState.ACTIVE]


class TestTheTimeline:
    def test_holds_what_phases_name_and_what_names_the_path_each_once(
        self, hub_site: HubSite
    ) -> None:
        soon, later = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=9)
        named = hub_site.event(title="Tavolo", starts_at=later)
        path = hub_site.path(phases=[phase("Ascolto", None, None, events=[named])])
        hub_site.event(title="Assemblea", starts_at=soon, part_of_path=path)
        named.part_of_path = path
        named.save_revision().publish()
        hub_site.event(title="Bozza", part_of_path=path, publish=False)
        hub_site.event(title="D’altri")

        assert [event.title for event in timelines.timeline(path)] == ["Assemblea", "Tavolo"]


class TestWhatWaits:
    def test_a_path_past_its_last_day_and_its_extension(self, hub_site: HubSite) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        over = hub_site.path(ends_date=yesterday)
        hub_site.path(ends_date=yesterday, extended_date=yesterday + timedelta(days=1))
        hub_site.path(ends_date=yesterday, publish=False)

        assert list(path_attention.overdue()) == [over]

    def test_an_ended_path_without_answers_or_a_reason(self, hub_site: HubSite) -> None:
        silent, answered, explained = (hub_site.path() for _each in range(3))
        PathAnswer.objects.create(
            path_page=answered,
            proposal="Un forno",
            decision="accepted",
            reason="Si può.",
            locale=answered.locale,
        )
        ids = [path.pk for path in (silent, answered, explained)]
        ParticipationPathPage.objects.filter(pk__in=ids).update(status="ended-born")
        ParticipationPathPage.objects.filter(pk=explained.pk).update(no_answers_reason="Nessuna.")

        assert list(path_attention.answer_missing()) == [silent]
