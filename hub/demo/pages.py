"""The demo's pages: written as drafts, published, and translated, as an editor does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page

from calls.models import CallIndexPage, CallPage
from core.models import (
    HubImage,
    Organisation,
    PublicationCitation,
    PublicationIndexPage,
    PublicationPage,
    PublicPage,
    Territory,
    Topic,
    User,
)
from events.models import EventIndexPage, EventPage
from home.models import HomePage, StandardPage
from hub.demo import bodies, depth
from hub.demo.event_details import details
from hub.demo.reading import Content, day, moment, published_at, read, read_folder
from hub.demo.translating import is_translated, translate
from hub.demo.words import Words
from newsletter.models import NewsletterIndexPage
from practices.models import Cooperative, PracticeIndexPage, PracticePage

INDEX_TYPES: dict[str, type[PublicPage]] = {
    "practices": PracticeIndexPage,
    "calls": CallIndexPage,
    "events": EventIndexPage,
    "newsletter": NewsletterIndexPage,
    "publications": PublicationIndexPage,
}
# The menu has room for so many.
INDEXES_OUT_OF_MENU = (PublicationIndexPage,)
STANDARD_PAGES = ("chi-siamo", "privacy", "accessibilita")
IN_MENU = ("chi-siamo",)


@dataclass
class Writer:
    """Somebody who writes the demo's pages, with everything they refer to at hand."""

    user: User
    locale: Locale
    images: dict[str, HubImage]
    cooperatives: dict[str, Content]
    alts: Content = field(default_factory=lambda: read("pictures"))
    pages: dict[str, Page] = field(default_factory=dict)

    def write(
        self,
        parent: Page,
        content: Content,
        make: Callable[[Words], PublicPage],
        *,
        publish: bool = True,
    ) -> PublicPage:
        """Write, publish and translate a page; what is there already is left as it is.

        `make` builds the page from the words, which so become known in both languages. Without
        `publish` both languages stay drafts.
        """
        words = Words(content)
        slug = content.get("slug") or content["it"]["slug"]
        draft = make(words)
        self.tell(draft, content, words)
        known = parent.get_children().filter(slug=slug).first()
        page = known.specific if known else self._add(parent, slug, content, draft, publish)
        if words.is_bilingual and not is_translated(page):
            english_slug = content["en"].get("slug", "")
            translate(page, words.english, user=self.user, slug=english_slug, publish=publish)
        self.pages[slug] = page
        return page

    def tell(self, page: PublicPage, content: Content, words: Words) -> None:
        """What all pages have: title, summary, picture, subjects."""
        page.title, page.summary = words("title"), words("summary")
        alt = self.alts[content["picture"]]
        page.lead_image = self.images[content["picture"]]
        page.lead_image_alt = words.say(alt["it"], alt["en"])
        topics = Topic.objects.filter(locale=self.locale, slug__in=content.get("topics", []))
        page.topics = list(topics)
        page.territories = list(Territory.objects.filter(code__in=content.get("territories", [])))

    @transaction.atomic
    def _add(
        self, parent: Page, slug: str, content: Content, page: PublicPage, publish: bool
    ) -> PublicPage:
        page.slug, page.locale, page.owner = slug, self.locale, self.user
        page.live, page.has_unpublished_changes = False, True
        if publish and "days_ago" in content:
            page.first_published_at = published_at(content)
        parent.add_child(instance=page)
        revision = page.save_revision(user=self.user)
        if publish:
            revision.publish(user=self.user)
        page.refresh_from_db()
        return page

    def chosen(self, content: Content, name: str = "related") -> list[Page]:
        """Pages that a content names by their address part; KeyError if not written yet."""
        return [self.pages[slug] for slug in content.get(name, [])]


def organisations(content: Content, name: str) -> list[Organisation]:
    """The organisations that a content names."""
    return list(Organisation.objects.filter(name__in=content.get(name, [])))


def write_all(writer: Writer) -> None:
    """Every page of the demo except the newsletter's issues."""
    home = HomePage.objects.get(locale=writer.locale)
    write_home(writer, home)
    indexes = write_indexes(writer, home)
    for content in read_folder("practices"):
        write_practice(writer, indexes["practices"], content)
    # A call that invites to an event comes after it, an event about a call after the call.
    calls = read_folder("calls")
    for content in calls:
        if "cta" not in content:
            write_call(writer, indexes["calls"], content)
    for content in read_folder("events"):
        write_event(writer, indexes["events"], content)
    for content in calls:
        if "cta" in content:
            write_call(writer, indexes["calls"], content)
    for content in read_folder("publications"):
        write_publication(writer, indexes["publications"], content)
    for name in STANDARD_PAGES:
        write_standard(writer, home, read(f"pages/{name}"), is_in_menu=name in IN_MENU)


