"""Forms that readers fill in: sign-up, lost link, preferences, own data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.public_forms import (
    LEAST_AGE,
    MOST_AGE,
    STAMP,
    AddressField,
    DefendedForm,
    OpenForm,
    new_stamp,
)
from newsletter import pausing, preferences
from newsletter.models import Frequency, Subscriber

__all__ = ["LEAST_AGE", "MOST_AGE", "STAMP", "AddressField", "new_stamp"]


class PublicForm(DefendedForm):
    """A form that anybody can send, with an address in it."""

    email = AddressField(label=_("E-mail address"))
    field_order = ("email",)


class TopicsField(forms.MultipleChoiceField):
    """Topics that the page with the form brings along; ones that are gone are no mistake."""

    widget = forms.MultipleHiddenInput
    most = 10

    def clean(self, value: Any) -> tuple[str, ...]:
        codes = [str(code) for code in value or ()][: self.most]
        return tuple(topic.code for topic in preferences.topics_of(codes))


class SignUpForm(PublicForm):
    """Asks for the newsletter, perhaps about some topics alone."""

    topics = TopicsField(required=False)

    def __init__(
        self, data: QueryDict | None = None, *, topics: Iterable[str] = (), **kwargs: Any
    ) -> None:
        initial = {"stamp": new_stamp(), "topics": list(topics)}
        super().__init__(data, initial=initial, **kwargs)

    @property
    def topic_names(self) -> list[str]:
        """The names of the topics, in the language of the page."""
        codes = self["topics"].value() or ()
        language = translation.get_language() or settings.LANGUAGE_CODE
        return [topic.label(language) for topic in preferences.topics_of(codes[: TopicsField.most])]


class FollowForm(PublicForm):
    """Asks for news of one thing."""


class LostLinkForm(PublicForm):
    """Asks for the link to one's preferences."""


class PreferencesForm(OpenForm):
    """What a reader wants to receive; a choice that does not exist never reaches the database."""

    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect)
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Frequency.choices, widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label=_("What"),
        choices=list(preferences.KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    territories = forms.MultipleChoiceField(
        label=_("Regions"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        language = translation.get_language() or settings.LANGUAGE_CODE
        self._choose_from("language", [(code, _own_name(code)) for code, _n in settings.LANGUAGES])
        self._choose_from("topics", preferences.topic_choices(language))
        self._choose_from("territories", preferences.region_choices(language))

    def _choose_from(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = choices

    @classmethod
    def filled_with(cls, subscriber: Subscriber) -> PreferencesForm:
        """The form as the reader last left it."""
        return cls(
            initial={
                "language": subscriber.language,
                "frequency": subscriber.frequency,
                "kinds": subscriber.kinds,
                "topics": [topic.code for topic in subscriber.topics.all()],
                "territories": [place.code for place in subscriber.territories.all()],
            }
        )


class PauseForm(OpenForm):
    """Until when a reader takes a break."""

    until = forms.DateField(
        label=_("Until"),
        help_text=_("From this day on you get the newsletter again."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"until": today + pausing.USUAL})
        self.fields["until"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": (today + pausing.LONGEST).isoformat(),
        }

    def clean_until(self) -> date:
        """Raise ValidationError for a day that is over, or too far away."""
        until: date = self.cleaned_data["until"]
        if not timezone.localdate() < until <= timezone.localdate() + pausing.LONGEST:
            raise ValidationError(
                _("Choose a day between tomorrow and a year from now."), code="day"
            )
        return until


class OwnDataForm(OpenForm):
    """Export or erase: who types the whole address is not just the receiver of a forwarded mail."""

    email = AddressField(
        label=_("Your e-mail address, in full"),
        help_text=_("We ask because this link may be in an e-mail that somebody forwarded."),
    )
    never_again = forms.BooleanField(
        label=_("Also never write to this address again, even if somebody subscribes it"),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, subscriber: Subscriber) -> None:
        super().__init__(data)
        self.subscriber = subscriber

    def clean_email(self) -> str:
        """Raise ValidationError when the link was sent to another address."""
        email: str = self.cleaned_data["email"]
        if email.lower() != self.subscriber.email_key:
            raise ValidationError(
                _("This is not the address this link was sent to. Check it for typing errors."),
                code="other",
            )
        return email


def _own_name(code: str) -> str:
    """The name a language gives itself."""
    name: str = translation.get_language_info(code)["name_local"]
    return name.capitalize()
