"""Fields of models that several rooms need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import lookups
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class ChoiceListField(models.JSONField):
    """Several values of a closed list, kept as their codes in the order of the list.

    `of` is the list, a TextChoices. It is left out of migrations: a code more or less in the list
    is no change of the database. Codes are the same in every language, so translations of a page
    are kept in step with it.
    """

    default_error_messages = {
        "unknown": _("“%(value)s” is not in the list."),
        "no-list": _("A list of codes is needed."),
    }

    def __init__(
        self, *args: Any, of: type[models.TextChoices] | None = None, **kwargs: Any
    ) -> None:
        self.of = of
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Raise ValidationError unless the value is a list of codes of the closed list."""
        super().validate(value, model_instance)
        if not isinstance(value, list):
            raise ValidationError(self.error_messages["no-list"], code="no-list")
        for code in value:
            if self.of is not None and code not in self.of.values:
                raise ValidationError(
                    self.error_messages["unknown"], code="unknown", params={"value": code}
                )

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Give the codes once each, in the order of the closed list."""
        cleaned = super().clean(value, model_instance)
        if self.of is None:
            return cleaned
        return [code for code in self.of.values if code in cleaned]

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Offer the closed list as boxes to tick."""
        given = {name: value for name, value in kwargs.items() if name in {"widget", "help_text"}}
        return forms.MultipleChoiceField(
            **{
                "choices": self.of.choices if self.of is not None else [],
                "required": not self.blank,
                "label": capfirst(self.verbose_name),
                "help_text": self.help_text,
                "widget": forms.CheckboxSelectMultiple,
                **given,
            }
        )

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the closed list out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), dict(kwargs)


@ChoiceListField.register_lookup
class Has(lookups.Lookup):
    """`field__has="p"`: whether a code is in the list; JSON's own `contains` is PostgreSQL's."""

    lookup_name = "has"

    def get_prep_lookup(self) -> str:
        """Look for the code between its quotation marks: codes have neither these nor wildcards."""
        return f'%"{self.rhs}"%'

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Search the list as the text it is written in."""
        column, params = compiler.compile(self.lhs)
        return f"CAST({column} AS text) LIKE %s", (*params, self.rhs)


def labels_of(codes: Iterable[str], of: type[models.TextChoices]) -> list[str]:
    """The words of codes in the current language; codes that are no longer listed are left out."""
    return [str(of(code).label) for code in codes if code in of.values]
