"""Entries: one row for each public page in each language."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from catalogue.models.changes import Change

# Facets the catalogue keeps for itself, to know what to refresh: no channel may show them.
INTERNAL_FACETS = frozenset({"related", "image"})


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions about entries."""

    def visible(self, at: datetime | None = None) -> EntryQuerySet:
        """Entries that may be shown at a moment (now, if none is given).

        Every channel starts here: an entry past its time, or whose page was deleted a moment
        ago, is not shown even if the writer has not come by yet.
        """
        moment = at or timezone.now()
        return self.filter(
            Q(visible_until__isnull=True) | Q(visible_until__gt=moment), page__isnull=False
        )

    def with_term(self, facet: str, code: str) -> EntryQuerySet:
        """Entries that carry a term, such as facet "topic" and the topic's code."""
        terms = EntryTerm.objects.filter(facet=facet, code=code, entry=models.OuterRef("pk"))
        return self.filter(models.Exists(terms))


class Entry(models.Model):
    """A public page in one language, as every channel serves it.

    `card` and `detail` are JSON text, exactly the bytes the API sends; the other columns exist
    to find and order entries.
    """

    uid = models.UUIDField(unique=True)
    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("page")
    )
    change = models.OneToOneField(
        Change, on_delete=models.RESTRICT, related_name="entry", verbose_name=_("last change")
    )
    kind = models.CharField(_("kind"), max_length=16)
    language = models.CharField(_("language"), max_length=10)
    translation_key = models.UUIDField()
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    url = models.URLField(_("address"), max_length=1000)
    card = models.TextField()
    detail = models.TextField()
    etag = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published at"))
    updated_at = models.DateTimeField(_("updated at"))
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(_("visible until"), null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(
                fields=["kind", "language", "-published_at", "-id"], name="entry_of_kind_newest"
            ),
            models.Index(fields=["language", "-published_at", "-id"], name="entry_newest"),
            models.Index(fields=["-published_at", "-id"], name="entry_newest_of_all"),
            models.Index(fields=["-updated_at", "-id"], name="entry_updated"),
            models.Index(fields=["kind", "starts_at", "id"], name="entry_coming"),
            models.Index(fields=["translation_key"], name="entry_translations"),
            models.Index(
                fields=["visible_until"],
                name="entry_expiring",
                condition=Q(visible_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def card_data(self) -> dict[str, Any]:
        """The card as values, for templates."""
        return dict(json.loads(self.card))

    @property
    def change_number(self) -> int:
        """The number of the change that wrote this row."""
        return self.change_id

    @property
    def translation_of(self) -> uuid.UUID:
        """What an entry and its translations have in common."""
        return self.translation_key


class EntryTerm(models.Model):
    """A term an entry can be found by: a topic, a territory, a cooperative …

    A province is stored with its region and its country, so that a filter is one equality.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="terms")
    facet = models.CharField(max_length=16)
    code = models.CharField(max_length=80)
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(fields=["entry", "facet", "code"], name="entry_has_a_term_once")
        ]
        indexes = [models.Index(fields=["facet", "code", "entry"], name="term_code")]

    def __str__(self) -> str:
        return f"{self.facet}:{self.code}"
