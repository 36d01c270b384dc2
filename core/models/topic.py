"""Topics: the subjects that practices, calls and events share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField


class TopicStatus(models.TextChoices):
    """Whether new content may be given the topic."""

    ACTIVE = "active", pgettext_lazy("topic", "Active")
    ARCHIVED = "archived", pgettext_lazy("topic", "Archived")


class TopicIcon(models.TextChoices):
    """The signs a topic may have; each is a symbol of `static/icons/icons.svg`."""

    LEAF = "leaf", _("Leaf")
    HOUSE = "house", _("House")
    HANDS = "hands", _("Hands")
    PEOPLE = "people", _("People")
    TABLE = "table", _("Table")
    WORK = "work", _("Tools")
    BOOK = "book", _("Book")
    SUN = "sun", pgettext_lazy("picture", "Sun")
    PLACE = "place", _("Place")
    LOOP = "loop", _("Loop")
    HEART = "heart", _("Heart")
    COIN = "coin", _("Coin")


class MatchScheme(models.TextChoices):
    """The vocabularies of others in which a topic may have a counterpart."""

    EUROVOC = "eurovoc", _("EuroVoc")
    DATA_THEME = "data-theme", _("EU data theme")
    SDG = "sdg", _("Sustainable Development Goal")
    SECTOR = "d112", _("Sector of legislative decree 112/2017 (letter)")
    ESSGLOBAL = "essglobal", _("ESSGLOBAL activity")
    WIKIDATA = "wikidata", _("Wikidata")


class TopicQuerySet(models.QuerySet["Topic"]):
    """Questions about topics."""

    def originals(self) -> TopicQuerySet:
        """Topics in the source language, which everything points to; the others carry words."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def current(self) -> TopicQuerySet:
        """Topics readers find: all but those that were merged into another one."""
        return self.filter(merged_into__isnull=True)

    def assignable(self) -> TopicQuerySet:
        """Topics that new content may be given."""
        return self.originals().current().filter(status=TopicStatus.ACTIVE)

    def with_key(self, keys: Iterable[Any]) -> TopicQuerySet:
        """Topics and their translations by translation key."""
        return self.filter(translation_key__in=keys)


