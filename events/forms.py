"""The form of who registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.public_forms import AddressField, DefendedForm, OpenForm, without_addresses
from events.models.event import EventPage
from events.registering import Answers


class PersonForm(OpenForm):
    """Who comes: name, address, organisation, needs, and the event's own questions."""

    name = forms.CharField(
        label=_("Name and surname"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(label=_("E-mail address"))
    organisation = forms.CharField(
        label=_("Cooperative or organisation"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("Leave empty if you come for yourself."),
    )
    access_needs = forms.CharField(
        label=_("What do you need in order to take part?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For instance a seat near the front, an interpreter, somebody who comes with you. "
            "Only the organisers read it, and it is deleted 30 days after the event."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, page: EventPage, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.page = page
        if not page.asks_access_needs:
            del self.fields["access_needs"]
        for child in page.questions:
            self.fields[f"question_{child.id}"] = _field_of(child.value)
        self.say_what_is_required()

    def clean_name(self) -> str:
        """Raise ValidationError for a web address: the name stands in mails."""
        return without_addresses(self.cleaned_data["name"])

    def given(self, language: str) -> Answers:
        """What was written, for the verbs; call it when the form is valid."""
        data = self.cleaned_data
        answers = [
            {"question": str(field.label), "answer": data[name]}
            for name, field in self.fields.items()
            if name.startswith("question_") and data.get(name)
        ]
        return Answers(
            name=data["name"],
            email=data["email"],
            language=language,
            organisation=data["organisation"],
            access_needs=data.get("access_needs", ""),
            answers=answers,
        )

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields people see, in order."""
        return [self[name] for name in self.fields if name not in ("hub_note", "stamp")]


class RegistrationForm(PersonForm, DefendedForm):
    """The same for everybody, with the defences of open forms."""


def _field_of(question: Any) -> forms.Field:
    """The field for an event's own question."""
    common: dict[str, Any] = {
        "label": question["label"],
        "help_text": question["help_text"],
        "required": question["required"],
    }
    choices = [answer for answer in question["choices"] if answer]
    if not choices:
        return forms.CharField(max_length=300, **common)
    blank = [] if question["required"] else [("", "—")]
    return forms.ChoiceField(choices=blank + [(one, one) for one in choices], **common)
