"""Forms of the registrations' screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.forms import PersonForm
from events.models.event import EventPage


class AddForm(PersonForm):
    """Somebody whom staff register."""

    language = forms.ChoiceField(
        label=_("Language of the mails"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    even_if_full = forms.BooleanField(
        label=_("Give a seat even if all are taken"),
        required=False,
        help_text=_("Otherwise they are put at the end of the waiting list."),
    )

    def __init__(self, data: QueryDict | None = None, *, page: EventPage, **kwargs: Any) -> None:
        super().__init__(data, page=page, **kwargs)
        # Nobody reads a form over the telephone: what the event asks is not asked of staff.
        for name, field in self.fields.items():
            if name.startswith("question_"):
                field.required = False


class TellForm(forms.Form):
    """A few words to those who registered."""

    kind = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("A few words of yours"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Why, and what happens with tickets or lunch, for instance. Written as it will be "
            "read, in the language of most of them."
        ),
    )
