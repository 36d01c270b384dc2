"""Choosing topics and territories in the admin: what is offered, and what is still accepted.

New content is offered topics that are in use and territories that exist today. What a page already
has stays with it: an archived topic, a province of former times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from core.models.territory import Territory, TerritoryLevel
from core.models.topic import Topic
from core.picking import let_pick


class TopicsField(forms.ModelMultipleChoiceField):
    """Topics by name, each under the wider one it is part of."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent.name} › {obj.name}" if obj.parent else str(obj.name)

    def clean(self, value: Any) -> Any:
        """Take the topic a chosen one was merged into while the form was open."""
        keys = [str(one) for one in value or [] if str(one).isdigit()]
        moved = Topic.objects.filter(pk__in=keys, merged_into__isnull=False)
        into = {str(pk): str(new) for pk, new in moved.values_list("pk", "merged_into")}
        return super().clean(list(dict.fromkeys(into.get(str(one), one) for one in value or [])))


class _ByRegion(forms.models.ModelChoiceIterator):
    """Territories in groups: Italy and its regions first, then the provinces of each region."""

    def __iter__(self) -> Iterator[Any]:
        groups: dict[str, list[Any]] = {}
        for territory in self.queryset:
            is_province = territory.level == TerritoryLevel.PROVINCE and territory.parent
            group = territory.parent.name if is_province else ""
            groups.setdefault(group, []).append(self.choice(territory))
        yield from groups.pop("", [])
        for group in sorted(groups):
            yield group, groups[group]


class TerritoriesField(forms.ModelMultipleChoiceField):
    """Territories, the provinces by region."""

    iterator = _ByRegion

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs.setdefault("size", 12)
        let_pick(self)


def offer(
    form: forms.BaseModelForm, *, topics: str = "topics", places: str = "territories"
) -> None:
    """Put these fields in the place of a form's own, offering what may be chosen today."""
    if topics in form.fields:
        given = _given(form.instance, topics)
        _replace(form, topics, TopicsField, _topics(given))
        form.initial[topics] = _followed(form.initial.get(topics) or [])
    if places in form.fields:
        _replace(form, places, TerritoriesField, _territories(_given(form.instance, places)))


def _given(instance: Any, name: str) -> set[int]:
    try:
        relation = getattr(instance, name, None)
    except ValueError:  # a plain relation of a record that has not been saved yet
        return set()
    return {one.pk for one in relation.all()} if relation is not None else set()


def _topics(given: Iterable[int]) -> Any:
    offered = Topic.objects.assignable().values("pk")
    chosen = Topic.objects.filter(Q(pk__in=offered) | Q(pk__in=given, merged_into__isnull=True))
    followed = Topic.objects.filter(pk__in=given, merged_into__isnull=False).values("merged_into")
    rows = chosen | Topic.objects.filter(pk__in=followed)
    return rows.select_related("parent").order_by("name")


def _territories(given: Iterable[int]) -> Any:
    today = Territory.objects.valid_on(timezone.localdate()).values("pk")
    rows = Territory.objects.filter(Q(pk__in=today) | Q(pk__in=given))
    return rows.select_related("parent").order_by("parent__parent", "level", "name")


def _followed(initial: Iterable[Any]) -> list[Any]:
    """The topics a page has, with those that were merged replaced."""
    rows = [one for one in initial if isinstance(one, Topic)]
    return list({one.merged_into_id or one.pk: None for one in rows}) or list(initial)


def _replace(
    form: forms.BaseModelForm,
    name: str,
    field_type: Callable[..., forms.ModelMultipleChoiceField],
    queryset: Any,
) -> None:
    before = form.fields[name]
    form.fields[name] = field_type(
        queryset=queryset,
        required=before.required,
        label=before.label,
        help_text=before.help_text,
    )


__all__ = ["TerritoriesField", "TopicsField", "offer"]
