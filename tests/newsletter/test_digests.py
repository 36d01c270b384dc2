from datetime import time, timedelta

import pytest

from core.mjml import MjmlError
from newsletter import checkup, digests, probing, rendering, steering, waiting
from newsletter.models import DigestPlan, Frequency, Mailing, MailingKind, MailingState
from newsletter.probing import Found, Verdict
from tests.newsletter.digest_runs import FIRST, WEEK, published, reader, run
from tests.newsletter.issues import make_issue

pytestmark = pytest.mark.django_db


def test_it_is_made_once_whoever_looks_and_not_before_its_hour(hub_site, plan, server, clock):
    reader()
    published(hub_site, "La bottega")

    clock.move_to(FIRST - timedelta(minutes=1))
    assert run(server) == {}
    clock.move_to(FIRST + timedelta(minutes=1))
    assert list(run(server)) == ["anna"]
    assert run(server) == {}
    assert Mailing.objects.get().kind == MailingKind.DIGEST
    assert Mailing.objects.get().state == MailingState.DONE


def test_readers_of_a_digest_get_no_single_issues(hub_site, plan, clock):
    reader()
    reader("bruno", frequency=Frequency.ISSUE)

    mailing = steering.freeze(page=make_issue(hub_site))

    assert mailing.planned == 1
    assert mailing.exclusions == {"digest": 1}


def test_who_chose_the_same_shares_one_rendering(hub_site, plan, server, clock, monkeypatch):
    for number in range(5):
        reader(f"tutti{number}")
    reader("pratiche", kinds=["practice"])
    reader("bandi", kinds=["call"])
    published(hub_site, "La bottega")
    published(hub_site, "Assemblea", kind="event", starts_at=FIRST + 3 * WEEK)
    clock.move_to(FIRST)

    mails = run(server)

    mailing = Mailing.objects.get()
    assert mailing.editions.count() == 2
    assert len(mails) == 6
    assert "Assemblea" not in mails["pratiche"]
    assert "Assemblea" in mails["tutti0"]
    assert mailing.exclusions == {"nothing-new": 1}
    assert mailing.candidates == mailing.planned + sum(mailing.exclusions.values())


def test_what_keeps_a_digest_from_being_made_is_told_to_staff_until_it_can_be(
    hub_site, plan, server, clock, monkeypatch
):
    reader()
    published(hub_site, "La bottega")
    clock.move_to(FIRST)

    def broken(*_arguments, **_named):
        raise MjmlError("?")

    with monkeypatch.context() as patch:
        patch.setattr(rendering, "render_composition", broken)
        with pytest.raises(ExceptionGroup):
            digests.make_due()
    (line,) = waiting.digests(None)
    assert "Ogni settimana" in line.text or "Once a week" in line.text or "Every week" in line.text

    assert "anna" in run(server)
    assert list(waiting.digests(None)) == []


def test_a_digest_may_wait_for_a_person(hub_site, plan, server, clock):
    DigestPlan.objects.update(is_automatic=False)
    reader()
    published(hub_site, "La bottega")
    clock.move_to(FIRST)

    assert run(server) == {}
    assert Mailing.objects.get().state == MailingState.FROZEN


def test_switching_it_on_makes_nothing_for_the_past(hub_site, clock, server):
    reader()
    published(hub_site, "La bottega")
    DigestPlan.objects.create(frequency=Frequency.WEEKLY, is_on=True, weekday=4, hour=time(1))

    assert run(server) == {}


def test_it_waits_for_a_person_when_nobody_could_leave_by_one_click(
    hub_site, plan, server, clock, monkeypatch
):
    reader()
    published(hub_site, "La bottega")
    monkeypatch.setattr(probing, "one_click", lambda: Found(Verdict.BROKEN, 403))
    clock.move_to(FIRST)

    assert run(server) == {}
    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, checkup.CHANGED)


def test_a_digest_that_cannot_be_made_does_not_keep_the_others_from_it(
    hub_site, plan, server, clock, monkeypatch
):
    reader("mese", frequency=Frequency.MONTHLY)
    DigestPlan.objects.create(frequency=Frequency.MONTHLY, is_on=True, month_day=FIRST.day)
    published(hub_site, "La bottega")
    usual = digests.make

    def weekly_fails(*, plan_id: int) -> Mailing | None:
        if plan_id == plan.pk:
            raise RuntimeError("broken")
        return usual(plan_id=plan_id)

    monkeypatch.setattr(digests, "make", weekly_fails)
    clock.move_to(FIRST + timedelta(days=31))

    with pytest.raises(ExceptionGroup, match="Some digests"):
        digests.make_due()
    assert Mailing.objects.get().kind == MailingKind.DIGEST
