"""What a copy of a page takes along, and what it leaves behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import get_page_models

from core.models import PublicationPage, PublicPage
from core.models.publication import (
    PublicationCitation,
    PublicationFile,
    PublicationIndexPage,
)
from events.models import EventPage
from events.models.path_parts import PathAnswer, PathUpdate
from newsletter.models import IssuePage, NewsletterIndexPage
from practices import recording
from practices.models import PracticeRecord
from tests.factories import AdminFactory, DocumentFactory, HubSite, make_page

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PAST = NOW - timedelta(days=40)


def event(hub: HubSite) -> Any:
    return hub.event(
        starts_at=PAST,
        ends_at=PAST + timedelta(hours=2),
        doors_at=PAST,
        status="moved-online",
        previous_starts_at=PAST - timedelta(days=7),
        online_url="https://meet.example.org/x",
        dial_in="06 1",
        registration_mode="external",
        registration_url="https://iscrizioni.example.org/",
        registration_opens_at=PAST - timedelta(days=9),
        registration_closes_at=PAST - timedelta(days=1),
        seats="few",
        has_report=True,
        report_published_at=NOW,
        attended_count=9,
        organisations_count=3,
        contributions_count=2,
        minutes_text="<p>Si è detto.</p>",
        minutes_file=DocumentFactory(),
        decisions="<p>Si fa.</p>",
        next_steps="<p>Domani.</p>",
        recording_url="https://video.example.org/1",
        transcript_file=DocumentFactory(),
        cost="€ 5",
    )


def practice(hub: HubSite) -> Any:
    return hub.practice(evidence_level=2, text_author="Anna", edited_by="Redazione", need="Casa")


def call(hub: HubSite) -> Any:
    return hub.call(results_date=date(2026, 1, 1), results="Ecco.", eligibility="Tutte")


def path(hub: HubSite) -> Any:
    page = hub.path(
        status="suspended",
        starts_date=date(2025, 1, 1),
        ends_date=date(2025, 9, 1),
        extended_date=date(2025, 10, 1),
        certified_year=2025,
        amounts="stated",
        amount_assigned=1,
        co_funding=1,
        total_cost=2,
        outcome="È nata.",
        born_name="Nuova",
        no_answers_reason="Nessuna.",
        place="Ostellato",
    )
    page.answers = [PathAnswer(proposal="Un forno", decision="accepted", locale=page.locale)]
    page.updates = [PathUpdate(title="Si parte", locale=page.locale)]
    return page


def publication(hub: HubSite) -> Any:
    shelf = make_page(PublicationIndexPage, hub.home)
    page = make_page(
        PublicationPage,
        shelf,
        publish=False,
        isbn="9788808123459",
        doi="10.1000/1",
        cite_as="Così",
        dated=date(2020, 1, 1),
        date_precision="year",
        page_count=9,
        subtitle="Un anno",
    )
    page.files = [PublicationFile(document=DocumentFactory())]
    page.citations = [PublicationCitation(page=hub.practice())]
    return page


def issue(hub: HubSite) -> Any:
    archive = make_page(NewsletterIndexPage, hub.home)
    return make_page(IssuePage, archive, publish=False, subject="Già letto", preheader="Visto")


STAYING = {
    event: "cost",
    practice: "need",
    call: "eligibility",
    path: "place",
    publication: "subtitle",
    issue: "summary",
}


@pytest.mark.parametrize("make", STAYING)
def test_a_copy_says_the_same_and_nothing_has_happened_to_it(hub_site: HubSite, make: Any) -> None:
    page = make(hub_site)
    page.go_live_at, page.expire_at, page.locked = NOW, NOW, True
    page.save(clean=False)
    page.save_revision(clean=False)
    # Whatever the copied versions say, too.
    copied = page.copy(update_attrs={"slug": "copia"}, keep_live=False)
    version = copied.get_latest_revision_as_object()
    oldest = copied.revisions.order_by("pk").last().as_object()

    fresh = type(page)()
    for name in (*type(page).left_behind, "go_live_at", "expire_at", "locked"):
        if name in ("starts_at", "opens_at", "closes_at"):
            assert getattr(copied, name) > NOW - timedelta(minutes=1)
            continue
        for one in (copied, version, oldest):
            assert _value(one, name) == _value(fresh, name), name
    assert getattr(copied, STAYING[make]) == getattr(page, STAYING[make])
    assert copied.first_published_at is None


def _value(page: Any, name: str) -> Any:
    value = getattr(page, name)
    return list(value.all()) if hasattr(value, "all") else value


def test_every_page_type_says_what_it_leaves_behind() -> None:
    saying = {one.__name__ for one in _page_types() if one.left_behind}

    assert saying == {
        "CallPage",
        "EventPage",
        "IssuePage",
        "ParticipationPathPage",
        "PracticePage",
        "PublicationPage",
    }
    for page_type in _page_types():
        assert {page_type._meta.get_field(name).name for name in page_type.left_behind} == set(
            page_type.left_behind
        )


def _page_types() -> list[Any]:
    return [one for one in get_page_models() if issubclass(one, PublicPage)]


def test_a_translation_takes_everything_along(hub_site: HubSite) -> None:
    page = event(hub_site)

    english = hub_site.in_english(page)

    assert english.has_report
    assert english.decisions == page.decisions
    assert english.starts_at == page.starts_at
    assert english.status == page.status


def test_nothing_that_is_known_of_a_practice_is_known_of_its_copy(hub_site: HubSite) -> None:
    page = hub_site.practice()
    recording.identify(practice=page, scheme="schede-2019", value="7")
    recording.trace(practice=page, origin="migration", contact_email="anna@example.org")
    PracticeRecord.objects.update(last_confirmed_at=PAST)

    copied = page.copy(update_attrs={"slug": "copia"}, keep_live=False)

    record = recording.record_of(copied)
    assert record.last_confirmed_at is None
    assert record.contact_email == ""
    assert record.origin == "editorial"
    assert not record.external_ids.exists()


def test_a_copy_made_in_the_admin_begins_as_a_draft(hub_site: HubSite, client: Client) -> None:
    page = hub_site.event(starts_at=PAST)
    client.force_login(AdminFactory())

    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "Ancora",
            "new_slug": "ancora",
            "new_parent_page": page.get_parent().pk,
            "publish_copies": "on",
        },
    )

    copied = EventPage.objects.get(slug="ancora")
    assert not copied.live
    assert copied.first_published_at is None
