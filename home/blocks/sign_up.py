"""The sign-up form of the newsletter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.addresses import absolute
from core.blocks.data import Reading
from newsletter import preferences


def topic_choices() -> list[tuple[str, str]]:
    """Codes and names of the topics, in the editor's language."""
    return preferences.topic_choices(get_language() or settings.LANGUAGE_CODE)


class SignUpBlock(blocks.StructBlock):
    """Heading, a few words, and the form; with topics, it asks for news about these alone."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), max_length=250, required=False)
    topics = blocks.MultipleChoiceBlock(
        label=_("Topics"),
        choices=topic_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who signs up here gets these topics. None: everything."),
    )

    class Meta:
        icon = "mail"
        label = _("Sign-up form")
        description = _("The form with which readers subscribe to the newsletter.")
        template = "home/blocks/sign_up.html"
        preview_value = {
            "title": _("Get it by e-mail"),
            "text": _("New practices, open calls and meetings."),
            "topics": [],
        }

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Count the forms of a page, so that their ids stay apart."""
        context = super().get_context(value, parent_context)
        request = context.get("request")
        number = getattr(request, "hub_sign_up_forms", 0) + 1
        if request is not None:
            request.hub_sign_up_forms = number
        return {**context, "place": f"sign-up-{number}"}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the words, the topics' codes, and where the form is for programs and people."""
        with override(reading.language):
            address = absolute(reverse("newsletter:sign_up"))
        topics = [topic.code for topic in preferences.topics_of(value["topics"] or [])]
        return {"title": value["title"], "text": value["text"], "topics": topics, "url": address}
