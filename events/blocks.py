"""Phases of a participation path."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from core.addresses import page_address
from core.blocks.data import Reading
from core.blocks.rich_text import TextBlock
from core.visibility import readable
from events.models.choices import Audience
from events.models.path_choices import PhaseState


class PhaseBlock(blocks.StructBlock):
    """One phase: what happens, when, with whom, at which events."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = TextBlock(label=_("Text"), required=False)
    starts_date = blocks.DateBlock(label=_("Starts"), required=False)
    ends_date = blocks.DateBlock(label=_("Ends"), required=False)
    audiences = blocks.MultipleChoiceBlock(
        label=_("For whom"), choices=Audience.choices, required=False
    )
    outputs = TextBlock(
        label=_("What comes out of it"),
        required=False,
        help_text=_("What the phase leaves behind: minutes, a map of needs, a proposal."),
    )
    state = blocks.ChoiceBlock(
        label=_("State"),
        choices=PhaseState.choices,
        required=False,
        help_text=_("Leave empty to have it follow from the dates."),
    )
    is_internal = blocks.BooleanBlock(
        label=_("Internal"),
        required=False,
        help_text=_("The phase is described, but its meetings were not open to the public."),
    )
    events = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="events.EventPage"), label=_("Events"), default=[]
    )

    class Meta:
        icon = "date"
        label = _("Phase")
        template = "events/blocks/phase.html"
        preview_value = {
            "title": _("Listening tables"),
            "text": None,
            "starts_date": None,
            "ends_date": None,
            "audiences": ["citizens"],
            "outputs": None,
            "state": "",
            "is_internal": False,
            "events": [],
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse an end before the beginning."""
        cleaned = super().clean(value)
        starts, ends = cleaned.get("starts_date"), cleaned.get("ends_date")
        if starts and ends and ends < starts:
            message = ValidationError(_("The phase cannot end before it starts."))
            raise blocks.StructBlockValidationError(block_errors={"ends_date": message})
        return cleaned

    def shown_events(
        self, value: blocks.StructValue, timeline: list[Page] | None = None
    ) -> list[Page]:
        """The phase's events that may be read, in the reader's language where they exist in it.

        They are taken from the timeline of the path, earliest first, where that is at hand.
        """
        if timeline is not None:
            own = {event.translation_key for event in value["events"] if event is not None}
            return [event for event in timeline if event.translation_key in own]
        shown = readable(value["events"], get_language() or settings.LANGUAGE_CODE)
        return sorted(shown, key=lambda event: event.starts_at)

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template the events it may show and the labels of the audiences."""
        context = super().get_context(value, parent_context)
        return {
            **context,
            "events": self.shown_events(value, context.get("timeline")),
            "audiences": [Audience(code).label for code in value["audiences"]],
        }

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the phase with the addresses of its public events."""
        reading.page_ids |= {page.pk for page in value["events"] if page is not None}
        return {
            "title": value["title"],
            "text": TextBlock().to_data(value["text"], reading)["html"] if value["text"] else "",
            "starts_date": value["starts_date"].isoformat() if value["starts_date"] else None,
            "ends_date": value["ends_date"].isoformat() if value["ends_date"] else None,
            "audiences": [
                {"code": code, "label": str(Audience(code).label)} for code in value["audiences"]
            ],
            "outputs": TextBlock().to_data(value["outputs"], reading)["html"]
            if value.get("outputs")
            else "",
            "is_internal": bool(value["is_internal"]),
            "events": [
                {"uid": str(event.uid), "title": event.title, "url": page_address(event)}
                for event in self.shown_events(value)
            ],
        }


class PhasesBlock(blocks.StreamBlock):
    """The phases in order."""

    phase = PhaseBlock()

    class Meta:
        required = False
