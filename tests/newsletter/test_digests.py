from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.mjml import MjmlError
from newsletter import (
    checkup,
    correcting,
    digests,
    frozen_report,
    novelty,
    pausing,
    preferences,
    preflight,
    probing,
    pulsing,
    rendering,
    sending,
    steering,
    unsubscribing,
    waiting,
)
from newsletter.models import (
    ConsentChannel,
    Delivery,
    DeliveryState,
    DigestPlan,
    Frequency,
    Mailing,
    MailingKind,
    MailingState,
    Segment,
)
from newsletter.probing import Found, Verdict
from tests.factories import TopicFactory
from tests.newsletter.issues import FakeProvider, catalogued, entries, make_issue, part
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

LITTLE = 22_000  # bytes: more than an empty mail, less than six entries
# Mondays, nine o'clock in Rome.
FIRST = datetime(2026, 11, 30, 8, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def clock():
    with time_machine.travel(FIRST - timedelta(days=3), tick=False) as one:
        yield one


@pytest.fixture
def plan(clock):
    return DigestPlan.objects.create(frequency=Frequency.WEEKLY, is_on=True)


@pytest.fixture
def server(monkeypatch):
    provider = FakeProvider()
    monkeypatch.setattr("newsletter.sending.open_provider", lambda: provider)
    return provider


def reader(name: str = "anna", **fields):
    fields.setdefault("frequency", Frequency.WEEKLY)
    fields.setdefault("confirmed_at", timezone.now() - timedelta(days=400))
    return SubscriberFactory(email=f"{name}@example.org", **fields)


def published(hub_site, title: str, kind: str = "practice", **fields):
    page = getattr(hub_site, kind)(title=title, **fields)
    catalogued(page)
    return page


def run(server) -> dict[str, str]:
    """What the worker does now; the texts of the mails that left, by reader."""
    before = len(server.taken)
    digests.make_due()
    pulsing.pulse()
    return {
        str(message["To"]).partition("@")[0]: part(message, "plain")
        for message in server.taken[before:]
    }


def test_an_item_reaches_a_reader_once_and_an_edit_is_no_news(hub_site, plan, server, clock):
    reader()
    page = published(hub_site, "La bottega")
    clock.move_to(FIRST)
    assert "La bottega" in run(server)["anna"]

    page.title = "La bottega, ora anche la sera"
    page.save_revision().publish()
    catalogued(page)
    clock.move_to(FIRST + WEEK)
    assert run(server) == {}

    published(hub_site, "Orto del lunedì")
    clock.move_to(FIRST + 2 * WEEK)
    mails = run(server)
    assert "Orto del lunedì" in mails["anna"]
    assert "bottega" not in mails["anna"]


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


def test_a_missed_run_leaves_no_gap_and_no_overlap(hub_site, plan, server, clock):
    reader()
    published(hub_site, "Primo")
    clock.move_to(FIRST)
    run(server)
    published(hub_site, "Secondo")
    clock.move_to(FIRST + 1.5 * WEEK)
    published(hub_site, "Terzo")

    clock.move_to(FIRST + 2.2 * WEEK)
    mails = run(server)

    assert "Secondo" in mails["anna"]
    assert "Terzo" in mails["anna"]
    assert "Primo" not in mails["anna"]
    assert Mailing.objects.count() == 2


def test_a_copy_that_did_not_arrive_is_made_up_for(hub_site, plan, server, clock):
    reader()
    published(hub_site, "Primo")
    clock.move_to(FIRST)
    run(server)
    Delivery.objects.update(state=DeliveryState.REFUSED)
    published(hub_site, "Secondo")

    clock.move_to(FIRST + WEEK)
    mails = run(server)

    assert "Primo" in mails["anna"]
    assert "Secondo" in mails["anna"]


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


def wish(reader, frequency):
    preferences.change(
        subscriber_id=reader.pk,
        language="it",
        frequency=frequency,
        topics=[],
        territories=[],
        kinds=[],
    )


def send_issue(server, page):
    mailing = steering.freeze(page=page)
    steering.start(mailing_id=mailing.pk)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=server)


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


def test_after_a_break_the_digest_goes_on_where_it_was(hub_site, plan, server, clock):
    anna = reader()
    published(hub_site, "Primo")
    clock.move_to(FIRST)
    run(server)
    pausing.pause(subscriber_id=anna.pk, until=(FIRST + 1.5 * WEEK).date())
    published(hub_site, "Nella pausa")
    clock.move_to(FIRST + WEEK)
    assert run(server) == {}
    pausing.go_on(subscriber_id=anna.pk)

    clock.move_to(FIRST + 2 * WEEK)
    told = run(server)["anna"]

    assert "Nella pausa" in told
    assert "Primo" not in told


def test_readers_of_a_digest_get_no_single_issues(hub_site, plan, clock):
    reader()
    reader("bruno", frequency=Frequency.ISSUE)

    mailing = steering.freeze(page=make_issue(hub_site))

    assert mailing.planned == 1
    assert mailing.exclusions == {"digest": 1}


def test_an_issue_for_one_group_is_news_for_that_group_alone(hub_site, plan, server, clock):
    care = TopicFactory(slug="cura")
    reader("anna", language="it").topics.set([care])
    reader("bruno", language="it").topics.set([TopicFactory(slug="terra")])
    group = Segment.objects.create(name="Cura", is_strict=True)
    group.topics.set([care])
    issue = make_issue(hub_site, title="Solo per chi cura", for_group=True, segment=group)
    catalogued(issue)

    clock.move_to(FIRST + timedelta(minutes=1))
    told = run(server)

    assert list(told) == ["anna"]
    assert "Solo per chi cura" in told["anna"]


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