def write_home(writer: Writer, home: HomePage, featured: Any = None) -> None:
    """Words and picture for the front page, which a new hub has already."""
    content = read("pages/home")
    words = Words(content)
    writer.tell(home, content, words)
    home.claim, home.body = words("claim"), bodies.text(words)
    home.featured_collection = featured
    home.save_revision(user=writer.user).publish(user=writer.user)
    home.refresh_from_db()
    translate(home, words.english, user=writer.user, slug=content["en"]["slug"])
    writer.pages["home"] = home


def write_indexes(writer: Writer, home: Page) -> dict[str, Page]:
    """The lists under the front page."""
    contents = read("pages/indexes")
    return {
        name: writer.write(home, contents[name], _in_menu(page_type))
        for name, page_type in INDEX_TYPES.items()
    }


def _in_menu(page_type: type[PublicPage]) -> Callable[[Words], PublicPage]:
    return lambda _words: page_type(show_in_menus=page_type not in INDEXES_OUT_OF_MENU)


def write_practice(writer: Writer, parent: Page, content: Content) -> None:
    """A practice."""
    known = writer.cooperatives[content["cooperative"]]
    cooperative = Cooperative.objects.get(name=known["name"])

    def make(words: Words) -> PublicPage:
        pictures = [(writer.images[name], writer.alts[name]) for name in content.get("gallery", [])]
        return PracticePage(
            lead_cooperative=cooperative,
            maturity=content["maturity"],
            started_year=content["started"],
            **depth.fields(content["slug"], words),
            sites=depth.sites(content["slug"]),
            place=content["place"],
            need=words("need"),
            what_we_do=bodies.what_is_done(words),
            innovation=words("innovation"),
            what_did_not_work=words("did_not_work"),
            body=[
                *bodies.story(words, known),
                *bodies.gallery(words, pictures),
                *bodies.related(words, writer.chosen(content)),
            ],
        )

    writer.write(parent, content, make)


def write_event(writer: Writer, parent: Page, content: Content) -> None:
    """An event; one that a fixed day stands for lasts all day."""
    starts = content["starts"]

    def make(words: Words) -> PublicPage:
        page = EventPage(
            kind=content["kind"],
            audiences=content["audiences"],
            mode=content["mode"],
            status=content.get("status", "scheduled"),
            starts_at=moment(starts),
            is_all_day=not isinstance(starts, dict) and not hasattr(starts, "hour"),
            venue=words("venue"),
            address=content["it"].get("address", ""),
            municipality=content.get("municipality", ""),
            municipality_istat=content.get("istat", ""),
            access_notes=words("access"),
            online_url=content.get("online_url", ""),
            part_of_event=writer.pages.get(content.get("part_of", "")),
            call_page=writer.pages.get(content.get("call", "")),
            body=[*bodies.text(words), *bodies.related(words, writer.chosen(content))],
            **details(words, content),
        )
        if "minutes" in content:
            page.ends_at = page.starts_at + timedelta(minutes=content["minutes"])
        page.organisers = organisations(content, "organisers")
        return page

    writer.write(parent, content, make)


def write_call(writer: Writer, parent: Page, content: Content) -> None:
    """A call."""

    def make(words: Words) -> PublicPage:
        body = [*bodies.text(words), *bodies.quote(words)]
        if "cta" in content:
            body.append(bodies.call_to_action(words, writer.pages[content["cta"]]))
        page = CallPage(
            code=content["code"],
            question=words("question"),
            opens_at=moment(content["opens"]),
            closes_at=moment(content["closes"]),
            results_date=day(content["results_in_days"]),
            eligibility=words("eligibility"),
            how_to_answer=words("how_to_answer"),
            help_contact=content["help_contact"],
            results=words("results"),
            body=[*body, *bodies.related(words, writer.chosen(content))],
        )
        page.promoters = organisations(content, "promoters")
        return page

    writer.write(parent, content, make)


def write_publication(writer: Writer, parent: Page, content: Content) -> None:
    """A publication, told on its page; the demo has no file to it."""

    def make(words: Words) -> PublicPage:
        page = PublicationPage(
            kind=content["kind"],
            subtitle=words("subtitle"),
            authors=content["authors"],
            dated=day(-content["days_ago"]),
            page_count=content["page_count"],
            text_languages="it",
            body=bodies.text(words),
        )
        page.citations = [
            PublicationCitation(page=writer.pages[slug], pages=pages)
            for slug, pages in content.get("cites", {}).items()
        ]
        return page

    writer.write(parent, content, make)


def write_standard(writer: Writer, parent: Page, content: Content, *, is_in_menu: bool) -> None:
    """A page about the hub itself."""

    def make(words: Words) -> PublicPage:
        body = bodies.text(words)
        if "note" in content:
            note = content["note"]
            body.append(("text", words.rich([(note["it"], note["en"])])))
        if "sign_up" in content:
            body.append(bodies.sign_up(words, content["sign_up"]))
        return StandardPage(show_in_menus=is_in_menu, body=body)

    writer.write(parent, content, make)
