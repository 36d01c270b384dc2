from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalogue import publishing
from catalogue.models import CollectionItem
from catalogue.models.rules import RuleMode
from core.media import PeopleConsent
from newsletter import composing, rendering
from newsletter.blocks.collection import CollectionBlock
from newsletter.blocks.picture import IssuePictureBlock
from tests.factories import ImageFactory
from tests.newsletter.issues import (
    block,
    catalogued,
    collection_block,
    entries,
    lead_story,
    make_collection,
    make_issue,
    picture,
    text,
)

pytestmark = pytest.mark.django_db


def titles(composition) -> list[str]:
    return [entry.title for entry in composition.entries]


def problems(page) -> str:
    return " ".join(one.message for one in composing.compose(page).problems)


def test_an_issue_shows_what_its_pages_say_now(hub_site):
    forno = hub_site.practice(title="Il forno")
    issue = make_issue(hub_site, lead_story(forno))
    forno.title = "Il forno del paese"
    forno.save_revision().publish()
    catalogued(forno)

    assert titles(composing.compose(issue)) == ["Il forno del paese"]


def test_items_are_in_the_issues_language_where_they_exist_in_it(hub_site):
    forno, lana = hub_site.practice(title="Il forno"), hub_site.practice(title="La lana")
    bakery = hub_site.in_english(forno, title="The bakery")
    issue = make_issue(hub_site, entries(forno, lana))
    english = hub_site.in_english(issue)
    catalogued(bakery)

    composition = composing.compose(english)

    assert [(one.title, one.language) for one in composition.entries] == [
        ("The bakery", "en"),
        ("La lana", "it"),
    ]


def test_a_collection_gives_its_first_pages_in_order_with_notes(hub_site):
    pages = [hub_site.practice(title=title) for title in ("Uno", "Due", "Tre")]
    collection = make_collection(hub_site, *pages, notes=("Perché sì.",))

    piece = composing.compose(make_issue(hub_site, collection_block(collection, limit=2))).pieces[0]

    assert [card.entry.title for card in piece.cards] == ["Uno", "Due"]
    assert piece.cards[0].note == "Perché sì."
    assert piece.values["title"] == collection.title


def test_a_collection_is_live_until_the_issue_is_frozen(hub_site):
    uno, due = hub_site.practice(title="Uno"), hub_site.practice(title="Due")
    collection = make_collection(hub_site, uno)
    issue = make_issue(hub_site, collection_block(collection))
    selection = composing.compose(issue).selection

    item = collection.items.get()
    item.page = due
    collection.items.set([item])
    collection.save()
    catalogued(due)
    publishing.refresh_collection(collection_id=collection.pk)

    assert titles(composing.compose(issue)) == ["Due"]
    assert titles(composing.compose(issue, selection)) == ["Uno"]


def test_the_archive_never_shows_what_was_withdrawn_since(hub_site):
    uno = hub_site.practice(title="Uno")
    issue = make_issue(hub_site, collection_block(make_collection(hub_site, uno)))
    selection = composing.compose(issue).selection
    uno.unpublish()
    catalogued(uno)

    assert titles(composing.compose(issue, selection)) == []


@pytest.mark.parametrize("kind", ["entries", "lead_story", "collection", "button", "link"])
def test_what_readers_cannot_see_is_named_wherever_it_was_chosen(hub_site, kind):
    secret = hub_site.practice(title="Nome segreto")
    blocks = {
        "entries": lambda: entries(secret),
        "lead_story": lambda: lead_story(secret),
        "collection": lambda: collection_block(make_collection(hub_site, secret)),
        "button": lambda: block(
            "call_to_action",
            {"title": "T", "text": "", "label": "L", "page": secret.pk, "url": ""},
        ),
        "link": lambda: text(f'<p><a linktype="page" id="{secret.pk}">qui</a></p>'),
    }
    issue = make_issue(hub_site, blocks[kind]())
    secret.unpublish()

    assert "Nome segreto" in problems(issue)


def test_a_private_collection_is_named(hub_site):
    collection = make_collection(hub_site, hub_site.practice(), title="Bozze", is_public=False)

    assert "Bozze" in problems(make_issue(hub_site, collection_block(collection)))


def test_deleted_items_are_told(hub_site):
    forno = hub_site.practice()
    issue = make_issue(hub_site, entries(forno))
    forno.delete()
    issue.refresh_from_db()

    assert "cancellat" in problems(issue) or "eliminat" in problems(issue)


def test_a_page_in_a_private_section_is_not_shown(hub_site):
    from wagtail.models import PageViewRestriction

    secret = hub_site.practice(title="Nome segreto")
    issue = make_issue(hub_site, entries(secret))
    PageViewRestriction.objects.create(page=hub_site.practices, restriction_type="login")

    composition = composing.compose(issue)

    assert titles(composition) == []
    assert "Nome segreto" in problems(issue)


def agenda(**values):
    return block("agenda", {"title": "", "limit": 5, "days": 30} | values)


def coming(hub_site, title, days, **fields):
    starts_at = timezone.now() + timedelta(days=days)
    page = hub_site.event(title=title, starts_at=starts_at, **fields)
    catalogued(page)
    return page


def test_an_agenda_lists_what_takes_place_in_the_next_days_by_date(hub_site):
    coming(hub_site, "Dopo", 20)
    coming(hub_site, "Prima", 2)
    coming(hub_site, "Lontano", 60)
    coming(hub_site, "Passato", -2)
    coming(hub_site, "Annullato", 3, status="cancelled")

    assert titles(composing.compose(make_issue(hub_site, agenda()))) == ["Prima", "Dopo"]
    assert titles(composing.compose(make_issue(hub_site, agenda(limit=1)))) == ["Prima"]


