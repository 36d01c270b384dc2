"""Two records of one cooperative become one."""

import pytest
from wagtail.models import ModelLogEntry

from catalogue.models import Entry
from practices import merging
from practices.merging import MergingRefused
from practices.models import (
    Cooperative,
    CooperativeContact,
    CooperativeType,
    Lifecycle,
    OperatingSite,
    Proposal,
)
from tests.catalogue.conftest import Commits, commits
from tests.factories import AdminFactory, CooperativeFactory, HubSite

__all__ = ["commits"]
pytestmark = pytest.mark.django_db


def codes_of(page):
    terms = Entry.objects.get(page_id=page.pk).terms
    return list(terms.filter(facet="cooperative").values_list("code", flat=True))


def test_practices_sites_and_contacts_follow(hub_site: HubSite, commits: Commits) -> None:
    kept, merged = CooperativeFactory(slug="resta"), CooperativeFactory(slug="va")
    with commits():
        page = hub_site.practice(lead_cooperative=merged)
    OperatingSite.objects.create(
        cooperative=merged, municipality="Ferrara", territory=merged.territory
    )
    CooperativeContact.objects.create(cooperative=merged, name="Ada")
    plan = merging.plan(kept=kept, merged=merged)
    assert sum(plan.moving.values()) == 3
    with commits():
        merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)
    page.refresh_from_db()
    merged.refresh_from_db()
    assert page.lead_cooperative == kept
    assert kept.sites.count() == kept.contacts.count() == 1
    assert (merged.lifecycle, merged.merged_into) == (Lifecycle.MERGED, kept)
    assert codes_of(page) == ["resta"]


def test_what_the_one_lacks_is_taken_over_and_nothing_is_overwritten(hub_site: HubSite) -> None:
    kept = CooperativeFactory(tax_code="", is_listed=False, website="https://resta.example.org")
    merged = CooperativeFactory(website="https://va.example.org", phone="0532 000000")
    number = merged.tax_code
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.tax_code, merged.tax_code) == (number, "")
    assert (kept.website, kept.phone) == ("https://resta.example.org", "0532 000000")


def test_a_merger_is_taken_back_whole(hub_site: HubSite, commits: Commits) -> None:
    kept = CooperativeFactory(slug="resta", tax_code="", is_listed=False)
    merged = CooperativeFactory(slug="va", phone="0532 000000")
    number = merged.tax_code
    with commits():
        ours = hub_site.practice(lead_cooperative=kept)
        theirs = hub_site.practice(lead_cooperative=merged)
    with commits():
        merger = merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)
    with commits():
        merging.undo(merger_id=merger.pk, user=None)
    for row in (kept, merged, ours, theirs):
        row.refresh_from_db()
    assert (ours.lead_cooperative, theirs.lead_cooperative) == (kept, merged)
    assert (kept.tax_code, kept.phone) == ("", "")
    assert (merged.tax_code, merged.lifecycle) == (number, Lifecycle.ACTIVE)
    assert codes_of(theirs) == ["va"]
    with pytest.raises(MergingRefused):
        merging.undo(merger_id=merger.pk, user=None)


def test_consortia_are_not_named_twice(hub_site: HubSite) -> None:
    consortium = CooperativeFactory(kind=CooperativeType.CONSORTIUM)
    kept, merged = CooperativeFactory(), CooperativeFactory()
    for one in (kept, merged):
        one.member_of = [consortium]
        one.save()
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)
    assert list(Cooperative.objects.get(pk=kept.pk).member_of.all()) == [consortium]


def test_an_older_draft_does_not_bring_the_old_record_back(hub_site: HubSite) -> None:
    kept, merged = CooperativeFactory(), CooperativeFactory()
    page = hub_site.practice(lead_cooperative=merged)
    page.title = "Bozza di prima"
    revision = page.save_revision()
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)
    revision.publish()
    page.refresh_from_db()
    assert page.title == "Bozza di prima"
    assert page.lead_cooperative == kept


def test_what_makes_no_sense_is_refused(hub_site: HubSite) -> None:
    first, second, third = (CooperativeFactory() for _each in range(3))
    with pytest.raises(MergingRefused):
        merging.merge(kept_id=first.pk, merged_id=first.pk, user=None)
    merging.merge(kept_id=first.pk, merged_id=second.pk, user=None)
    with pytest.raises(MergingRefused):
        merging.merge(kept_id=third.pk, merged_id=second.pk, user=None)
    with pytest.raises(MergingRefused):
        merging.merge(kept_id=second.pk, merged_id=third.pk, user=None)
    Proposal.objects.create(cooperative=first)
    with pytest.raises(MergingRefused):
        merging.merge(kept_id=third.pk, merged_id=first.pk, user=None)


def test_the_audit_log_of_both_tells_of_it(hub_site: HubSite) -> None:
    user = AdminFactory()
    kept, merged = CooperativeFactory(), CooperativeFactory()
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=user)
    entries = ModelLogEntry.objects.filter(action=merging.MERGED)
    assert {entry.object_id for entry in entries} == {str(kept.pk), str(merged.pk)}
    assert {entry.user for entry in entries} == {user}
