"""Forms that anybody can send, with two quiet defences against programs.

A field people do not see must stay empty, and the form must be some seconds old. Neither needs a
script, a cookie or another site. Somebody caught by mistake is told what to do.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import email_addresses, tokens

STAMP = "core.public-form"
# People need longer to type, programs that fill in forms do not.
LEAST_AGE = timedelta(seconds=2)
MOST_AGE = timedelta(days=7)


class AddressField(forms.Field):
    """An e-mail address; its value is the address mail is sent to."""

    widget = forms.EmailInput(
        attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
    )

    def clean(self, value: Any) -> str:
        """Raise ValidationError with what is wrong."""
        return email_addresses.parse(str(value or "")).email


class OpenForm(forms.Form):
    """A form whose fields say what is missing, and that takes each value once."""

    error_css_class = "field-wrong"

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.say_what_is_required()

    def say_what_is_required(self) -> None:
        """Use the hub's own words; call it again after fields were added."""
        for field in self.fields.values():
            field.error_messages["required"] = _("This field is required.")

    def clean(self) -> dict[str, Any]:
        """Refuse a value sent more than once: nobody could say which one was meant."""
        cleaned = super().clean() or {}
        if isinstance(self.data, QueryDict):
            for name, field in self.fields.items():
                is_list = isinstance(field, forms.MultipleChoiceField)
                if not is_list and len(self.data.getlist(self.add_prefix(name))) > 1:
                    self.add_error(name, ValidationError(_("Give it only once."), code="twice"))
        return cleaned


class DefendedForm(OpenForm):
    """The same, for everybody who comes by."""

    # The name means nothing to browsers that fill in forms by themselves.
    hub_note = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"stamp": new_stamp()})
        super().__init__(data, **kwargs)

    def clean_hub_note(self) -> str:
        """Raise ValidationError when the field that people do not see was filled in."""
        if self.cleaned_data["hub_note"]:
            raise ValidationError(_("Clear this field: it is there to catch automated programs."))
        return ""

    def clean(self) -> dict[str, Any]:
        """Look at the age of the form once everything else is right."""
        cleaned = super().clean()
        if not self.errors and (problem := _problem_of_stamp(cleaned.get("stamp", ""))):
            self.add_error(None, problem)
        return cleaned

    def renew_stamp(self) -> None:
        """Let the form be sent again, with what was typed."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["stamp"] = new_stamp()


def without_addresses(name: str) -> str:
    """A name in one line; raise ValidationError for a web address: names stand in mails."""
    name = " ".join(name.split())
    if "://" in name or "www." in name.lower():
        raise ValidationError(_("Write your name without web addresses."), code="address")
    return name


def new_stamp() -> str:
    """A signed note of this moment."""
    return tokens.issue(STAMP, str(int(timezone.now().timestamp())))


def _problem_of_stamp(stamp: str) -> ValidationError | None:
    try:
        made_at = int(tokens.read(STAMP, stamp))
    except (tokens.TokenError, ValueError):
        made_at = 0
    age = timezone.now().timestamp() - made_at
    if age < LEAST_AGE.total_seconds():
        return ValidationError(
            _("That was faster than anyone can type. Please press the button once more."),
            code="quick",
        )
    if age > MOST_AGE.total_seconds():
        return ValidationError(
            _("This page had been open for a long time. Please press the button once more."),
            code="old",
        )
    return None