def test_the_archive_shows_the_agenda_as_it_was_sent(hub_site):
    coming(hub_site, "Prima", 2)
    issue = make_issue(hub_site, agenda())
    sent = composing.compose(issue).selection
    coming(hub_site, "Nuovo", 1)

    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        assert titles(composing.compose(issue, sent)) == ["Prima"]


def test_open_calls_are_listed_by_their_deadline(hub_site):
    now = timezone.now()
    for title, opens, closes in (
        ("Tra poco", -5, 3),
        ("Con calma", -5, 30),
        ("Chiusa", -9, -1),
        ("Non ancora", 2, 9),
    ):
        page = hub_site.call(
            title=title,
            opens_at=now + timedelta(days=opens),
            closes_at=now + timedelta(days=closes),
        )
        catalogued(page)

    issue = make_issue(hub_site, block("open_calls", {"title": "", "limit": 5}))
    assert titles(composing.compose(issue)) == ["Tra poco", "Con calma"]


def test_a_list_that_finds_nothing_is_left_out(hub_site):
    assert composing.compose(make_issue(hub_site, agenda())).pieces == []


def pinned(of, **values):
    """The value of a collection's block as the editor's form gives it back when it is saved."""
    chosen = CollectionBlock()
    raw = {"collection": of.pk, "title": "", "limit": 6, "is_pinned": True} | values
    return chosen.get_prep_value(chosen.clean(chosen.to_python(raw)))


def refill(collection, *pages):
    """Let a collection hold other pages."""
    collection.items.set(
        CollectionItem(page=page, locale=collection.locale, sort_order=number)
        for number, page in enumerate(pages)
    )
    collection.save()
    catalogued(*pages)
    publishing.refresh_collection(collection_id=collection.pk)


def test_a_pinned_collection_keeps_what_it_held_in_its_order(hub_site):
    uno, due, tre = (hub_site.practice(title=title) for title in ("Uno", "Due", "Tre"))
    collection = make_collection(hub_site, uno, due)
    issue = make_issue(hub_site, block("collection", pinned(collection)))

    refill(collection, tre, due)

    assert titles(composing.compose(issue)) == ["Uno", "Due"]
    unticked = pinned(collection, **pinned(collection) | {"is_pinned": False})
    assert titles(composing.compose(make_issue(hub_site, block("collection", unticked)))) == [
        "Tre",
        "Due",
    ]


def test_saving_again_does_not_pin_again_but_another_collection_does(hub_site):
    uno, due = hub_site.practice(title="Uno"), hub_site.practice(title="Due")
    collection = make_collection(hub_site, uno)
    first = pinned(collection)

    refill(collection, due)
    other = make_collection(hub_site, due, slug="altra")

    assert pinned(collection, **first) == first
    assert pinned(other, **first | {"collection": other.pk}) != first


def test_a_pinned_page_that_was_withdrawn_is_named(hub_site):
    uno, due = hub_site.practice(title="Uno"), hub_site.practice(title="Due")
    collection = make_collection(hub_site, uno, due)
    issue = make_issue(hub_site, block("collection", pinned(collection)))
    refill(collection, due)
    uno.unpublish()
    catalogued(uno)

    composition = composing.compose(issue)

    assert titles(composition) == ["Due"]
    assert "Uno" in " ".join(one.message for one in composition.problems)


def test_a_pinned_page_that_was_deleted_is_told(hub_site):
    uno, due = hub_site.practice(title="Uno"), hub_site.practice(title="Due")
    collection = make_collection(hub_site, uno, due)
    issue = make_issue(hub_site, block("collection", pinned(collection)))
    refill(collection, due)
    uno.delete()

    composition = composing.compose(issue)

    assert titles(composition) == ["Due"]
    assert "eliminata" in " ".join(one.message for one in composition.problems)


@pytest.mark.parametrize("mode", ["live", "pinned"])
def test_a_collection_that_fills_by_rule_is_shown_live_or_pinned(hub_site, mode):
    first = hub_site.practice(title="Prima")
    catalogued(first)
    collection = make_collection(
        hub_site, slug="pratiche", rule_mode=RuleMode.LIVE, rule_kinds=["practice"]
    )
    value = pinned(collection, is_pinned=mode == "pinned")
    issue = make_issue(hub_site, block("collection", value))
    assert titles(composing.compose(issue)) == ["Prima"]

    catalogued(hub_site.practice(title="Seconda"))

    shown = set(titles(composing.compose(issue)))
    assert shown == ({"Prima"} if mode == "pinned" else {"Prima", "Seconda"})


def test_a_picture_is_shown_with_its_words(hub_site):
    issue = make_issue(hub_site, picture(ImageFactory(credit="Nora"), caption="In marzo."))

    mail = rendering.render(issue)

    assert 'alt="La piazza"' in mail.html
    assert "In marzo. · Immagine: Nora" in " ".join(mail.html.split())
    assert "La piazza" in mail.text
    assert mail.problems == []


def test_a_picture_needs_words_unless_it_is_decoration():
    chosen = IssuePictureBlock()
    image = {"image": ImageFactory().pk, "alt_text": "", "decorative": False}

    with pytest.raises(ValidationError):
        chosen.clean(chosen.to_python({"image": image, "caption": ""}))
    chosen.clean(chosen.to_python({"image": image | {"decorative": True}, "caption": ""}))


def test_a_picture_whose_consent_was_withdrawn_is_told_and_not_shown(hub_site):
    image = ImageFactory(people_consent=PeopleConsent.WITHDRAWN)

    composition = composing.compose(make_issue(hub_site, text(), picture(image)))

    assert [piece.kind for piece in composition.pieces] == ["text"]
    assert len(composition.problems) == 1
