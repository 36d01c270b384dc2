"""Forms of the admin."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue import curating
from catalogue.models.rules import RuleKind, RuleMode
from core.forms import RegionalForm
from core.subjects import offer

CRITERIA = ("rule_kinds", "rule_topics", "rule_territories", "rule_since", "rule_until")
DATED = {RuleKind.EVENT.value, RuleKind.CALL.value}
USUAL = ("rule_mode", "rule_order", "rule_limit")
PERIODS = (("rule_since", "rule_until"), ("covers_from", "covers_until"))


class CuratedCollectionForm(RegionalForm):
    """Refuses a page that is chosen twice, and a rule that says nothing or contradicts itself."""

    rule_kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        choices=RuleKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means all of them."),
    )
    pin_again = forms.BooleanField(
        label=_("Pin again now"),
        required=False,
        help_text=_("Replaces what a pinned rule holds by what it gives at this moment."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, topics="rule_topics", places="rule_territories")
        self.standing = curating.NEW
        if self.instance.pk:
            self.standing = curating.Standing(self.instance.slug, self.instance.is_public)
        for name in USUAL:  # what is left out keeps its usual value
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Add an error to each item that stands there twice, and to each field of a wrong rule."""
        cleaned: dict[str, Any] = super().clean()
        self._refuse_twice_chosen()
        for name, message in _wrong_in_rule(cleaned).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, message)
        for name, message in self._refused(cleaned).items():
            self.add_error(name if name in self.fields else None, message)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Save, pin what the rule gives now where that was asked for, and note what opened."""
        if self.cleaned_data.get("pin_again"):
            self.instance.pinned_at = None  # the model pins what has not been pinned yet
        saved = super().save(commit)
        if commit:
            curating.note(collection=saved, before=self.standing, user=self.for_user)
        return saved

    def _refused(self, cleaned: dict[str, Any]) -> dict[str, str | Promise]:
        """What only a publisher may change; a message under "" is about the whole collection."""
        if curating.is_closed_to(self.for_user, self.instance):
            return {"": curating.NOT_CHANGED}
        after = curating.Standing(
            slug=cleaned.get("slug", self.standing.slug),
            is_public=cleaned.get("is_public", self.standing.is_public),
        )
        return curating.refusals(user=self.for_user, before=self.standing, after=after)

    def _refuse_twice_chosen(self) -> None:
        seen: set[uuid.UUID] = set()
        for form in self.formsets["items"].forms if "items" in self.formsets else []:
            page = form.cleaned_data.get("page") if form.is_valid() else None
            if page is None or form.cleaned_data.get("DELETE"):
                continue
            if page.translation_key in seen:
                form.add_error(
                    "page",
                    _("This page is already in the collection (its translations come with it)."),
                )
            seen.add(page.translation_key)


def _wrong_in_rule(answers: dict[str, Any]) -> dict[str, str | Promise]:
    """What is wrong with a rule: a message for each field."""
    wrong: dict[str, str | Promise] = {}
    for first, last in PERIODS:
        if answers.get(first) and answers.get(last) and answers[first] > answers[last]:
            wrong[last] = _("The period ends before it begins.")
    if answers.get("rule_mode") in (None, "", RuleMode.NONE):
        return wrong
    says_something = any(answers.get(name) for name in (*CRITERIA, "rule_days", "rule_is_coming"))
    if not says_something:
        wrong["rule_mode"] = _(
            "The rule asks for nothing, so it would take in everything: choose at least a kind, a "
            "topic, a territory or a period."
        )
    if answers.get("rule_days") and (answers.get("rule_since") or answers.get("rule_until")):
        wrong["rule_days"] = _("Choose either fixed days or a period that moves on, not both.")
    kinds = set(answers.get("rule_kinds") or [])
    if answers.get("rule_is_coming") and kinds and not kinds & DATED:
        wrong["rule_is_coming"] = _("Only events and calls can be still to come.")
    return wrong
