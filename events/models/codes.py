"""A column that holds several values of a closed list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _


class CodesField(models.JSONField):
    """Codes of a closed list, in the list's order; ticked as boxes in forms.

    `labels` is the class of choices. The column is JSON, so that a page keeps its codes in its
    drafts like any other text, and translations follow without a table of their own.
    """

    def __init__(self, *args: Any, labels: type[models.TextChoices] | None = None, **kwargs: Any):
        self.labels = labels
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse anything but known codes; the database of a removed code stays readable."""
        super().validate(value, model_instance)
        known = set(self.labels.values) if self.labels else set()
        unknown = [str(code) for code in value if code not in known]
        if self.labels and unknown:
            raise forms.ValidationError(
                _("Not in the list: %(codes)s.") % {"codes": ", ".join(unknown)}, code="unknown"
            )

    def formfield(self, **kwargs: Any) -> Any:
        """Boxes to tick."""
        if self.labels is None:
            return super().formfield(**kwargs)
        label = kwargs.pop("label", None) or self.verbose_name
        wanted = {"required": not self.blank, "help_text": self.help_text, "initial": self.default}
        for name in ("encoder", "decoder", "form_class", "choices_form_class", "max_length"):
            kwargs.pop(name, None)
        return forms.MultipleChoiceField(
            label=str(label).capitalize(),
            choices=self.labels.choices,
            **{**wanted, "widget": forms.CheckboxSelectMultiple, **kwargs},
        )


def labelled(codes: list[str], labels: type[models.TextChoices]) -> list[tuple[str, str]]:
    """Codes with their labels in the current language, in the list's order."""
    return [(one.value, str(one.label)) for one in labels if one.value in codes]
