from datetime import timedelta
from typing import Any

import pytest

from newsletter import correcting, novelty, pausing, pulsing, steering
from newsletter.models import Delivery, DeliveryState, Frequency, Mailing, Segment
from tests.factories import TopicFactory
from tests.newsletter.digest_runs import FIRST, WEEK, published, reader, run
from tests.newsletter.issues import catalogued, make_issue

pytestmark = pytest.mark.django_db


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


def test_what_is_over_or_withdrawn_is_left_out(hub_site, plan, server, clock):
    reader()
    published(hub_site, "Passato", kind="event", starts_at=FIRST - timedelta(days=1))
    gone = published(hub_site, "Ritirata")
    gone.unpublish()
    catalogued(gone)
    clock.move_to(FIRST)

    assert run(server) == {}


def test_it_takes_the_same_questions_for_few_readers_and_for_many(
    hub_site, clock, django_assert_max_num_queries
):
    published(hub_site, "La bottega")
    numbers = [reader(f"r{number}").pk for number in range(30)]
    arguments: Any = {"at": FIRST, "begun_at": FIRST, "period": WEEK, "most": 20}

    with django_assert_max_num_queries(12):
        (group,) = novelty.groups(numbers, **arguments)

    assert len(group.readers) == 30


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
