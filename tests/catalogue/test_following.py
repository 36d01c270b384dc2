"""What a page shows comes from elsewhere too: other pages, topics, cooperatives, languages."""

from typing import Any

import pytest
from django.db import transaction
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Locale, Page, PageViewRestriction

from catalogue.changes import tombstone
from catalogue.models import Change, Entry, EntryTerm, Reason
from core.merging import TopicInUse
from core.models import Topic
from tests.catalogue.conftest import Commits
from tests.factories import (
    CooperativeFactory,
    HubSite,
    OrganisationFactory,
    TopicFactory,
    locale,
)


def entry_of(page: Any) -> Entry:
    return Entry.objects.get(uid=page.uid)


def edit(page: Any, **fields: Any) -> None:
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


class TestMentions:
    @pytest.fixture
    def pair(self, hub_site: HubSite, commits: Commits) -> tuple[Any, Any]:
        """A page and another that mentions it."""
        with commits():
            mentioned = hub_site.practice(title="Il forno")
            teller = hub_site.practice(title="La piazza")
            block = {"type": "related_entries", "value": {"title": "", "pages": [mentioned.pk]}}
            teller.body = teller.body.stream_block.to_python([block])
            teller.save_revision().publish()
        return mentioned, teller

    def test_a_new_title_reaches_those_who_mention_it(
        self, pair: tuple[Any, Any], commits: Commits
    ) -> None:
        mentioned, teller = pair
        assert "Il forno" in entry_of(teller).detail
        with commits():
            edit(mentioned, title="Il forno di tutti")

        assert "Il forno di tutti" in entry_of(teller).detail

    @pytest.mark.parametrize("how", ["unpublish", "delete", "private"])
    def test_what_is_withdrawn_is_no_longer_mentioned(
        self, pair: tuple[Any, Any], commits: Commits, how: str
    ) -> None:
        mentioned, teller = pair
        with commits():
            if how == "private":
                PageViewRestriction.objects.create(page=mentioned, restriction_type="login")
            else:
                getattr(Page.objects.get(pk=mentioned.pk).specific, how)()

        assert "Il forno" not in entry_of(teller).detail

    def test_what_comes_back_is_mentioned_again(
        self, pair: tuple[Any, Any], commits: Commits
    ) -> None:
        mentioned, teller = pair
        with commits():
            mentioned.unpublish()
        with commits():
            edit(mentioned)

        assert "Il forno" in entry_of(teller).detail

    def test_two_pages_that_mention_each_other_come_to_rest(
        self, pair: tuple[Any, Any], commits: Commits
    ) -> None:
        mentioned, teller = pair
        block = {"type": "related_entries", "value": {"title": "", "pages": [teller.pk]}}
        with commits():
            edit(mentioned, body=mentioned.body.stream_block.to_python([block]), title="Il forno 2")

        assert "Il forno 2" in entry_of(teller).detail


class TestRecords:
    def test_a_topic_with_a_new_name_is_followed_in_every_language(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        topic = TopicFactory(name="Agricoltura")
        with commits():
            page = hub_site.practice(topics=[topic])
        with commits():
            english = hub_site.in_english(page)
        assert '"label":"Agricoltura"' in entry_of(english).card

        with commits():
            translated = topic.copy_for_translation(locale("en"))
            translated.name = "Farming"
            translated.save()
        assert '"label":"Farming"' in entry_of(english).card
        assert EntryTerm.objects.get(entry=entry_of(english), facet="topic").label == "Farming"

        with commits():
            topic.name = "Agricoltura sociale"
            topic.save()
        assert '"label":"Agricoltura sociale"' in entry_of(page).card

    def test_a_topic_that_entries_are_about_is_not_deleted(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            page = hub_site.practice(topics=[TopicFactory(), TopicFactory(name="Filiere")])
        with pytest.raises(TopicInUse), transaction.atomic():
            Topic.objects.get(name="Filiere").delete()

        assert "Filiere" in entry_of(page).card

    def test_a_cooperative_with_a_new_name_is_followed(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        cooperative = CooperativeFactory(name="La Ghirlanda")
        with commits():
            page = hub_site.practice(lead_cooperative=cooperative)
        with commits():
            cooperative.name = "La Ghirlanda Verde"
            cooperative.save()

        assert "La Ghirlanda Verde" in entry_of(page).card

    def test_an_organisation_with_a_new_name_is_followed(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        organiser = OrganisationFactory(name="Comune vecchio")
        with commits():
            page = hub_site.event(organisers=[organiser])
        with commits():
            organiser.name = "Unione dei comuni"
            organiser.save()

        assert "Unione dei comuni" in entry_of(page).detail

    def test_saving_a_record_without_changing_it_tells_nobody(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        topic = TopicFactory()
        with commits():
            hub_site.practice(topics=[topic])
        before = Change.objects.count()
        with commits():
            topic.save()

        assert Change.objects.count() == before


class TestTerms:
    def test_a_province_is_found_under_its_region_and_under_italy(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            page = hub_site.practice()

        for code in ("038", "08", "IT"):
            assert Entry.objects.with_term("territory", code).filter(uid=page.uid).exists()

    def test_a_topic_taken_off_is_no_longer_found(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        old, new = TopicFactory(), TopicFactory()
        with commits():
            page = hub_site.practice(topics=[old])
        with commits():
            edit(page, topics=[new])

        assert not Entry.objects.with_term("topic", old.code).exists()
        assert Entry.objects.with_term("topic", new.code).exists()


class TestAliases:
    def test_an_alias_has_no_entry_of_its_own(self, hub_site: HubSite, commits: Commits) -> None:
        with commits():
            page = hub_site.standard_page(title="Chi siamo")
            page.create_alias(parent=hub_site.practices, update_slug="chi-siamo-2")

        assert Entry.objects.get(title="Chi siamo").page_id == page.pk

    def test_an_alias_made_into_a_page_gets_one(self, hub_site: HubSite, commits: Commits) -> None:
        with commits():
            page = hub_site.standard_page(title="Chi siamo")
            alias = page.create_alias(parent=hub_site.practices, update_slug="chi-siamo-2")
        with commits():
            ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

        assert Entry.objects.filter(title="Chi siamo").count() == 2

    def test_deleting_an_alias_leaves_the_entry_of_the_page(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            page = hub_site.standard_page(title="Chi siamo")
            alias = page.create_alias(parent=hub_site.practices, update_slug="chi-siamo-2")
        with commits():
            alias.delete()

        assert entry_of(page).page_id == page.pk


class TestLanguages:
    def test_a_translation_has_an_entry_of_its_own(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            page = hub_site.practice(title="Il forno", slug="forno")
        with commits():
            english = hub_site.in_english(page, title="The oven", slug="oven")

        assert entry_of(english).translation_of == entry_of(page).translation_of
        assert entry_of(english).language == "en"
        assert entry_of(english).url.endswith("/en/pratiche/oven/")
        assert entry_of(page).title == "Il forno"

    def test_a_page_whose_language_is_corrected_changes_identity(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            page = hub_site.standard_page(title="About us")
        was = page.uid
        with commits():
            page.locale = Locale.objects.get(language_code="en")
            page.save()

        assert not Entry.objects.filter(uid=was).exists()
        last = tombstone(was)
        assert last is not None
        assert last.reason == Reason.WITHDRAWN
        assert entry_of(page).language == "en"
