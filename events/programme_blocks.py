"""Pieces of an event's programme: agenda, speakers, questions to those who register, photos."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from core.addresses import absolute
from core.blocks.data import Reading
from core.blocks.gallery import GalleryBlock
from core.models import HubDocument
from core.visibility import is_public_folder


class AgendaItemBlock(blocks.StructBlock):
    """One item of the agenda."""

    day = blocks.DateBlock(
        label=_("Day"), required=False, help_text=_("Only for events of several days.")
    )
    time = blocks.TimeBlock(label=_("Time"), required=False, help_text=_("Italian time."))
    minutes = blocks.IntegerBlock(
        label=_("Minutes"), required=False, min_value=1, max_value=1440, help_text=_("How long.")
    )
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    speaker = blocks.CharBlock(
        label=_("Who speaks"),
        required=False,
        max_length=160,
        help_text=_("Names as they should be read, with role or cooperative."),
    )
    file = DocumentChooserBlock(
        label=_("File"), required=False, help_text=_("Slides or a text to read before.")
    )

    class Meta:
        icon = "list-ol"
        label = _("Agenda item")
        template = "events/blocks/agenda_item.html"
        preview_value = {
            "day": None,
            "time": None,
            "minutes": 20,
            "title": _("Three stories and an awkward question"),
            "speaker": _("Two cooperatives of the valley"),
            "file": None,
        }

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template only a file that anybody may read."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        return context | {"file": public_file(value["file"])}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the item as plain data."""
        return {
            "day": value["day"].isoformat() if value["day"] else None,
            "time": value["time"].strftime("%H:%M") if value["time"] else None,
            "minutes": value["minutes"],
            "title": value["title"],
            "speaker": value["speaker"],
            "file": file_data(value["file"]),
        }


class AgendaBlock(blocks.StreamBlock):
    """The agenda in order."""

    item = AgendaItemBlock()

    class Meta:
        required = False


class SpeakerBlock(blocks.StructBlock):
    """Somebody who speaks."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = blocks.CharBlock(
        label=_("Role"),
        required=False,
        max_length=160,
        help_text=_("What they do, and for which cooperative or body."),
    )
    website = blocks.URLBlock(label=_("Website"), required=False)

    class Meta:
        icon = "user"
        label = _("Speaker")
        template = "events/blocks/speaker.html"
        preview_value = {"name": _("Name and surname"), "role": _("President"), "website": ""}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the speaker as plain data."""
        return {"name": value["name"], "role": value["role"], "website": value["website"]}


class SpeakersBlock(blocks.StreamBlock):
    """Those who speak, in order."""

    speaker = SpeakerBlock()

    class Meta:
        required = False


class QuestionBlock(blocks.StructBlock):
    """A question to those who register."""

    label = blocks.CharBlock(label=_("Question"), max_length=160)
    help_text = blocks.CharBlock(label=_("Help"), max_length=200, required=False)
    choices = blocks.ListBlock(
        blocks.CharBlock(label=_("Answer"), max_length=80),
        label=_("Answers to choose from"),
        default=[],
        max_num=12,
        help_text=_("Leave empty for an answer in one's own words."),
    )
    required = blocks.BooleanBlock(label=_("Has to be answered"), required=False)

    class Meta:
        icon = "help"
        label = _("Question")
        preview_value = {
            "label": _("Will you stay for lunch?"),
            "help_text": "",
            "choices": [_("Yes"), _("No")],
            "required": False,
        }


class QuestionsBlock(blocks.StreamBlock):
    """The questions in order."""

    question = QuestionBlock()

    class Meta:
        required = False
        max_num = 6


class PhotosBlock(blocks.StreamBlock):
    """Photos of what took place."""

    gallery = GalleryBlock()

    class Meta:
        required = False
        max_num = 3


def public_file(document: HubDocument | None) -> HubDocument | None:
    """The document if anybody may read it, otherwise None."""
    if document is None or not is_public_folder(document.collection):
        return None
    return document


def file_data(document: HubDocument | None) -> dict[str, str] | None:
    """What is public about a file; None where it may not be read."""
    shown = public_file(document)
    if shown is None:
        return None
    return {"title": shown.title, "url": absolute(shown.url)}
