"""What points to a topic, in whatever room: read off the models, so that no room has to be known.

A room that gives its models a relation to topics takes part by that alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Field, ForeignKey, Model, QuerySet
from django.db.models.fields.reverse_related import ManyToManyRel, ManyToOneRel, OneToOneRel
from django.utils.functional import Promise
from django.utils.text import capfirst

from core.models import FormerTopicCode, Topic, TopicMatch

# What belongs to the topic itself is no use of it.
OWN = (FormerTopicCode, Topic, TopicMatch)


@dataclass(frozen=True, slots=True)
class Use:
    """How many records of a kind point to a topic. Never which: some of them are people."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A field of some model that points to topics."""

    owner: type[Model]
    rows: type[Model]
    """The model whose rows hold the reference: the owner, or the table between the two."""
    owner_id: str
    topic: str
    is_many: bool

    @property
    def label(self) -> str | Promise:
        """What the records are called."""
        return self.owner._meta.verbose_name_plural or self.owner.__name__

    def pointing_to(self, topic: Topic) -> QuerySet[Any]:
        """The rows that hold a reference to a topic."""
        rows: QuerySet[Any] = self.rows._default_manager.filter(**{self.topic: topic})
        return rows

    def owner_ids(self, topic: Topic) -> set[Any]:
        """The keys of the records that point to a topic."""
        return set(self.pointing_to(topic).values_list(self.owner_id, flat=True))

    def move(self, source: Topic, target: Topic) -> set[Any]:
        """Make what points to one topic point to another; return the owners' keys.

        Who points to both already is left with one reference.
        """
        moved = self.owner_ids(source)
        if not moved:
            return moved
        rows = self.pointing_to(source)
        if self.is_many:
            rows.filter(**{f"{self.owner_id}__in": self.owner_ids(target)}).delete()
        self.pointing_to(source).update(**{self.topic: target})
        return moved


@cache
def relations() -> tuple[Relation, ...]:
    """Every field of every room that points to topics."""
    return tuple(_relations())


def _relations() -> Iterator[Relation]:
    for field in Topic._meta.get_fields(include_hidden=True):
        if isinstance(field, ManyToManyRel):
            many: Any = field.field
            yield Relation(
                owner=field.related_model,
                rows=many.remote_field.through,
                owner_id=f"{many.m2m_field_name()}_id",
                topic=many.m2m_reverse_field_name(),
                is_many=True,
            )
        elif isinstance(field, ManyToOneRel) and not isinstance(field, OneToOneRel):
            model, key = field.related_model, field.field
            if _is_a_use(model, key):
                yield Relation(model, model, "pk", key.name, is_many=False)


def _is_a_use(model: type[Model], key: Field[Any, Any]) -> bool:
    is_between = bool(model._meta.auto_created)
    return isinstance(key, ForeignKey) and not is_between and model not in OWN


def uses(topic: Topic) -> list[Use]:
    """What uses a topic: how many records of each kind, the most used first."""
    found: dict[str, set[Any]] = {}
    for relation in relations():
        label = str(capfirst(str(relation.label)))
        found.setdefault(label, set()).update(relation.owner_ids(topic))
    counted = [Use(label, len(ids)) for label, ids in found.items() if ids]
    return sorted(counted, key=lambda use: (-use.count, use.label))
