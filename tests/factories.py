"""Test objects. `make_hub()` gives a whole site to hang pages in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from django.utils import timezone
from stdnum import luhn
from wagtail.models import Locale, Page, Site

from calls.models import CallIndexPage, CallPage
from core.models import HubDocument, HubImage, Organisation, Territory, Topic
from events.models import EventIndexPage, EventPage, ParticipationPathPage
from home.models import HomePage, StandardPage
from practices.models import Cooperative, CooperativeType, PracticeIndexPage, PracticePage
from tests import moulds


def locale(language: str = "it") -> Locale:
    """The Locale of a language, made if need be."""
    return Locale.objects.get_or_create(language_code=language)[0]


class UserFactory(factory.django.DjangoModelFactory):
    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True


class AdminFactory(UserFactory):
    is_superuser = True


class TopicFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Tema {n}")
    slug = factory.Sequence(lambda n: f"tema-{n}")
    locale = factory.LazyFunction(locale)

    class Meta:
        model = Topic


class TerritoryFactory(factory.django.DjangoModelFactory):
    """A province of Emilia-Romagna unless told otherwise; its region and Italy come along."""

    code = "038"
    level = "province"
    name = "Ferrara"
    istat = factory.SelfAttribute("code")
    plate = "FE"
    parent = factory.LazyFunction(lambda: RegionFactory())

    class Meta:
        model = Territory
        django_get_or_create = ("code",)


class RegionFactory(TerritoryFactory):
    code = "08"
    level = "region"
    name = "Emilia-Romagna"
    plate = ""
    parent = factory.LazyFunction(lambda: CountryFactory())


class CountryFactory(TerritoryFactory):
    code = "IT"
    level = "country"
    name = "Italia"
    name_en = "Italy"
    istat = ""
    plate = ""
    parent = None


class OrganisationFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Organizzazione {n}")

    class Meta:
        model = Organisation
        django_get_or_create = ("name",)


def tax_code(number: int) -> str:
    """An invented tax code with a right check digit; the office is the one of no province."""
    first = f"{number % 10_000_000:07}888"
    return first + luhn.calc_check_digit(first)


class CooperativeFactory(factory.django.DjangoModelFactory):
    """A complete record that is in the public directory."""

    name = factory.Sequence(lambda n: f"Cooperativa {n}")
    tax_code = factory.Sequence(lambda n: tax_code(n + 1))
    kind = CooperativeType.SOCIAL_A
    sectors = ["a"]
    is_listed = True
    municipality = "Ferrara"
    territory = factory.SubFactory(TerritoryFactory)

    class Meta:
        model = Cooperative


class ImageFactory(wagtail_factories.ImageFactory):
    description = "Tre persone attorno a un tavolo"

    class Meta:
        model = HubImage


class DocumentFactory(wagtail_factories.DocumentFactory):
    class Meta:
        model = HubDocument


def make_page(page_type: type[Any], parent: Page, *, publish: bool = True, **fields: Any) -> Any:
    """Make a page the way an editor does: first a draft, then published.

    What publishing needs and is not given is filled in. Relations to many take lists.
    """
    many = {name: fields.pop(name) for name in MANY if name in fields}
    number = next(_numbers)
    fields = {"title": f"Pagina {number}", "summary": "Un riassunto che si legge da solo."} | fields
    page = page_type(live=False, locale=parent.locale, **fields)
    if page.needs_topics:
        if "topics" not in many:
            many["topics"] = [TopicFactory()]
        if "territories" not in many:
            many["territories"] = [TerritoryFactory()]
    for name, values in many.items():
        setattr(page, name, values)
    parent.add_child(instance=page)
    revision = page.save_revision(clean=publish)
    if publish:
        revision.publish()
    page.refresh_from_db()
    return page


MANY = ("facilitators", "organisers", "partners", "promoters", "sites", "territories", "topics")
_numbers = count(1)


@dataclass
class HubSite:
    """A hub ready for tests: both home pages and the sections of the Italian side.

    Each method makes one published page (`publish=False` for a draft).
    """

    home: HomePage
    home_en: HomePage
    practices: PracticeIndexPage
    calls: CallIndexPage
    events: EventIndexPage

    def standard_page(self, **fields: Any) -> StandardPage:
        return make_page(StandardPage, fields.pop("parent", self.home), **fields)

    def practice(self, **fields: Any) -> PracticePage:
        if "lead_cooperative" not in fields:
            fields["lead_cooperative"] = CooperativeFactory()
        asked: dict[str, Any] = {
            "place": "Ferrara",
            "started_year": 2021,
            "what_we_do": "<p>Si semina.</p>",
        }
        fields = asked | fields
        return make_page(PracticePage, fields.pop("parent", self.practices), **fields)

    def event(self, **fields: Any) -> EventPage:
        fields.setdefault("venue", "Sala civica")
        starts_at = fields.setdefault("starts_at", timezone.now() + timedelta(days=7))
        is_over = starts_at < timezone.now() - timedelta(days=7)
        if "ends_at" not in fields and not is_over and not fields.get("is_all_day"):
            fields["ends_at"] = starts_at + timedelta(hours=2)
        if "organisers" not in fields:
            fields["organisers"] = [OrganisationFactory(name="Rete delle prove")]
        return make_page(EventPage, fields.pop("parent", self.events), **fields)

    def path(self, **fields: Any) -> ParticipationPathPage:
        phase: dict[str, Any] = {
            "title": "Ascolto",
            "text": "",
            "outputs": "",
            "state": "",
            "starts_date": None,
            "ends_date": None,
            "audiences": [],
            "is_internal": False,
            "events": [],
        }
        needed: dict[str, Any] = {
            "question": "Può nascere qui?",
            "is_decision_owner_unstated": True,
            "phases": [("phase", phase)],
        }
        if "promoter" not in fields:
            needed["promoter"] = OrganisationFactory()
        fields = needed | fields
        return make_page(ParticipationPathPage, fields.pop("parent", self.events), **fields)

    def call(self, **fields: Any) -> CallPage:
        now = timezone.now()
        dates: dict[str, Any] = {
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=30),
        }
        fields = {"code": "PROVA26", "question": "Che cosa fate di nuovo?"} | dates | fields
        return make_page(CallPage, fields.pop("parent", self.calls), **fields)

    def in_english(self, page: Any, *, publish: bool = True, **fields: Any) -> Any:
        """The English translation of a page, by hand; sections above it are translated too."""
        english = page.copy_for_translation(locale("en"), copy_parents=True)
        for name, value in fields.items():
            setattr(english, name, value)
        revision = english.save_revision()
        if publish:
            revision.publish()
        english.refresh_from_db()
        return english


def make_hub() -> HubSite:
    """Give the site of a hub: see HubSite."""
    return moulds.copied(build_hub, find_hub)


def find_hub() -> HubSite:
    """The hub that is there."""
    return HubSite(
        home=HomePage.objects.get(locale__language_code="it"),
        home_en=HomePage.objects.get(locale__language_code="en"),
        practices=PracticeIndexPage.objects.get(),
        calls=CallIndexPage.objects.get(),
        events=EventIndexPage.objects.get(),
    )


def build_hub() -> HubSite:
    """Build the site of a hub page by page."""
    root = Page.get_first_root_node()
    italian, english = locale("it"), locale("en")
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(pk=root.pk)
    home = HomePage(title="Coop Hub", slug="it", summary="La rete.", locale=italian)
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "127.0.0.1", "port": 8000, "root_page": home},
    )
    home_en = home.copy_for_translation(english)
    home_en.save_revision().publish()
    sections = {
        "practices": PracticeIndexPage(title="Pratiche", slug="pratiche"),
        "calls": CallIndexPage(title="Bandi", slug="bandi"),
        "events": EventIndexPage(title="Calendario", slug="calendario"),
    }
    # Every test that needs a hub waits for these: they come into the world published.
    for section in sections.values():
        section.summary, section.locale = "Un riassunto che si legge da solo.", italian
        home.add_child(instance=section)
    home_en.refresh_from_db()
    return HubSite(home=home, home_en=home_en, **sections)
