"""Two topics that mean the same become one, and nothing that pointed to either is lost."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from catalogue.models import CollectionMember, CuratedCollection, Entry, EntryTerm
from core import merging, naming
from core.models import FormerTopicCode, Topic
from newsletter.models import Subscriber
from practices.models import PracticePage
from tests.catalogue.factories import make_collection
from tests.core.conftest import Commits
from tests.factories import AdminFactory, HubSite, TopicFactory, UserFactory, locale
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db
MERGE = "wagtailsnippets_core_topic:merge"


def merge(source: Topic, target: Topic) -> Topic:
    return merging.merge(source_id=source.pk, target_id=target.pk)


@pytest.fixture
def old(db: None) -> Topic:
    return TopicFactory(name="Casa", slug="casa", synonyms="alloggi\nhousing sociale")


@pytest.fixture
def new(db: None) -> Topic:
    return TopicFactory(name="Abitare", slug="abitare")


class TestWhatMoves:
    def test_pages_and_their_entries(
        self, hub_site: HubSite, old: Topic, new: Topic, commits: Commits
    ) -> None:
        with commits():
            one = hub_site.practice(topics=[old])
            both = hub_site.practice(topics=[old, new])
            draft = hub_site.practice(topics=[old], publish=False)
        with commits():
            merge(old, new)

        for page in (one, both):
            assert [t.code for t in PracticePage.objects.get(pk=page.pk).topics.all()] == [
                "abitare"
            ]
            assert EntryTerm.objects.get(entry__uid=page.uid, facet="topic").code == "abitare"
            assert '"code":"abitare"' in Entry.objects.get(uid=page.uid).card
        assert [t.code for t in PracticePage.objects.get(pk=draft.pk).topics.all()] == ["abitare"]
        assert not EntryTerm.objects.filter(facet="topic", code="casa").exists()

    def test_readers_who_follow_either_follow_the_one_that_remains(
        self, old: Topic, new: Topic
    ) -> None:
        first, second = SubscriberFactory(), SubscriberFactory()
        first.topics.add(old)
        second.topics.add(old, new)
        merge(old, new)

        assert [t.code for t in Subscriber.objects.get(pk=first.pk).topics.all()] == ["abitare"]
        assert [t.code for t in Subscriber.objects.get(pk=second.pk).topics.all()] == ["abitare"]

    def test_rules_of_collections_and_who_is_in_them(
        self, hub_site: HubSite, old: Topic, new: Topic, commits: Commits
    ) -> None:
        with commits():
            page = hub_site.practice(topics=[new])
            collection = make_collection(rule_mode="live", rule_topics=[old])
        assert not collection.members.exists()
        with commits():
            merge(old, new)

        rule = CuratedCollection.objects.get(pk=collection.pk).rule_topics.all()
        assert [topic.code for topic in rule] == ["abitare"]
        assert CollectionMember.objects.get(collection=collection).entry.uid == page.uid

    def test_parts_go_along_and_there_are_never_more_than_two_levels(
        self, old: Topic, new: Topic
    ) -> None:
        part = TopicFactory(parent=old)
        wider = TopicFactory()
        new.parent = wider
        new.save()
        merge(old, new)

        part.refresh_from_db()
        assert part.parent == wider

    def test_a_topic_can_take_the_place_of_the_wider_one(self, old: Topic, new: Topic) -> None:
        new.parent = old
        new.save()
        merge(old, new)

        new.refresh_from_db()
        assert new.parent is None

    def test_the_draft_of_a_page_is_published_with_the_topic_that_remains(
        self, hub_site: HubSite, old: Topic, new: Topic, commits: Commits
    ) -> None:
        with commits():
            page = hub_site.practice(topics=[new])
        page.topics = [old]
        revision = page.save_revision()
        with commits():
            merge(old, new)
        with commits():
            revision.publish()

        assert [t.code for t in PracticePage.objects.get(pk=page.pk).topics.all()] == ["abitare"]
        assert EntryTerm.objects.get(entry__uid=page.uid, facet="topic").code == "abitare"

    def test_who_gives_the_old_topic_after_the_merger_gives_the_new_one(
        self, old: Topic, new: Topic, commits: Commits
    ) -> None:
        reader = SubscriberFactory()
        merge(old, new)
        with commits():
            reader.topics.add(old)

        assert [topic.code for topic in reader.topics.all()] == ["abitare"]


class TestOldNames:
    def test_code_name_and_synonyms_lead_to_the_one_that_remains(
        self, old: Topic, new: Topic
    ) -> None:
        merge(old, new)

        assert naming.by_code("casa") == new
        assert naming.by_word("Casa") == new
        assert naming.by_word("housing-sociale") == new

    def test_a_second_merger_leaves_no_detour(self, old: Topic, new: Topic) -> None:
        last = TopicFactory(slug="ultimo")
        old.slug = "dimora"
        old.save()
        merge(old, new)
        merge(new, last)

        assert naming.by_code("casa") == naming.by_code("dimora") == last
        assert naming.by_code("abitare") == last

    def test_a_new_code_leaves_the_old_one_working(self, old: Topic) -> None:
        old.slug = "dimora"
        old.save()
        assert naming.by_code("casa") == naming.by_code("dimora") == old

        old.slug = "casa"
        old.save()
        assert naming.by_code("casa") == naming.by_code("dimora") == old
        assert list(FormerTopicCode.objects.values_list("code", flat=True)) == ["dimora"]

    def test_words_of_translations_count_too(self, old: Topic) -> None:
        english = old.copy_for_translation(locale("en"))
        english.name, english.synonyms = "Home", "dwelling"
        english.save()

        assert naming.by_word("dwelling") == old
        assert naming.by_word("home") == old
        assert naming.by_word("nothing-like-it") is None


class TestRefusals:
    def test_a_topic_is_not_merged_into_itself_nor_twice(self, old: Topic, new: Topic) -> None:
        with pytest.raises(merging.MergeRefused):
            merge(old, old)
        merge(old, new)
        with pytest.raises(merging.MergeRefused):
            merge(old, TopicFactory())
        with pytest.raises(merging.MergeRefused):
            merge(TopicFactory(), old)

    def test_a_translation_is_not_merged(self, old: Topic, new: Topic) -> None:
        english = new.copy_for_translation(locale("en"))
        english.save()
        with pytest.raises(merging.MergeRefused):
            merge(old, english)

    def test_a_used_topic_is_not_deleted(self, hub_site: HubSite, old: Topic) -> None:
        hub_site.practice(topics=[old])
        SubscriberFactory().topics.add(old)
        with pytest.raises(merging.TopicInUse) as refusal, transaction.atomic():
            old.delete()

        assert sum(use.count for use in refusal.value.uses) == 2
        assert Topic.objects.filter(pk=old.pk).exists()

    def test_nor_one_that_old_addresses_lead_to(self, old: Topic, new: Topic) -> None:
        merge(old, new)
        with pytest.raises(merging.TopicInUse):
            merging.refuse_to_delete(new)
        with pytest.raises(ProtectedError):
            new.delete()

    def test_an_unused_one_goes(self, old: Topic) -> None:
        old.delete()
        assert not Topic.objects.exists()


class TestInTheAdmin:
    @pytest.fixture
    def staff(self, client: Client) -> Client:
        client.force_login(AdminFactory())
        return client

    def test_looking_changes_nothing_and_tells_everything(
        self, staff: Client, hub_site: HubSite, old: Topic, new: Topic
    ) -> None:
        hub_site.practice(topics=[old])
        page = staff.get(reverse(MERGE, args=[old.pk]), {"target": new.pk}).content.decode()

        assert "Per ora non è cambiato nulla" in page
        assert "Pratiche" in page
        assert "housing sociale" in page
        assert not Topic.objects.filter(merged_into__isnull=False).exists()

    def test_confirming_merges_and_leaves_a_trace(
        self, staff: Client, old: Topic, new: Topic
    ) -> None:
        answer = staff.post(reverse(MERGE, args=[old.pk]), {"target": new.pk})

        assert answer.status_code == 302
        entry = ModelLogEntry.objects.get(action=merging.MERGED)
        assert entry.data["source"] == {"code": "casa", "name": "Casa"}
        assert "Abitare" in entry.message

    def test_a_target_is_asked_for(self, staff: Client, old: Topic) -> None:
        answer = staff.get(reverse(MERGE, args=[old.pk]), {"target": ""})

        assert answer.context["form"].errors["target"]
        assert not Topic.objects.filter(merged_into__isnull=False).exists()

    def test_who_may_not_is_turned_away(self, client: Client, old: Topic) -> None:
        client.force_login(UserFactory())
        assert client.get(reverse(MERGE, args=[old.pk])).status_code == 302

    def test_deleting_a_used_topic_says_what_uses_it(
        self, staff: Client, hub_site: HubSite, old: Topic
    ) -> None:
        hub_site.practice(topics=[old])
        address = reverse("wagtailsnippets_core_topic:delete", args=[old.pk])
        answer = staff.post(address, follow=True)

        assert "Pratiche: 1" in answer.content.decode()
        assert Topic.objects.filter(pk=old.pk).exists()
