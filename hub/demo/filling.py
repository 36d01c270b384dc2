"""Filling a hub with the demo, by the same verbs an editor uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from catalogue import counting, popularity
from catalogue.models import CollectionItem, CuratedCollection, Entry
from core.models import Topic
from home.models import HomePage
from hub.demo import depth, directory, guests, imports, letters, pages, paths, readers, records
from hub.demo.pages import Writer
from hub.demo.reading import Content, day, read
from hub.demo.translating import translate
from hub.demo.words import Words
from hub.setting_up import set_up


def fill() -> bool:
    """Fill the hub; False where it was filled before, and then nothing is touched.

    A filling that was interrupted is taken up where it stopped.
    """
    set_up()
    mark = _mark()
    if mark.exists():
        return False
    # Hundreds of pages and records in a row: where each is used is looked up once, at the end.
    with disable_reference_index_auto_update():
        _write_everything()
    call_command("rebuild_references_index", verbosity=0)
    mark.touch()
    return True


def _write_everything() -> None:
    user = records.make_staff()
    records.make_topics(user)
    records.make_organisations()
    writer = Writer(
        user=user,
        locale=records.source_locale(),
        images=records.make_pictures(),
        cooperatives=directory.make_cooperatives(user),
    )
    pages.write_all(writer)
    paths.write_paths(writer)
    depth.take_care(writer.pages, writer.cooperatives)
    collections = {content["slug"]: _collect(writer, content) for content in _collections()}
    home = HomePage.objects.get(locale=writer.locale)
    pages.write_home(writer, home, collections[read("pages/home")["featured"]])
    readers.make_readers()
    readers.make_groups()
    guests.make_guests(writer)
    imports.bring(user)
    for issue in letters.write_issues(writer, writer.pages["newsletter"]):
        letters.send(issue, user=user)
    _drop_detours(writer)
    _read_by_many()


def _drop_detours(writer: Writer) -> None:
    """Take away the redirects from the Italian address parts English pages had for a moment."""
    english = Page.objects.exclude(locale=writer.locale)
    Redirect.objects.filter(automatically_created=True, redirect_page__in=english).delete()


def _mark() -> Path:
    """A file that says this database has been filled; another database has another one.

    Without it, what an editor has deleted since would come back.
    """
    home = HomePage.objects.get(locale=records.source_locale())
    return Path(settings.VAR_DIR) / f"demo-filled-{home.translation_key}"


def _collections() -> list[Content]:
    found: list[Content] = read("collections")["collection"]
    return found


def _rule(content: Content | None) -> dict[str, Any]:
    """The rule by which a collection fills itself, if it has one."""
    if content is None:
        return {}
    return {
        "rule_mode": content["mode"],
        "rule_kinds": content["kinds"],
        "rule_limit": content["limit"],
    }


def _read_by_many() -> None:
    """Readings of some weeks, so that the popularity of topics has something to count.

    The same for every demo: they follow from the order of the pages, not from chance.
    """
    uids = Entry.objects.visible().exclude(kind="page").order_by("pk").values_list("uid", flat=True)
    counting.add(
        counts={
            (day(-back), uid): 3 + (place * 7 + back * 5) % 23
            for place, uid in enumerate(uids)
            for back in range(0, 60, 6)
        }
    )
    popularity.compute()


@transaction.atomic
def _collect(writer: Writer, content: Content) -> CuratedCollection:
    """A curated collection with its notes, in both languages."""
    words = Words(content)
    known = CuratedCollection.objects.originals().filter(slug=content["slug"]).first()
    if known:
        return known
    collection = CuratedCollection(
        slug=content["slug"],
        title=words("title"),
        intro=words("intro"),
        curator=content["curator"],
        is_public=True,
        locale=writer.locale,
        **_rule(content.get("rule")),
    )
    if "covers_days" in content:
        collection.covers_from, collection.covers_until = day(-content["covers_days"]), day(0)
    if "rule" in content:
        codes = content["rule"].get("topics", [])
        collection.rule_topics = list(Topic.objects.originals().filter(slug__in=codes))
    collection.items = [  # type: ignore[misc] # modelcluster keeps them in memory
        CollectionItem(
            page=writer.pages[item["page"]].page_ptr,
            note=words.say(item["it"], item["en"]),
            locale=writer.locale,
            sort_order=order,
        )
        for order, item in enumerate(content["items"])
    ]
    collection.full_clean()
    collection.save()
    translate(collection, words.english, user=writer.user)
    return collection