def test_what_exists_only_in_another_language_says_so(hub_site, plan, server, clock):
    reader("mary", language="en")
    published(hub_site, "La bottega")
    clock.move_to(FIRST)

    run(server)

    html = part(server.taken[-1], "html")
    assert 'lang="it"' in html
    assert "This week on" in str(server.taken[-1]["Subject"])


def test_what_is_over_or_withdrawn_is_left_out(hub_site, plan, server, clock):
    reader()
    published(hub_site, "Passato", kind="event", starts_at=FIRST - timedelta(days=1))
    gone = published(hub_site, "Ritirata")
    gone.unpublish()
    catalogued(gone)
    clock.move_to(FIRST)

    assert run(server) == {}


def test_what_does_not_fit_comes_next_time(hub_site, plan, server, clock, monkeypatch):
    monkeypatch.setattr(digests, "MOST_ITEMS", 2)
    reader()
    for title in ("Uno", "Due", "Tre"):
        published(hub_site, title)
    clock.move_to(FIRST)
    first = run(server)["anna"]
    clock.move_to(FIRST + WEEK)
    second = run(server)["anna"]

    assert ("Uno" in first, "Due" in first, "Tre" in first) == (True, True, False)
    assert ("Uno" in second, "Due" in second, "Tre" in second) == (False, False, True)


def test_a_mail_that_would_be_cut_off_is_shortened_and_says_so(
    hub_site, plan, server, clock, monkeypatch
):
    reader()
    for number in range(6):
        published(hub_site, f"Voce {number}")
    clock.move_to(FIRST)
    whole = rendering.BLOCK_SIZE
    monkeypatch.setattr(rendering, "BLOCK_SIZE", LITTLE)
    told = run(server)["anna"]
    first = Mailing.objects.get().editions.get()
    monkeypatch.setattr(rendering, "BLOCK_SIZE", whole)
    clock.move_to(FIRST + WEEK)
    rest = run(server)["anna"]

    assert len(first.html.encode()) <= LITTLE
    shown = [number for number in range(6) if f"Voce {number}" in told]
    assert 0 < len(shown) < 6
    assert [number for number in range(6) if f"Voce {number}" in rest] == [*range(len(shown), 6)]
    assert "Vedi sul sito" in told
    assert "Vedi sul sito" not in rest


def test_one_that_cannot_be_shortened_waits_for_a_person(
    hub_site, plan, server, clock, monkeypatch
):
    reader()
    published(hub_site, "La bottega")
    clock.move_to(FIRST)
    monkeypatch.setattr(rendering, "BLOCK_SIZE", 100)
    monkeypatch.setattr(preflight, "BLOCK_SIZE", 100)

    assert run(server) == {}

    mailing = Mailing.objects.get()
    assert mailing.state == MailingState.FROZEN
    assert [line.url for line in waiting.digests_to_start(None)] == [
        reverse("newsletter_admin:mailing", args=[mailing.pk])
    ]
    assert [one.level for one in frozen_report.findings(mailing)] == [preflight.Level.ERROR]


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


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 1, 7, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 12, 1, 8, 0, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2027, 1, 31, 8, 0, tzinfo=UTC), date(2027, 1, 1)),
        # Summer time: nine in Rome is seven in UTC.
        (datetime(2027, 7, 1, 7, 0, tzinfo=UTC), date(2027, 7, 1)),
    ],
)
def test_the_day_of_a_monthly_digest(at, day):
    plan = DigestPlan(
        frequency=Frequency.MONTHLY,
        is_on=True,
        month_day=1,
        hour=time(9),
        on_since=datetime(2020, 1, 1, tzinfo=UTC),
    )

    assert digests.due_day(plan, at) == day


def test_it_takes_the_same_questions_for_few_readers_and_for_many(
    hub_site, clock, django_assert_max_num_queries
):
    published(hub_site, "La bottega")
    numbers = [reader(f"r{number}").pk for number in range(30)]
    arguments: Any = {"at": FIRST, "begun_at": FIRST, "period": WEEK, "most": 20}

    with django_assert_max_num_queries(12):
        (group,) = novelty.groups(numbers, **arguments)

    assert len(group.readers) == 30


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


def test_corrections_and_called_off_issues_are_in_no_digest(hub_site, plan, server, clock):
    each = reader("ogni", frequency=Frequency.ISSUE)
    reader()
    faulty = make_issue(hub_site, title="Con un errore", slug="errore")
    mailing = steering.freeze(page=faulty)
    steering.start(mailing_id=mailing.pk)
    pulsing.pulse()
    errata = make_issue(hub_site, title="Errata corrige", slug="errata")
    correcting.correct(faulty_id=mailing.pk, page=errata)
    off = make_issue(hub_site, title="Annullato", slug="annullato")
    steering.cancel(mailing_id=steering.freeze(page=off).pk)
    catalogued(faulty, errata, off)
    clock.move_to(FIRST)

    mail = run(server)["anna"]

    assert each.email
    assert "Con un errore" in mail
    assert "Errata corrige" not in mail
    assert "Annullato" not in mail
