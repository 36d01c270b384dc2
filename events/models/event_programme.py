"""What happens at an event, who speaks, and what it takes to be there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from events.models.choices import AccessFeature
from events.models.codes import CodesField
from events.programme_blocks import AgendaBlock, SpeakersBlock


class EventProgramme(models.Model):
    """Agenda, speakers, cost, languages and access."""

    agenda = StreamField(AgendaBlock(), verbose_name=_("agenda"), blank=True)
    speakers = StreamField(SpeakersBlock(), verbose_name=_("speakers"), blank=True)
    cost = models.CharField(
        _("cost"),
        max_length=120,
        blank=True,
        help_text=_("As people read it, such as “€ 15, lunch included”. Empty means free."),
    )
    spoken_languages = models.CharField(
        _("languages spoken"),
        max_length=120,
        blank=True,
        help_text=_("Only where it is not obvious, such as “Italian and Slovenian”."),
    )
    access_features = CodesField(
        labels=AccessFeature,
        verbose_name=_("made accessible by"),
        blank=True,
        default=list,
        help_text=_("Tick only what will really be there."),
    )
    access_notes = models.CharField(
        _("more about access"),
        max_length=250,
        blank=True,
        help_text=_("How to get in, whom to ask, what is missing and should be known before."),
    )

    programme_panels = [
        FieldPanel("agenda"),
        FieldPanel("speakers"),
        MultiFieldPanel(
            [FieldPanel("cost"), FieldPanel("spoken_languages")], heading=_("Good to know")
        ),
        MultiFieldPanel(
            [FieldPanel("access_features"), FieldPanel("access_notes")], heading=_("Access")
        ),
    ]

    class Meta:
        abstract = True
