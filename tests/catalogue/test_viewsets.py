"""Staff make, preview and translate curated collections in the admin."""

from typing import Any

import pytest
from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator

from catalogue.models import CollectionMember, CuratedCollection
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection, translate_collection
from tests.factories import AdminFactory, HubSite, locale

LIST = "wagtailsnippets_catalogue_curatedcollection:list"
ADD = "wagtailsnippets_catalogue_curatedcollection:add"
EDIT = "wagtailsnippets_catalogue_curatedcollection:edit"
PREVIEW_ADD = "wagtailsnippets_catalogue_curatedcollection:preview_on_add"


def form(*items: tuple[Any, str], **fields: Any) -> dict[str, Any]:
    rows = [
        {"page": page.pk, "note": note, "ORDER": str(order)}
        for order, (page, note) in enumerate(items, start=1)
    ]
    values = {"title": "Pane", "slug": "pane", "intro": "", "curator": "", "is_public": "on"}
    data: dict[str, Any] = nested_form_data(values | fields | {"items": inline_formset(rows)})
    return data


@pytest.fixture
def staff(client: Client, hub_site: HubSite) -> Client:
    client.force_login(AdminFactory())
    return client


@pytest.fixture
def pages(hub_site: HubSite, commits: Commits) -> list[Any]:
    with commits():
        return [hub_site.practice(title=title) for title in ("Forno", "Orto")]


def test_the_form_makes_a_collection(staff: Client, pages: list[Any], commits: Commits) -> None:
    with commits():
        response = staff.post(reverse(ADD), form((pages[1], "Bello"), (pages[0], "")))

    assert response.status_code == 302
    collection = CuratedCollection.objects.get(slug="pane")
    members = collection.members.values_list("position", "entry__title", "note")
    assert list(members) == [(1, "Orto", "Bello"), (2, "Forno", "")]


def test_the_list_shows_what_there_is_and_can_be_searched(
    staff: Client, pages: list[Any], commits: Commits
) -> None:
    with commits():
        make_collection(*pages, title="Pane di paese", curator="Redazione")
        make_collection(*pages, title="Montagne")
    everything = staff.get(reverse(LIST)).content.decode()
    found = staff.get(reverse(LIST), {"q": "pane"}).content.decode()

    assert "Pane di paese" in everything
    assert "Redazione" in everything
    assert "Montagne" in everything
    assert "Pane di paese" in found
    assert "Montagne" not in found


def test_translations_are_listed_only_when_their_language_is_asked_for(
    staff: Client, pages: list[Any], commits: Commits
) -> None:
    with commits():
        collection = make_collection(*pages, title="Pane di paese")
        translate_collection(collection, notes=["", ""], title="Village bread")
    plain = staff.get(reverse(LIST)).content.decode()
    english = staff.get(reverse(LIST), {"locale": "en"}).content.decode()

    assert "Pane di paese" in plain
    assert "Village bread" not in plain
    assert "Village bread" in english


def test_a_page_chosen_twice_is_refused_and_nothing_is_lost(
    staff: Client, pages: list[Any]
) -> None:
    response = staff.post(reverse(ADD), form((pages[0], "Prima"), (pages[0], "Seconda")))

    assert response.status_code == 200
    errors = response.context["form"].formsets["items"].errors
    assert [list(error) for error in errors] == [[], ["page"]]
    assert "Seconda" in response.content.decode()
    assert not CuratedCollection.objects.exists()


def test_a_name_taken_is_refused_at_its_field(
    staff: Client, pages: list[Any], commits: Commits
) -> None:
    with commits():
        make_collection(*pages, slug="pane")
    response = staff.post(reverse(ADD), form((pages[0], "")))

    assert response.status_code == 200
    assert CuratedCollection.objects.count() == 1
    assert list(response.context["form"].errors) == ["slug"]


def test_a_collection_without_an_original_is_refused(staff: Client, pages: list[Any]) -> None:
    english = locale("en")
    response = staff.post(f"{reverse(ADD)}?locale={english.language_code}", form())

    assert response.status_code == 200
    assert not CuratedCollection.objects.exists()


def test_the_chooser_offers_the_page_types_that_channels_carry(
    staff: Client, hub_site: HubSite
) -> None:
    content = staff.get(reverse(ADD)).content.decode()

    assert "practices.practicepage" in content
    assert "wagtailcore.page" not in content


def test_the_preview_shows_cards_in_order_and_says_what_is_not_public(
    staff: Client, hub_site: HubSite, pages: list[Any], commits: Commits
) -> None:
    with commits():
        draft = hub_site.practice(title="Bozza", publish=False)
    url = reverse(PREVIEW_ADD)
    assert staff.post(url, form((draft, ""), (pages[1], "Da vedere"))).json()["is_valid"]
    content = staff.get(url).content.decode()

    assert content.index("Bozza") < content.index("Orto")
    assert "Da vedere" in content
    assert "Non pubblica" in content or "Not public" in content


class TestTranslating:
    @pytest.fixture
    def collection(
        self, hub_site: HubSite, pages: list[Any], commits: Commits
    ) -> CuratedCollection:
        with commits():
            hub_site.in_english(pages[0], title="Oven")
            return make_collection(
                (pages[0], "Pane buono"), title="Pane", intro="Il pane.", slug="pane"
            )

    @pytest.fixture
    def translation(self, collection: CuratedCollection) -> Translation:
        creator = TranslationCreator(user=None, target_locales=[locale("en")])
        creator.create_translations(collection)
        return Translation.objects.get(source__object_id=collection.translation_key)

    def test_title_introduction_and_notes_are_offered(self, translation: Translation) -> None:
        texts = {segment.string.data for segment in translation.source.stringsegment_set.all()}

        assert texts == {"Pane", "Il pane.", "Pane buono"}

    def test_the_translator_s_words_reach_the_members(
        self,
        staff: Client,
        collection: CuratedCollection,
        translation: Translation,
        commits: Commits,
    ) -> None:
        words = {"Pane": "Bread", "Il pane.": "The bread.", "Pane buono": "Good bread"}
        for segment in translation.source.stringsegment_set.all():
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                data=words[segment.string.data],
            )
        english = translation.get_target_instance()
        editor = reverse(EDIT, args=[quote(english.pk)])
        assert "Pane buono" in staff.get(editor).content.decode()
        with commits():
            staff.post(editor, {"action": "publish"})

        english.refresh_from_db()
        assert (english.title, english.intro, english.slug) == ("Bread", "The bread.", "pane")
        member = CollectionMember.objects.get(entry__language="en")
        assert (member.note, member.note_language) == ("Good bread", "en")
        assert collection.in_language("en") == english

    def test_a_new_item_reaches_the_translation_when_it_is_updated(
        self,
        staff: Client,
        collection: CuratedCollection,
        translation: Translation,
        pages: list[Any],
        commits: Commits,
    ) -> None:
        editor = reverse(EDIT, args=[quote(collection.pk)])
        item = collection.items.get()
        data = form((pages[0], "Pane buono"), (pages[1], "Frutta"))
        data |= {"items-INITIAL_FORMS": "1", "items-0-id": str(item.pk)}
        with commits():
            assert staff.post(editor, data).status_code == 302
        translation.source.update_from_db()

        texts = {segment.string.data for segment in translation.source.stringsegment_set.all()}
        assert "Frutta" in texts
