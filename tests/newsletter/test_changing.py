from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter import preferences, sending, steering, unsubscribing
from newsletter.models import ConsentChannel, Delivery, DeliveryState, DigestPlan, Frequency
from tests.newsletter.digest_runs import FIRST, WEEK, published, reader, run, send_issue, wish
from tests.newsletter.issues import entries, make_issue

pytestmark = pytest.mark.django_db


def test_what_an_issue_has_shown_is_not_repeated_after_a_change_of_frequency(
    hub_site, plan, server, clock
):
    anna = reader(frequency=Frequency.ISSUE)
    shown = published(hub_site, "Nel numero")
    issue = make_issue(hub_site, entries(shown))
    mailing = steering.freeze(page=issue)
    steering.start(mailing_id=mailing.pk)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=server)
    published(hub_site, "Nuova")
    preferences.change(
        subscriber_id=anna.pk,
        language="it",
        frequency=Frequency.WEEKLY,
        topics=[],
        territories=[],
        kinds=[],
    )

    clock.move_to(FIRST)
    assert run(server) == {}, "she had a mail three days ago"
    clock.move_to(FIRST + WEEK)
    mails = run(server)

    assert "Nuova" in mails["anna"]
    assert "Nel numero" not in mails["anna"]


def test_who_leaves_the_digest_for_single_issues_gets_it_once_more(hub_site, plan, server, clock):
    anna = reader()
    published(hub_site, "Primo")
    clock.move_to(FIRST)
    run(server)
    shown, missed = published(hub_site, "Nel numero"), published(hub_site, "Secondo")
    clock.move_to(FIRST + timedelta(days=3))
    wish(anna, Frequency.ISSUE)
    send_issue(server, make_issue(hub_site, entries(shown)))
    published(hub_site, "Terzo")

    clock.move_to(FIRST + WEEK)
    told = run(server)["anna"]
    clock.move_to(FIRST + 2 * WEEK)

    assert missed.title in told
    assert not any(title in told for title in ("Primo", "Nel numero", "Terzo"))
    assert run(server) == {}
    anna.refresh_from_db()
    assert anna.closing_frequency == ""


def test_a_closing_digest_that_did_not_arrive_is_made_up_for(hub_site, plan, server, clock):
    anna = reader()
    published(hub_site, "Primo")
    wish(anna, Frequency.ISSUE)
    clock.move_to(FIRST)
    assert "Primo" in run(server)["anna"]
    Delivery.objects.update(state=DeliveryState.REFUSED)

    clock.move_to(FIRST + WEEK)
    assert "Primo" in run(server)["anna"]
    clock.move_to(FIRST + 2 * WEEK)
    assert run(server) == {}


def test_a_digest_switched_off_is_made_once_more_for_those_who_left_it(
    hub_site, plan, server, clock
):
    anna, bruno = reader(), reader("bruno")
    published(hub_site, "Primo")
    clock.move_to(FIRST)
    run(server)
    published(hub_site, "Secondo")
    wish(anna, Frequency.ISSUE)
    plan.refresh_from_db()
    plan.is_on = False
    plan.save()

    assert run(server) == {}, "at its next hour"
    clock.move_to(FIRST + WEEK)
    told = run(server)
    clock.move_to(FIRST + 2 * WEEK)

    assert list(told) == ["anna"], f"{bruno} reads single issues now"
    assert "Secondo" in told["anna"]
    assert "Primo" not in told["anna"]
    assert run(server) == {}
    anna.refresh_from_db()
    assert anna.closing_frequency == ""


def test_a_digest_switched_off_with_nobody_to_tell_is_not_made(hub_site, plan, server, clock):
    anna = reader()
    published(hub_site, "Primo")
    wish(anna, Frequency.ISSUE)
    unsubscribing.unsubscribe(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)
    DigestPlan.objects.update(is_on=False, on_since=None)
    clock.move_to(FIRST)

    assert run(server) == {}
    plan.refresh_from_db()
    assert plan.last_day is None


def test_there_and_back_again_loses_and_repeats_nothing(hub_site, plan, server, clock):
    anna = reader()
    published(hub_site, "Primo")
    wish(anna, Frequency.ISSUE)
    published(hub_site, "Secondo")
    wish(anna, Frequency.WEEKLY)

    clock.move_to(FIRST)
    told = run(server)["anna"]
    clock.move_to(FIRST + WEEK)

    assert "Primo" in told
    assert "Secondo" in told
    assert run(server) == {}


def test_from_monthly_to_weekly_nothing_of_the_month_is_lost(hub_site, plan, server, clock):
    clock.move_to(FIRST - timedelta(days=25))
    monthly = DigestPlan.objects.create(frequency=Frequency.MONTHLY, is_on=True, month_day=20)
    DigestPlan.objects.update(on_since=FIRST - timedelta(days=60))
    monthly.refresh_from_db()
    anna = reader(frequency=Frequency.MONTHLY, preferences_changed_at=timezone.now())
    published(hub_site, "Tre settimane fa", first_published_at=FIRST - timedelta(days=24))
    DigestPlan.objects.filter(pk=monthly.pk).update(last_day=FIRST.date())
    clock.move_to(FIRST - timedelta(days=1))
    wish(anna, Frequency.WEEKLY)
    clock.move_to(FIRST)

    assert "Tre settimane fa" in run(server)["anna"]
