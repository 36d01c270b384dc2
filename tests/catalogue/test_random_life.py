"""Whatever a newsroom does, in whatever order, a follower and the catalogue keep up."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page, PageViewRestriction

from catalogue import publishing
from catalogue.cursors import CursorExpired
from catalogue.models import Change, CuratedCollection, Entry
from catalogue.reconciling import reconcile
from core.merging import merge
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection, put
from tests.catalogue.following_client import Mirror
from tests.factories import HubSite, TopicFactory

YEAR = timedelta(days=365)


def edit(page: Any, **fields: Any) -> None:
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_sequence_the_follower_holds_what_a_fresh_download_holds(
    hub_site: HubSite, commits: Commits, seed: int
) -> None:
    reconcile()  # the sections were made before anybody listened
    life = Life(hub_site, random.Random(seed))
    with commits():
        collection = make_collection(slug="scelte")
        by_rule = [
            make_collection(slug="vive", rule_mode="live", rule_topics=[life.topic], rule_limit=3),
            make_collection(slug="recenti", rule_mode="live", rule_days=2, rule_order="oldest"),
            make_collection(slug="miste", rule_mode="live", rule_kinds=["practice"], rule_limit=4),
        ]
    followed = [collection, *by_rule]
    mirrors = [Mirror(), Mirror(language="en"), *(Mirror(collection=one) for one in followed)]
    for _step in range(40):
        with commits():
            life.step(collection, by_rule)
        for mirror in mirrors:
            if life.random.random() < 0.3:
                keep_up(mirror)
    publishing.withdraw_expired()
    publishing.refresh_rules()

    for mirror in mirrors:
        assert keep_up(mirror).entries == mirror.fresh()
    everything = {str(uid) for uid in Entry.objects.visible().values_list("uid", flat=True)}
    assert set(mirrors[0].entries) == everything
    assert not reconcile(dry_run=True).repairs


def keep_up(mirror: Mirror) -> Mirror:
    """Follow, and start anew where the hub has forgotten what was missed."""
    try:
        return mirror.update()
    except CursorExpired:
        return mirror.restart().update()


class Life:
    """What happens in a newsroom, at random."""

    def __init__(self, hub: HubSite, dice: random.Random) -> None:
        self.hub = hub
        self.random = dice
        self.topic = TopicFactory()
        self.number = 0

    def step(self, collection: CuratedCollection, by_rule: list[CuratedCollection]) -> None:
        deeds: list[Callable[[], object]] = [
            self.publish,
            self.publish,
            lambda: self.edit(title=f"Titolo {self.next()}"),
            lambda: self.edit(slug=f"indirizzo-{self.next()}"),
            lambda: self.edit(expire_at=timezone.now() + timedelta(hours=1)),
            self.edit,
            lambda: self.page().unpublish(),
            self.delete,
            self.translate,
            self.alias,
            self.convert_alias,
            self.lock,
            self.move,
            self.rename_topic,
            lambda: self.curate(collection),
            lambda: self.curate(collection),
            lambda: self.curate(by_rule[2]),
            lambda: self.open_or_close(collection),
            lambda: self.open_or_close(by_rule[0]),
            lambda: self.change_rule(by_rule[0]),
            self.merge_topic,
            self.grow_old,
            self.prune,
        ]
        self.random.choice(deeds)()

    def next(self) -> int:
        self.number += 1
        return self.number

    def pages(self) -> list[Any]:
        found = Page.objects.filter(depth__gt=3).order_by("path")
        return [page for page in found.specific() if hasattr(page, "lead_cooperative")]

    def page(self) -> Any:
        return self.random.choice(self.pages() or [self.publish()])

    def publish(self) -> Any:
        return self.hub.practice(title=f"Pratica {self.next()}", topics=[self.topic])

    def edit(self, **fields: Any) -> None:
        page = self.page()
        if not page.alias_of_id:
            edit(page, **fields)

    def delete(self) -> None:
        Page.objects.get(pk=self.page().pk).delete()

    def translate(self) -> None:
        page = self.page()
        is_source = page.locale.language_code == "it" and not page.alias_of_id
        if is_source and not page.has_translation(self.hub.home_en.locale):
            self.hub.in_english(page, title=f"Practice {self.next()}")

    def alias(self) -> None:
        page = self.page()
        if not page.alias_of_id:
            page.create_alias(parent=self.hub.practices, update_slug=f"alias-{self.next()}")

    def convert_alias(self) -> None:
        aliases = Page.objects.filter(alias_of__isnull=False, depth__gt=2).order_by("path")
        if aliases:
            alias = self.random.choice(list(aliases)).specific
            ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

    def lock(self) -> None:
        lock = PageViewRestriction.objects.first()
        if lock:
            lock.delete()
        else:
            target = self.random.choice([self.hub.practices, self.page()])
            PageViewRestriction.objects.create(page_id=target.pk, restriction_type="login")

    def move(self) -> None:
        shelf = self.hub.standard_page(title=f"Scaffale {self.next()}")
        Page.objects.get(pk=self.page().pk).move(Page.objects.get(pk=shelf.pk), pos="last-child")

    def merge_topic(self) -> None:
        """The topic goes into another one, which takes its place in rules and pages."""
        heir = TopicFactory()
        self.topic = merge(source_id=self.topic.pk, target_id=heir.pk)

    def open_or_close(self, collection: CuratedCollection) -> None:
        collection = CuratedCollection.objects.get(pk=collection.pk)
        collection.is_public = not collection.is_public
        collection.save()

    def change_rule(self, collection: CuratedCollection) -> None:
        """A rule is cut shorter, pinned, or let live again."""
        collection = CuratedCollection.objects.get(pk=collection.pk)
        collection.rule_limit = self.random.randint(1, 5)
        collection.rule_mode = self.random.choice(["live", "live", "pinned"])
        collection.save()

    def grow_old(self) -> None:
        """What was published long ago leaves a rule that looks back a few days only."""
        page = self.page()
        if not page.alias_of_id and page.first_published_at:
            edit(page, first_published_at=timezone.now() - timedelta(days=5))
        publishing.refresh_rules()

    def prune(self) -> None:
        """Tombstones are forgotten soon; it takes two runs."""
        last = Change.objects.order_by("-number").first()
        Change.objects.filter(number__lt=last.number - 15).update(at=timezone.now() - YEAR)
        publishing.prune_changes(before=timezone.now() - YEAR / 2)

    def rename_topic(self) -> None:
        self.topic.name = f"Tema {self.next()}"
        self.topic.save()

    def curate(self, collection: CuratedCollection) -> None:
        found = self.pages()
        chosen = self.random.sample(found, min(len(found), 3))
        keys = {page.translation_key: page for page in chosen if not page.alias_of_id}
        put(collection, *[(page, f"Nota {self.random.randint(1, 3)}") for page in keys.values()])
