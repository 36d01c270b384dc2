"""Curated collections: what staff choose and order for partners, readers and the newsletter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Page, PreviewableMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from catalogue import curating
from catalogue.forms import CuratedCollectionForm
from catalogue.models.rules import CollectionRule
from catalogue.panels import COLLECTION_PANELS

# Only the row in the main language has a rule; what readers see of it has no language.
NOT_TRANSLATED = (
    *("rule_mode", "rule_kinds", "rule_topics", "rule_territories", "rule_since", "rule_until"),
    *("rule_days", "rule_is_coming", "rule_order", "rule_limit", "pinned_keys", "pinned_at"),
    *("covers_from", "covers_until", "embed_allowed"),
)


class CuratedCollectionQuerySet(models.QuerySet["CuratedCollection"]):
    """Questions about curated collections."""

    def originals(self) -> CuratedCollectionQuerySet:
        """The collections themselves; their translations only carry words."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def public(self) -> CuratedCollectionQuerySet:
        """The collections that may be shown."""
        return self.originals().filter(is_public=True)


class CuratedCollection(
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    CollectionRule,
    ClusterableModel,
    models.Model,
):
    """Pages chosen and put in order by a curator, with a note on each.

    The row in the source language is the collection, and its slug is its identity; the rows in
    other languages carry the translated title, introduction and notes, nothing else.
    """

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("address part"),
        max_length=80,
        help_text=_(
            "Partner sites know the collection by this name. For them, changing it means "
            "closing this collection and opening another."
        ),
    )
    intro = models.TextField(
        _("introduction"),
        max_length=1000,
        blank=True,
        help_text=_("What the collection is about and for whom it is meant, in a few sentences."),
    )
    curator = models.CharField(
        _("curator"),
        max_length=120,
        blank=True,
        help_text=_("Who chose the contents: a person, an office, a partner. Shown in public."),
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Shown on the site and served to partners. Off while you are preparing it."),
    )
    is_open = models.BooleanField(
        editable=False,
        default=False,
        help_text="Whether the log tells of it as public; written by the catalogue alone.",
    )
    covers_from = models.DateField(
        _("period it is about, from"),
        null=True,
        blank=True,
        help_text=_("Shown to readers, as in “January to June 2026”. Leave empty for none."),
    )
    covers_until = models.DateField(_("period it is about, until"), null=True, blank=True)
    embed_allowed = models.BooleanField(
        _("others may embed it"),
        default=True,
        help_text=_("Whether other sites may show the collection inside their pages."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = CuratedCollectionQuerySet.as_manager()

    base_form_class = CuratedCollectionForm
    panels = COLLECTION_PANELS
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("intro"),
        index.FilterField("locale_id"),
        index.FilterField("is_public"),
    ]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("curator", overridable=False),
        SynchronizedField("is_public", overridable=False),
        *(SynchronizedField(name, overridable=False) for name in NOT_TRANSLATED),
        TranslatableField("items"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["title"]
        verbose_name = _("curated collection")
        verbose_name_plural = _("curated collections")
        permissions = [("publish_curatedcollection", _("Can make curated collections public"))]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"], name="collection_slug_is_unique_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def language(self) -> str:
        """The language of the words; the main one for a new row, which has no locale yet."""
        if not self.locale_id:
            return settings.LANGUAGE_CODE
        code: str = self.locale.language_code
        return code

    @property
    def is_original(self) -> bool:
        """Whether this row is the collection itself and not a translation of its words."""
        return self.language == settings.LANGUAGE_CODE

    def is_closed_to(self, user: Any) -> bool:
        """Whether a person may not change it, because what it says is public."""
        return curating.is_closed_to(user, self)

    def in_language(self, language: str) -> CuratedCollection:
        """The row with the words of a language; the collection itself where there is none."""
        if self.language == language:
            return self
        translation = (
            CuratedCollection.objects.filter(
                translation_key=self.translation_key, locale__language_code=language
            )
            .select_related("locale")
            .first()
        )
        return translation or self

    def clean(self) -> None:
        """Raise ValidationError if it has no original, or its address part is taken."""
        super().clean()
        if not self.is_original and not self._has_original():
            raise ValidationError(
                _("Create the collection in the main language of the hub, then translate it.")
            )
        # The form does not ask for the language, so Django leaves this constraint out.
        same = CuratedCollection.objects.filter(locale__language_code=self.language, slug=self.slug)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another collection already has this address part.")})

    def _has_original(self) -> bool:
        originals = CuratedCollection.objects.originals()
        return originals.filter(translation_key=self.translation_key).exists()

    @transaction.atomic
    def save(self, **kwargs: Any) -> None:
        """Save the collection with its items, so that nobody sees one without the other.

        A rule that is pinned is worked out now, unless it was before.
        """
        if self.is_original:
            self.pin()
        # Whoever read the row before the catalogue wrote it must not put it back.
        is_open = CuratedCollection.objects.filter(pk=self.pk, is_open=True)
        self.is_open = self.pk is not None and is_open.exists()
        super().save(**kwargs)

    def pin(self, *, again: bool = False) -> None:
        """Freeze what the rule gives now, if it is to be pinned; forget it if it is not."""
        from catalogue.rules import frozen_now

        if not self.is_pinned:
            self.pinned_keys, self.pinned_at = [], None
        elif again or self.pinned_at is None:
            self.pinned_keys, self.pinned_at = frozen_now(self), timezone.now()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer with the preview in the collection's language, whatever the editor's is."""
        with translation.override(self.language):
            response = super().serve_preview(request, mode_name)
            return response.render()

    def get_preview_template(self, *_args: Any) -> str:
        """The template of the preview in the editor."""
        return "catalogue/collection_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """What the preview shows: the cards in order, as readers will find them."""
        from catalogue.previewing import preview_rows, preview_rule

        return {
            **super().get_preview_context(request, mode_name),
            "rows": preview_rows(self),
            "rule": preview_rule(self),
        }


class CollectionItem(TranslatableMixin, Orderable):
    """A page in a collection, with what the curator says about it."""

    collection = ParentalKey(CuratedCollection, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )
    note = models.CharField(
        _("curator's note"),
        max_length=300,
        blank=True,
        help_text=_("Why it is here: one or two sentences, shown beside the card."),
    )

    override_translatable_fields = [
        SynchronizedField("page", overridable=False),
        TranslatableField("note"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = pgettext_lazy("collection", "item")
        verbose_name_plural = pgettext_lazy("collection", "items")

    def __str__(self) -> str:
        return str(self.page)
