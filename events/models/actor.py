"""Actors: who could help in a path, and what is known of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable
from wagtail.search import index

from core.fields import ChoiceListField, labels_of
from core.models import Organisation, Territory
from events.models.path_choices import ActorKind, ActorRole, Offer

FROM_ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Actor(index.Indexed, ClusterableModel):
    """Somebody who takes part in a path or could: known to the hub, or only by a name.

    Names are not translated. Influence, interest, contact and note never leave the admin.
    """

    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("As people call it. May stay empty if an organisation is chosen."),
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("If it stands in the reference list."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page in the hub"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Such as a cooperative's profile or a practice of theirs."),
    )
    path_page = models.ForeignKey(
        "events.ParticipationPathPage",
        verbose_name=_("participation path"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="actors",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ActorKind.choices)
    role = models.CharField(
        _("role"), max_length=20, choices=ActorRole.choices, default=ActorRole.INTERESTED
    )
    can_offer = ChoiceListField(_("can bring"), of=Offer)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = models.CharField(_("municipality or place"), max_length=120, blank=True)
    is_person = models.BooleanField(
        _("a single person"),
        default=False,
        help_text=_("A person is shown only with their consent, which needs a date."),
    )
    consent_date = models.DateField(_("consented on"), null=True, blank=True)
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Shown on the page of the path and in the API.")
    )
    influence = models.PositiveSmallIntegerField(
        _("influence"), null=True, blank=True, validators=FROM_ONE_TO_FIVE
    )
    interest = models.PositiveSmallIntegerField(
        _("interest"), null=True, blank=True, validators=FROM_ONE_TO_FIVE
    )
    contact = models.CharField(_("contact"), max_length=250, blank=True)
    internal_note = models.TextField(_("note for colleagues"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("organisation"), PageChooserPanel("page")],
            heading=_("Who"),
        ),
        PageChooserPanel("path_page", "events.ParticipationPathPage"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("role")]),
        FieldPanel("can_offer"),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("place")]),
        InlinePanel("meetings", heading=_("Met at"), label=_("Event")),
        MultiFieldPanel(
            [FieldPanel("is_public"), FieldPanel("is_person"), FieldPanel("consent_date")],
            heading=_("May it be shown?"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("influence"), FieldPanel("interest")]),
                FieldPanel("contact"),
                FieldPanel("internal_note"),
            ],
            heading=_("Only for colleagues"),
            help_text=_("Never shown outside the admin."),
        ),
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("actor")
        verbose_name_plural = _("actors")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name people know it by."""
        return self.name or (self.organisation.current.name if self.organisation else "")

    @property
    def offers(self) -> list[str]:
        """What it can bring, in words."""
        return labels_of(self.can_offer, Offer)

    def clean(self) -> None:
        """Refuse an actor without a name, and a person shown without consent."""
        super().clean()
        problems: dict[str, Any] = {}
        if not self.name.strip() and not self.organisation:
            problems["name"] = _("Write a name, or choose an organisation.")
        if self.is_public and self.is_person and not self.consent_date:
            problems["consent_date"] = _(
                "A single person is shown only with their consent: write when they gave it."
            )
        if self.consent_date and self.consent_date > timezone.localdate():
            problems["consent_date"] = _("This day has not come yet.")
        if problems:
            raise ValidationError(problems)


class ActorMeeting(Orderable):
    """An event at which an actor took part."""

    actor = ParentalKey(Actor, on_delete=models.CASCADE, related_name="meetings")
    event = models.ForeignKey(
        "events.EventPage",
        verbose_name=_("event"),
        on_delete=models.CASCADE,
        related_name="actors_met",
    )

    panels = [PageChooserPanel("event", "events.EventPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("meeting with an actor")
        verbose_name_plural = _("meetings with actors")

    def __str__(self) -> str:
        return str(self.event)
