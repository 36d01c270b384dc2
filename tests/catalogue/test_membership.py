"""Who is in a curated collection, in which order, with which words."""

from typing import Any

import pytest
from wagtail.models import Page

from catalogue import publishing
from catalogue.models import Change, CollectionMember, CuratedCollection, Reason, Verb
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection, put, translate_collection
from tests.factories import HubSite

Row = tuple[int, str, str]


def members(collection: CuratedCollection) -> list[Row]:
    rows = CollectionMember.objects.filter(collection=collection).order_by("position", "pk")
    return list(rows.values_list("position", "entry__title", "note"))


def steps(collection: CuratedCollection) -> list[tuple[str, str]]:
    rows = Change.objects.filter(collection=collection.slug).order_by("number")
    return list(rows.values_list("verb", "reason"))


@pytest.fixture
def pages(hub_site: HubSite, commits: Commits) -> list[Any]:
    with commits():
        return [hub_site.practice(title=title) for title in ("Forno", "Orto", "Piazza")]


def test_members_follow_the_curator_s_order_and_notes(pages: list[Any], commits: Commits) -> None:
    forno, orto, piazza = pages
    with commits():
        collection = make_collection(piazza, (forno, "Da leggere per primo"), orto)

    assert members(collection) == [
        (1, "Piazza", ""),
        (2, "Forno", "Da leggere per primo"),
        (3, "Orto", ""),
    ]


def test_saving_without_changing_anything_tells_nobody(pages: list[Any], commits: Commits) -> None:
    with commits():
        collection = make_collection(*pages)
    before = Change.objects.count()
    with commits():
        collection.save()

    assert Change.objects.count() == before


def test_a_draft_becomes_a_member_when_it_is_published(
    hub_site: HubSite, pages: list[Any], commits: Commits
) -> None:
    with commits():
        draft = hub_site.practice(title="Bozza", publish=False)
        collection = make_collection(pages[0], draft)
    assert [title for _place, title, _note in members(collection)] == ["Forno"]

    with commits():
        draft.get_latest_revision().publish()
    assert [title for _place, title, _note in members(collection)] == ["Forno", "Bozza"]


@pytest.mark.parametrize(
    ("how", "reason"), [("unpublish", Reason.WITHDRAWN), ("delete", Reason.DELETED)]
)
def test_what_is_withdrawn_leaves_with_the_reason(
    pages: list[Any], commits: Commits, how: str, reason: Reason
) -> None:
    with commits():
        collection = make_collection(*pages)
    with commits():
        getattr(Page.objects.get(pk=pages[1].pk).specific, how)()

    assert [title for _place, title, _note in members(collection)] == ["Forno", "Piazza"]
    assert steps(collection)[-1] == (Verb.LEAVE, reason)


def test_what_the_curator_takes_out_leaves_the_collection_and_stays_in_the_hub(
    pages: list[Any], commits: Commits
) -> None:
    with commits():
        collection = make_collection(*pages)
    with commits():
        put(collection, pages[0], pages[1])

    assert steps(collection)[-1] == (Verb.LEAVE, Reason.LEFT_COLLECTION)
    assert not Change.objects.filter(verb=Verb.GONE).exists()


def test_every_language_of_a_page_is_a_member_in_the_same_place(
    hub_site: HubSite, pages: list[Any], commits: Commits
) -> None:
    with commits():
        collection = make_collection(*pages)
    with commits():
        hub_site.in_english(pages[1], title="Orchard")

    assert members(collection)[1:3] == [(2, "Orto", ""), (2, "Orchard", "")]


def test_notes_are_read_in_the_language_of_the_entry_where_they_are_translated(
    hub_site: HubSite, pages: list[Any], commits: Commits
) -> None:
    with commits():
        hub_site.in_english(pages[0], title="Oven")
        hub_site.in_english(pages[1], title="Orchard")
        collection = make_collection((pages[0], "Pane buono"), (pages[1], "Frutta"))
    with commits():
        translate_collection(collection, notes=["Good bread", ""], title="English")

    rows = CollectionMember.objects.filter(entry__language="en").order_by("position")
    assert list(rows.values_list("note", "note_language")) == [
        ("Good bread", "en"),
        ("Frutta", "it"),
    ]


def test_deleting_a_translation_brings_back_the_first_words(
    hub_site: HubSite, pages: list[Any], commits: Commits
) -> None:
    with commits():
        hub_site.in_english(pages[0], title="Oven")
        collection = make_collection((pages[0], "Pane buono"))
    with commits():
        english = translate_collection(collection, notes=["Good bread"])
    with commits():
        english.delete()

    assert CollectionMember.objects.get(entry__language="en").note == "Pane buono"


def test_a_translation_leaves_with_the_page_that_was_chosen(
    hub_site: HubSite, pages: list[Any], commits: Commits
) -> None:
    with commits():
        hub_site.in_english(pages[0], title="Oven")
        collection = make_collection(pages[0], pages[1])
    with commits():
        Page.objects.get(pk=pages[0].pk).delete()

    assert members(collection) == [(2, "Orto", "")]
    assert steps(collection)[-2:] == [
        (Verb.LEAVE, Reason.DELETED),
        (Verb.LEAVE, Reason.LEFT_COLLECTION),
    ]


def test_an_alias_stands_for_its_page(
    hub_site: HubSite, pages: list[Any], commits: Commits
) -> None:
    with commits():
        alias = pages[0].create_alias(update_slug="forno-2")
        collection = make_collection(alias)

    assert members(collection) == [(1, "Forno", "")]


def test_a_deleted_collection_is_left_by_everybody(pages: list[Any], commits: Commits) -> None:
    with commits():
        collection = make_collection(*pages)
    with commits():
        CuratedCollection.objects.get(pk=collection.pk).delete()

    assert steps(collection)[3:] == [(Verb.LEAVE, Reason.LEFT_COLLECTION)] * 3


def test_a_new_name_is_another_stream(pages: list[Any], commits: Commits) -> None:
    with commits():
        collection = make_collection(*pages, slug="vecchio")
    with commits():
        collection.slug = "nuovo"
        collection.save()

    verbs = Change.objects.order_by("number").values_list("collection", "verb")
    assert (
        list(verbs.exclude(collection=""))[3:]
        == [("vecchio", "leave")] * 3 + [("nuovo", "enter")] * 3
    )


def test_closing_a_collection_that_exists_does_nothing(pages: list[Any], commits: Commits) -> None:
    with commits():
        collection = make_collection(*pages)

    assert publishing.close_collection(slug=collection.slug) == 0
