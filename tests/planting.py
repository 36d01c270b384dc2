"""A hub full of things that must stay hidden: each carries a canary, a word that nobody may see.

A canary is `CANARY` followed by what it stands for, so that a leak says where it comes from.
Hidden pages also hold the harmless word `BAIT`, which the search is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
)

from catalogue.models import CollectionItem, CuratedCollection
from core.media import PeopleConsent
from events.books import open_book
from events.models import Actor, Need, NeedAnswer, Registration
from events.models.choices import RegistrationState
from home.models import StandardPage
from newsletter.models import IssuePage, NewsletterIndexPage, Segment, SubscriberState
from practices import proposing
from practices.models import Claim, CooperativeContact, OperatingSite, PracticePage, PracticeSite
from tests.factories import (
    CooperativeFactory,
    DocumentFactory,
    HubSite,
    ImageFactory,
    TerritoryFactory,
    UserFactory,
    make_page,
)
from tests.newsletter.importing.lists import bring, line
from tests.newsletter.readers import SubscriberFactory
from tests.practices.planting import plant_beside

CANARY = "canarino"
BAIT = "nascondiglio"
COOPERATIVE = "con-segreti"
HIDDEN_COLOUR = (216, 27, 96)
"""What hidden pictures are painted with: their names are no part of their files."""

Commits = Callable[[], AbstractContextManager[None]]


@dataclass
class Garden:
    """What was planted. It is ripe at `ripe_at`: by then what expires has expired."""

    hub: HubSite
    ripe_at: datetime
    mentions_expiring: bool = False
    hidden: list[Any] = field(default_factory=list)
    expiring: list[Any] = field(default_factory=list)
    living: list[Any] = field(default_factory=list)
    section: Any = None
    issue: Any = None
    old_addresses: list[str] = field(default_factory=list)
    """Where pictures lay while everybody could see them, and where they were uploaded."""

    @property
    def mentioned(self) -> list[Any]:
        """The hidden pages that public ones point to."""
        return self.hidden + (self.expiring if self.mentions_expiring else [])


def words(name: str) -> dict[str, Any]:
    """The texts of a page, each with the canary."""
    secret = f"{CANARY}-{name}"
    return {
        "title": f"Titolo {secret}",
        "slug": hidden_slug(name),
        "summary": f"Riassunto {secret} {BAIT}.",
        "seo_title": f"Motori {secret}",
        "search_description": f"Descrizione {secret}",
        "need": f"<p>Bisogno {secret} {BAIT}</p>",
        "body": [("text", f"<p>Corpo {secret} {BAIT}</p>")],
    }


def hidden_slug(name: str) -> str:
    """An address part with a canary of its own, because asking for it is no leak."""
    return f"{CANARY}-slug-{name}"


def plain_words(name: str) -> dict[str, Any]:
    """The same for pages that are no practices."""
    return {key: value for key, value in words(name).items() if key != "need"}


def plant(hub: HubSite, commits: Commits, *, mentions_expiring: bool = False) -> Garden:
    """Plant everything.

    With `mentions_expiring` public pages name pages that will expire: the catalogue takes these
    names away when its timed job comes by, every minute.
    """
    now = timezone.now()
    garden = Garden(hub, ripe_at=now + timedelta(hours=2), mentions_expiring=mentions_expiring)
    with commits():
        _hidden_pages(garden, now)
    with commits():
        _taken_away(garden)
        _versions_to_come(garden, now)
    with commits():
        _living_pages(garden)
    with commits():
        _collections(garden)
        _people(garden)
        _directory(garden)
    with commits():
        _issue(garden)
    return garden


def _hidden_pages(garden: Garden, now: datetime) -> None:
    """A draft, a private page, a private section, one that is scheduled, ones that expire."""
    hub, hidden = garden.hub, garden.hidden
    hidden.append(hub.practice(**words("draft"), publish=False))

    private = hub.practice(**words("private"))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    locked = hub.practice(**words("with-password"))
    PageViewRestriction.objects.create(page=locked, restriction_type="password", password="x")
    section = hub.standard_page(**plain_words("private-section"))
    inside = make_page(StandardPage, section, **plain_words("in-private-section"))
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    garden.section = section

    scheduled = hub.practice(**words("scheduled"), publish=False)
    scheduled.go_live_at = now + timedelta(days=30)
    scheduled.save_revision().publish()

    soon = now + timedelta(hours=1)
    expiring = hub.practice(**words("expired"), expire_at=soon)
    event = hub.event(**plain_words("expired-event"), expire_at=soon)
    garden.expiring += [expiring, event]
    secret_event = hub.event(**plain_words("draft-event"), publish=False)
    hidden += [private, locked, section, inside, scheduled, secret_event]


def _taken_away(garden: Garden) -> None:
    """One that was withdrawn, one that was deleted, a translation that is not published."""
    hub, hidden = garden.hub, garden.hidden
    withdrawn = hub.practice(**words("withdrawn"))
    withdrawn.unpublish()
    deleted = hub.practice(**words("deleted"))
    deleted.delete()
    source = hub.practice(title="Tradotta a metà", slug="tradotta-a-meta")
    draft = hub.in_english(source, publish=False, **words("draft-translation"))
    hidden += [withdrawn, draft]
    garden.living.append(source)


def _versions_to_come(garden: Garden, now: datetime) -> None:
    """Public pages whose next version nobody may see yet."""
    draft = garden.hub.practice(title="Con una bozza", slug="con-una-bozza")
    _change(draft, "draft-change")
    draft.save_revision()
    later = garden.hub.practice(title="Con una modifica programmata", slug="programmata")
    _change(later, "scheduled-change")
    later.go_live_at = now + timedelta(days=30)
    later.save_revision().publish()
    for page in (draft, later):
        page.refresh_from_db()
        garden.living.append(page)


def _change(page: PracticePage, name: str) -> None:
    for key, value in words(name).items():
        setattr(page, key, value)


def _living_pages(garden: Garden) -> None:
    """Public pages with something in them, or linked from them, that is hidden."""
    hub = garden.hub
    owner = UserFactory(
        username=f"{CANARY}-username", first_name=f"{CANARY}-name", email=f"{CANARY}-s@example.org"
    )
    hidden_image, withdrawn_image = _images(garden)
    body = _pointing_body(garden.mentioned, [hidden_image, withdrawn_image])
    mentioning = hub.practice(
        title="Con rimandi",
        slug="con-rimandi",
        internal_note=f"Nota {CANARY}-note",
        sites=[
            PracticeSite(
                address=f"Via {CANARY}-practice-shelter",
                municipality="Ferrara",
                territory=TerritoryFactory(),
                is_municipality_only=True,
            )
        ],
        lead_image=hidden_image,
        lead_image_alt=f"Alternativa {CANARY}-lead-alt",
        body=body,
        need=f'<p><a linktype="page" id="{garden.hidden[0].pk}">qui</a></p>',
    )
    consenting = hub.practice(title="Con ritratto", slug="con-ritratto", lead_image=withdrawn_image)
    event = hub.event(
        title="Incontro in linea",
        slug="incontro-in-linea",
        mode="online",
        online_url=f"https://meet.example.org/{CANARY}-online",
        dial_in=f"Telefono {CANARY}-dial-in",
        registration_mode="here",
        capacity=2,
        internal_note=f"Nota {CANARY}-event-note",
    )
    _guests(event)
    hidden_events = [page for page in garden.mentioned if hasattr(page, "online_url")]
    path = hub.path(
        title="Percorso pubblico",
        slug="percorso-pubblico",
        phases=[("phase", _phase([event, *hidden_events]))],
    )
    plant_beside(mentioning)
    garden.living += [mentioning, consenting, event, path]
    _heard_in(path, garden)
    Page.objects.filter(pk__in=[page.pk for page in garden.living]).update(owner=owner)


def _heard_in(path: Any, garden: Garden) -> None:
    """Needs and actors of a public path: some are not public, all have something private."""
    private = {
        "contact": f"Chiamare {CANARY}-actor-contact",
        "internal_note": f"Nota {CANARY}-actor-note",
        "influence": 5,
    }
    shown = Actor.objects.create(
        name="Pro loco", kind="volunteering", path_page=path, is_public=True, **private
    )
    hidden = Actor.objects.create(
        name=f"Nome {CANARY}-actor", kind="school", path_page=path, is_public=False
    )
    # Not even where somebody has ticked "public" by another way than the form.
    person = Actor.objects.create(
        name=f"Nome {CANARY}-person",
        kind="professional",
        path_page=path,
        is_public=True,
        is_person=True,
    )
    for name, is_public in (("Il forno", True), (f"Segreto {CANARY}-need", False)):
        need = Need(
            title=name,
            category="work",
            territory=path.territories.first(),
            path_page=path,
            source="desk",
            is_public=is_public,
            internal_note=f"Nota {CANARY}-need-note",
            locale=path.locale,
        )
        need.actors = [shown, hidden, person]
        need.save()
        for page in garden.hidden[:2]:
            NeedAnswer.objects.create(need=need, page=page, state="accepted")


def _guests(event: Any) -> None:
    """People in every state of a registration, with everything they wrote."""
    book = open_book(event)
    for number, state in enumerate(RegistrationState):
        secret = f"{CANARY}-guest-{state.value}"
        Registration.objects.create(
            book=book,
            state=state,
            name=f"Nome {secret}",
            email=f"{secret}@example.org",
            email_key=f"{secret}@example.org",
            organisation=f"Cooperativa {secret}",
            access_needs=f"Serve {secret}",
            answers=[{"question": "Pranzo?", "answer": secret}],
            language="it",
            code=f"{CANARY[:5]}{number}",
        )


def _images(garden: Garden) -> tuple[Any, Any]:
    """A picture whose folder became private, and one whose people have withdrawn their consent.

    Both were seen by everybody before.
    """
    folder = Collection.get_first_root_node().add_child(name=f"{CANARY}-folder")
    private = _picture("private", collection=folder)
    withdrawn = _picture("withdrawn")
    for picture in (private, withdrawn):
        sizes = [picture.get_rendition(rule) for rule in ("fill-120x80", "width-60|format-webp")]
        garden.old_addresses += [picture.file.url, *(size.url for size in sizes)]
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    withdrawn.people_consent = PeopleConsent.WITHDRAWN
    withdrawn.save()
    return private, withdrawn


def _picture(name: str, **fields: Any) -> Any:
    return ImageFactory(
        title=f"{CANARY}-{name}-picture",
        description=f"{CANARY}-{name}-alt",
        credit=f"{CANARY}-{name}-credit",
        file__filename=f"{CANARY}-{name}.jpg",
        file__color="#{:02x}{:02x}{:02x}".format(*HIDDEN_COLOUR),
        **fields,
    )


def _pointing_body(hidden: list[Any], images: list[Any]) -> list[tuple[str, Any]]:
    """A body in which every kind of block points to something hidden."""
    folder = Collection.objects.get(name=f"{CANARY}-folder")
    document = DocumentFactory(
        title=f"{CANARY}-document",
        collection=folder,
        file=ContentFile(f"{CANARY}-content".encode(), f"{CANARY}-document.txt"),
    )
    links = "".join(f'<a linktype="page" id="{page.pk}">rimando</a> ' for page in hidden)
    pictures = [{"image": image, "caption": ""} for image in images]
    action = {"title": "Vai", "text": "", "label": "Qui", "page": hidden[0], "url": ""}
    poster = {"title": "Film", "url": "https://example.org/v", "description": "", "poster": None}
    return [
        ("text", f"<p>{links}</p>"),
        ("text", f'<p><a linktype="document" id="{document.pk}">documento</a></p>'),
        *(("picture", picture) for picture in pictures),
        ("gallery", {"title": "", "pictures": pictures}),
        ("call_to_action", action),
        ("embed", {**poster, "poster": images[0]}),
        ("related_entries", {"title": "Altro", "pages": hidden[:3] + hidden[-3:]}),
    ]


def _phase(events: list[Any]) -> dict[str, Any]:
    return {
        "title": "Ascolto",
        "text": "<p>Tavoli.</p>",
        "starts_date": None,
        "ends_date": None,
        "audiences": [],
        "is_internal": True,
        "events": events,
    }


def _collections(garden: Garden) -> None:
    """A public collection that holds hidden pages too, and one that is not public."""
    living, hidden = garden.living, garden.hidden
    _collection("pubblica", "Raccolta pubblica", living, hidden + garden.expiring, is_public=True)
    secret = f"{CANARY}-collection"
    slug = hidden_slug("collection")
    private = _collection(slug, f"Titolo {secret}", living, [], is_public=False)
    for item in private.items.all():
        item.note = f"Nota {secret}"
        item.save()
    home = garden.hub.home
    home.featured_collection = private
    home.save_revision().publish()


def _collection(
    slug: str, title: str, pages: list[Any], hidden: list[Any], *, is_public: bool
) -> CuratedCollection:
    locale = Locale.objects.get(language_code="it")
    intro = f"Introduzione {CANARY}-intro" if not is_public else "Da leggere."
    collection = CuratedCollection(
        title=title, slug=slug, intro=intro, is_public=is_public, locale=locale
    )
    items = [CollectionItem(page=page, note="Bella.", locale=locale) for page in pages]
    items += [
        CollectionItem(page=page, note=f"Nota {CANARY}-hidden-item", locale=locale)
        for page in hidden
    ]
    for place, item in enumerate(items):
        item.sort_order = place
    collection.items.set(items)
    collection.save()
    return collection


def _people(garden: Garden) -> None:
    """Readers in every state."""
    for state in (
        SubscriberState.ACTIVE,
        SubscriberState.PENDING,
        SubscriberState.UNSUBSCRIBED,
        SubscriberState.BOUNCED,
    ):
        SubscriberFactory(email=f"{CANARY}-{state}@example.org", state=state)
    SubscriberFactory(email="anna@example.org")
    _imported_readers()


def _imported_readers() -> None:
    """Readers who came in with a proof, and a list that was checked and waits for somebody."""
    columns = {"Testo del consenso": f"Acconsento a tutto ciò che dice {CANARY}-wording"}
    for name, is_written in (("imported", True), ("waiting", False)):
        bring(
            line(
                **{"E-mail": f"{CANARY}-{name}@example.org"},
                Prova=f"Foglio di {CANARY}-{name}-evidence",
                **columns,
            ),
            name=f"{CANARY}-{name}.xlsx",
            go=is_written,
        )


def _directory(garden: Garden) -> None:
    """A public cooperative with people, a shelter, claims and proposals; one that is not listed."""
    open_one = CooperativeFactory(
        slug=COOPERATIVE,
        internal_note=f"Nota {CANARY}-cooperative-note",
        external_id=f"{CANARY}-external-id",
        address=f"Via {CANARY}-street",
        is_municipality_only=True,
    )
    CooperativeContact.objects.create(
        cooperative=open_one,
        name=f"{CANARY}-contact",
        email=f"{CANARY}-contact@example.org",
        phone=f"{CANARY}-phone",
    )
    OperatingSite.objects.create(
        cooperative=open_one,
        address=f"Via {CANARY}-shelter",
        municipality="Ferrara",
        territory=open_one.territory,
        is_municipality_only=True,
    )
    claim = Claim.objects.create(
        cooperative=open_one,
        state="confirmed",
        email=f"{CANARY}-claim@example.org",
        name=f"{CANARY}-claimer",
        language="it",
    )
    proposing.propose(claim=claim, answers={"phone": f"{CANARY}-new"}, message=f"{CANARY}-message")
    CooperativeFactory(name=f"Cooperativa {CANARY}-unlisted", is_listed=False)


def _issue(garden: Garden) -> None:
    """An issue to send, one that links to hidden things, which cannot be sent, and a draft."""
    archive = make_page(NewsletterIndexPage, garden.hub.home, title="Newsletter", slug="newsletter")
    collection = CuratedCollection.objects.get(slug="pubblica")
    pages = [{"type": "item", "id": str(page.pk), "value": page.pk} for page in garden.living]
    body = [
        {"type": "text", "id": "1", "value": "<p>Buona lettura.</p>"},
        {"type": "entries", "id": "2", "value": {"title": "Da leggere", "pages": pages}},
        {
            "type": "collection",
            "id": "3",
            "value": {"collection": collection.pk, "title": "", "limit": 6},
        },
    ]
    note = f"Nota {CANARY}-issue-note"
    garden.issue = make_page(
        IssuePage,
        archive,
        title="Numero uno",
        slug="numero-uno",
        internal_note=note,
        body=json.dumps(body),
        for_group=True,
        segment=Segment.objects.create(name=f"{CANARY}-segment"),
    )
    links = "".join(f'<a linktype="page" id="{page.pk}">rimando</a> ' for page in garden.mentioned)
    body[0]["value"] = f"<p>{links}</p>"
    linking = make_page(
        IssuePage, archive, title="Numero con rimandi", slug="numero-due", body=json.dumps(body)
    )
    garden.living.append(linking)
    words_of_draft = plain_words("draft-issue") | {"body": "[]"}
    garden.hidden.append(make_page(IssuePage, archive, publish=False, **words_of_draft))
