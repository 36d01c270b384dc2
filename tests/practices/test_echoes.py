"""What is kept beside a practice reaches every channel by itself."""

import json
from datetime import UTC, date, datetime

import pytest

from catalogue.models import Entry
from practices import merging
from practices.models import Adoption
from practices.recording import record_of
from tests.catalogue.conftest import Commits
from tests.catalogue.conftest import commits as commits  # noqa: PLC0414  a fixture
from tests.factories import CooperativeFactory, HubSite

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


def detail_of(page) -> dict:
    return json.loads(Entry.objects.get(page_id=page.pk).detail)


def test_a_confirmation_reaches_the_catalogue_in_every_language(
    hub_site: HubSite, commits: Commits
) -> None:
    with commits():
        page = hub_site.practice()
        english = hub_site.in_english(page)
    with commits():
        record = record_of(page)
        record.last_confirmed_at = NOW
        record.save()

    assert detail_of(page)["last_confirmed_at"] == "2026-05-01T08:00:00Z"
    assert detail_of(english)["last_confirmed_at"] == "2026-05-01T08:00:00Z"


def test_a_re_use_enters_and_leaves(hub_site: HubSite, commits: Commits) -> None:
    with commits():
        page = hub_site.practice()
    with commits():
        adoption = Adoption.objects.create(
            practice=page,
            adopter_name="Comune di Bari",
            place="Bari",
            adopted_date=date(2025, 3, 1),
            origin_confirmed_at=NOW,
            adopter_confirmed_at=NOW,
        )
    before = detail_of(page)["adoptions"]
    with commits():
        adoption.delete()

    assert [one["name"] for one in before] == ["Comune di Bari"]
    assert detail_of(page)["adoptions"] == []


def test_who_took_a_practice_up_finds_it_on_its_page_also_after_a_merger(
    hub_site: HubSite, commits: Commits
) -> None:
    gone, kept = CooperativeFactory(slug="vecchia"), CooperativeFactory(slug="nuova")
    with commits():
        page = hub_site.practice()
    with commits():
        Adoption.objects.create(
            practice=page,
            cooperative=gone,
            place="Bari",
            adopted_date=date(2025, 3, 1),
            origin_confirmed_at=NOW,
            adopter_confirmed_at=NOW,
        )
    assert Entry.objects.visible().with_term("cooperative", "vecchia").exists()

    with commits():
        merging.merge(kept_id=kept.pk, merged_id=gone.pk, user=None)

    assert not Entry.objects.visible().with_term("cooperative", "vecchia").exists()
    assert Entry.objects.visible().with_term("cooperative", "nuova").get().page_id == page.pk
