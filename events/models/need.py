"""Needs that come out of a path, and the practices that may answer them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.fields import ChoiceListField
from core.models import Territory, Topic
from events.models.actor import Actor
from events.models.path_choices import (
    AnswerState,
    NeedCategory,
    NeedSource,
    NeedStatus,
    TargetGroup,
)


class NeedQuerySet(models.QuerySet["Need"]):
    """Questions about needs."""

    def originals(self) -> NeedQuerySet:
        """The needs themselves; their translations only carry words."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)


class Need(TranslatableMixin, index.Indexed, ClusterableModel):
    """Something people said is missing, with how often, where and how strongly.

    The row in the source language is the need; rows in other languages carry its words. Nothing
    in it names a person.
    """

    title = models.CharField(_("need"), max_length=120, help_text=_("What is missing, plainly."))
    description = models.TextField(_("description"), max_length=600, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=NeedCategory.choices)
    target_groups = ChoiceListField(_("whose need"), of=TargetGroup)
    topics = ParentalManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="+",
        help_text=_("They help to find practices that may answer the need."),
    )
    path_page = models.ForeignKey(
        "events.ParticipationPathPage",
        verbose_name=_("participation path"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="needs",
    )
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(
        _("municipality or place"),
        max_length=120,
        blank=True,
        help_text=_("If it concerns less than the whole territory."),
    )
    source = models.CharField(_("heard"), max_length=12, choices=NeedSource.choices)
    event = models.ForeignKey(
        "events.EventPage",
        verbose_name=_("event"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="needs_recorded",
    )
    times_raised = models.PositiveIntegerField(
        _("times raised"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100000)]
    )
    intensity = models.PositiveSmallIntegerField(
        _("intensity"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("From 1 (mild) to 5 (urgent)."),
    )
    intensity_method = models.CharField(
        _("how the intensity was found"),
        max_length=200,
        blank=True,
        help_text=_("Such as: dots given by those present; estimate of the facilitators."),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=NeedStatus.choices, default=NeedStatus.EMERGED
    )
    actors = ParentalManyToManyField(
        Actor, verbose_name=_("actors who could help"), blank=True, related_name="needs"
    )
    is_example = models.BooleanField(
        _("made up"),
        default=False,
        help_text=_("An example for demonstration: readers are told so."),
    )
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Shown on the page of the path and in the API.")
    )
    internal_note = models.TextField(_("note for colleagues"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = NeedQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("category"),
        FieldPanel("target_groups"),
        FieldPanel("topics"),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("place")]),
        MultiFieldPanel(
            [
                PageChooserPanel("path_page", "events.ParticipationPathPage"),
                FieldPanel("source"),
                PageChooserPanel("event", "events.EventPage"),
                FieldPanel("times_raised"),
                FieldRowPanel([FieldPanel("intensity"), FieldPanel("intensity_method")]),
            ],
            heading=_("Where it was heard"),
        ),
        FieldPanel("status"),
        FieldPanel("actors"),
        MultiFieldPanel(
            [FieldPanel("is_public"), FieldPanel("is_example"), FieldPanel("internal_note")],
            heading=_("Publication"),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("description"),
        index.FilterField("locale_id"),
    ]
    override_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("description"),
        TranslatableField("intensity_method"),
        SynchronizedField("place", overridable=True),
        SynchronizedField("topics", overridable=False),
        SynchronizedField("actors", overridable=False),
        SynchronizedField("internal_note", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["-times_raised", "title"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an intensity nobody can check, and an event that is missing or out of place."""
        super().clean()
        problems: dict[str, Any] = {}
        if self.intensity and not self.intensity_method.strip():
            problems["intensity_method"] = _("Say how the intensity was found.")
        if self.source == NeedSource.EVENT and not self.event:
            problems["event"] = _("Choose the event at which the need was heard.")
        if self.event and self.source != NeedSource.EVENT:
            problems["source"] = _("An event is chosen below: choose “At an event”.")
        if problems:
            raise ValidationError(problems)


class NeedAnswer(models.Model):
    """What a person said of a practice that may answer a need; written by `events.answering`."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answered_by")
    page = models.ForeignKey(
        Page, verbose_name=_("practice"), on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=AnswerState.choices)
    # Codes of what spoke for it, such as {"topics": ["welfare"]}; empty where chosen by hand.
    reasons = models.JSONField(_("reason"), default=dict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    class Meta:
        ordering = ["-decided_at"]
        verbose_name = _("practice for a need")
        verbose_name_plural = _("practices for needs")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "page"], name="one_opinion_of_a_practice_for_a_need"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} – {self.get_state_display()}"