class Topic(TranslatableMixin, index.Indexed, ClusterableModel, models.Model):
    """A subject, with the other words people use for it.

    Pages always point to the topic in the source language; what a reader sees is its
    translation. The source topic's slug is the topic's code in every channel. A topic that was
    merged into another stays as a row, so that nobody takes its code and old links arrive.
    """

    name = models.CharField(_("name"), max_length=80, validators=[MinLengthValidator(2)])
    slug = models.SlugField(
        _("address part"),
        max_length=80,
        help_text=_(
            "Used in addresses and by partner sites: change it only for a good reason. The old one "
            "goes on leading here."
        ),
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    synonyms = models.TextField(
        _("synonyms"),
        blank=True,
        help_text=_(
            "Other words people search for, one per line. Searching for one of them finds what is "
            "about this topic, and its address leads to the topic's page."
        ),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=pgettext_lazy("topic", "part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("A wider topic this one belongs to. There are two levels, not more."),
    )
    icon = models.CharField(
        _("sign"), max_length=16, blank=True, choices=TopicIcon.choices, default=""
    )
    is_featured = models.BooleanField(
        pgettext_lazy("topic", "in the foreground"),
        default=False,
        help_text=_("Shown first in the list of all topics."),
    )
    status = models.CharField(
        pgettext_lazy("topic", "status"),
        max_length=8,
        choices=TopicStatus.choices,
        default=TopicStatus.ACTIVE,
        help_text=_("An archived topic keeps its page and its contents, but takes no new ones."),
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who looks after it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For colleagues only."),
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_topics",
    )

    objects = TopicQuerySet.as_manager()

    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("synonyms"),
        MultiFieldPanel(
            [
                FieldPanel("parent"),
                FieldPanel("icon"),
                FieldPanel("is_featured"),
                FieldPanel("status"),
                FieldPanel("editor"),
            ],
            heading=_("Place and care"),
        ),
        InlinePanel(
            "matches",
            heading=_("The same in other vocabularies"),
            label=_("Counterpart"),
            help_text=_("For partners' programs and search engines; readers do not need it."),
        ),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("synonyms"),
        index.FilterField("locale_id"),
        index.FilterField("status"),
        index.FilterField("merged_into_id"),
    ]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        TranslatableField("synonyms"),
        SynchronizedField("parent", overridable=False),
        SynchronizedField("icon", overridable=False),
        SynchronizedField("is_featured", overridable=False),
        SynchronizedField("status", overridable=False),
        SynchronizedField("editor", overridable=False),
        SynchronizedField("merged_into", overridable=False),
        SynchronizedField("matches", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"], name="topic_slug_is_unique_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The name programs use; the same in every language because the slug is synchronised."""
        return self.slug

    @cached_property
    def names_by_language(self) -> dict[str, str]:
        """The topic's name in every language it has been translated into."""
        translations = Topic.objects.filter(translation_key=self.translation_key)
        return dict(translations.values_list("locale__language_code", "name"))

    def label(self, language: str) -> str:
        """The name in `language`, or in the topic's own language where it is not translated."""
        return self.names_by_language.get(language, self.name)

    @property
    def synonym_list(self) -> list[str]:
        """The synonyms, one by one."""
        return [line.strip() for line in self.synonyms.splitlines() if line.strip()]

    @property
    def is_archived(self) -> bool:
        """Whether the topic takes no new content."""
        return self.status == TopicStatus.ARCHIVED

    @transaction.atomic
    def save(self, **kwargs: Any) -> None:
        """Save the topic; a code it had before goes on leading to it."""
        before = Topic.objects.originals().filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(**kwargs)
        if before and before != self.slug:
            FormerTopicCode.objects.filter(code=self.slug, topic=self).delete()
            FormerTopicCode.objects.get_or_create(code=before, defaults={"topic": self})

    def in_language(self, language: str) -> Topic:
        """The row with the words of a language; this one where there is none."""
        if self.locale.language_code == language:
            return self
        same = Topic.objects.filter(
            translation_key=self.translation_key, locale__language_code=language
        )
        return same.select_related("locale").first() or self

    def clean(self) -> None:
        """Raise ValidationError where the topic has no sensible place among the others."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.parent and (message := self._wrong_parent(self.parent)):
            errors["parent"] = message
        if self._code_is_taken():
            errors["slug"] = _("This address part leads, or once led, to another topic.")
        if errors:
            raise ValidationError(errors)

    def _wrong_parent(self, parent: Topic) -> Any:
        if parent.translation_key == self.translation_key:
            return _("A topic cannot be part of itself.")
        if parent.merged_into_id:
            return _("This topic was merged into another one: choose that one.")
        if parent.parent_id:
            return _("“%(name)s” is itself part of a topic: choose the wider one.") % {
                "name": parent.name
            }
        if self.pk and self.parts.exists():
            return _("This topic has parts of its own, so it cannot be part of another one.")
        return None

    def _code_is_taken(self) -> bool:
        others = Topic.objects.exclude(translation_key=self.translation_key)
        former = FormerTopicCode.objects.exclude(topic__translation_key=self.translation_key)
        return others.filter(slug=self.slug).exists() or former.filter(code=self.slug).exists()


class TopicMatch(Orderable):
    """The counterpart of a topic in another vocabulary."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="matches")
    scheme = models.CharField(_("vocabulary"), max_length=16, choices=MatchScheme.choices)
    value = models.CharField(
        _("address or code"),
        max_length=300,
        help_text=_(
            "The full address where there is one (EuroVoc, data theme, Wikidata), otherwise the "
            "number of the goal or the letter of the sector."
        ),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("counterpart")
        verbose_name_plural = _("counterparts")

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    def clean(self) -> None:
        """Raise ValidationError where the value is not what the vocabulary uses."""
        super().clean()
        self.value = self.value.strip()
        if message := wrong_match(self.scheme, self.value):
            raise ValidationError({"value": message})


def wrong_match(scheme: str, value: str) -> Any:
    """Say what is wrong with a code of another vocabulary; None where nothing is."""
    if scheme == MatchScheme.SDG and not (value.isdigit() and 1 <= int(value) <= 17):
        return _("Write the number of the goal, from 1 to 17.")
    if scheme == MatchScheme.SECTOR and not (len(value) == 1 and "a" <= value <= "v"):
        return _("Write the letter of the sector, from a to v.")
    is_code = scheme in {MatchScheme.SDG, MatchScheme.SECTOR}
    if not is_code and not value.startswith(("https://", "http://")):
        return _("Write the whole address, beginning with https://.")
    return None


class FormerTopicCode(models.Model):
    """A code under which a topic was known before: it leads to the topic for ever."""

    code = models.SlugField(max_length=80, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="former_codes")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("former code of a topic")
        verbose_name_plural = _("former codes of topics")

    def __str__(self) -> str:
        return self.code
