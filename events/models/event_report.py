"""What came of an event: the account that takes the place of the invitation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from core.rich_text import FEATURES
from events.programme_blocks import PhotosBlock
from events.recorded_panel import RecordedPanel


class EventReport(models.Model):
    """Numbers, minutes, decisions, next steps, recording, photos."""

    has_report = models.BooleanField(
        _("publish the report"),
        default=False,
        help_text=_(
            "With this ticked, publishing the page turns it from an invitation into an account "
            "of what took place."
        ),
    )
    # Set when the page is first published with its report.
    report_published_at = models.DateTimeField(
        _("report published"), null=True, blank=True, editable=False
    )
    attended_count = models.PositiveIntegerField(
        _("people who took part"),
        null=True,
        blank=True,
        help_text=_(
            "In the room and online together. Until you write a number, it is the number of people "
            "checked in at the door."
        ),
    )
    organisations_count = models.PositiveIntegerField(
        _("organisations present"), null=True, blank=True
    )
    contributions_count = models.PositiveIntegerField(
        _("contributions"), null=True, blank=True, help_text=_("Spoken or written.")
    )
    minutes_text = RichTextField(
        _("what was said"),
        blank=True,
        features=FEATURES,
        help_text=_("The minutes, or the gist of them. No names of people who did not agree."),
    )
    minutes_file = models.ForeignKey(
        "core.HubDocument",
        verbose_name=_("minutes as a file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decisions = RichTextField(
        _("what was decided"), blank=True, features=FEATURES, help_text=_("One point each.")
    )
    next_steps = RichTextField(
        _("what happens next"),
        blank=True,
        features=FEATURES,
        help_text=_("Who does what, by when."),
    )
    recording_url = models.URLField(
        _("recording"), blank=True, help_text=_("Public: whoever reads the page can watch it.")
    )
    transcript_file = models.ForeignKey(
        "core.HubDocument",
        verbose_name=_("transcript of the recording"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    photos = StreamField(PhotosBlock(), verbose_name=_("photos"), blank=True)

    report_left_behind = (
        "has_report",
        "report_published_at",
        "attended_count",
        "organisations_count",
        "contributions_count",
        "minutes_text",
        "minutes_file",
        "decisions",
        "next_steps",
        "recording_url",
        "transcript_file",
        "photos",
    )
    report_panels = [
        FieldPanel("has_report"),
        FieldRowPanel(
            [
                FieldPanel("attended_count"),
                FieldPanel("organisations_count"),
                FieldPanel("contributions_count"),
            ],
            heading=_("In numbers"),
        ),
        MultiFieldPanel(
            [FieldPanel("minutes_text"), FieldPanel("minutes_file")], heading=_("Minutes")
        ),
        FieldPanel("decisions"),
        FieldPanel("next_steps"),
        MultiFieldPanel(
            [FieldPanel("recording_url"), FieldPanel("transcript_file")], heading=_("Recording")
        ),
        FieldPanel("photos"),
        RecordedPanel(heading=_("Needs and actors for the path")),
    ]

    class Meta:
        abstract = True

    @property
    def shows_report(self) -> bool:
        """Whether readers see an account instead of an invitation."""
        return self.has_report

    def missing_for_report(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """What keeps the page from being published with its report."""

        def value(name: str) -> Any:
            return answers.get(name, getattr(self, name))

        missing: dict[str, str] = {}
        if not value("has_report"):
            return missing
        if value("attended_count") is None:
            missing["attended_count"] = gettext(
                "Say how many people took part, or untick the report."
            )
        if not any(value(name) for name in ("minutes_text", "decisions", "next_steps")):
            missing["minutes_text"] = gettext(
                "Write what was said, what was decided or what happens next."
            )
        return missing
