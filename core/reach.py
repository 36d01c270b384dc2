"""How far a member of staff may edit: everywhere, or only in the regions given to them.

Wagtail gives permissions on sections of the page tree; regional editors share the sections and
divide the country. So each question about a page goes to Wagtail first, and then here:

    reach.may_change(user, page)          one object
    reach.narrow(pages, user)             a query

Somebody is limited when a group gives them `core.edit_own_regions`, or when regions are set in
their user form. Whoever is limited and has no regions reaches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Max, Q
from wagtail.models import Page

from core.models.territory import Territory

LIMITED = "core.edit_own_regions"
# How deep the tree of territories can be below what is given to somebody.
DEPTH = 4
# Where a model says which territories its rows belong to.
FIELDS = ("territories", "territory", "rule_territories")

Row = TypeVar("Row", bound=models.Model)


@dataclass
class _Known:
    """What has been looked up for one person; it lives as long as their object, one request."""

    is_limited: bool | None = None
    region_ids: list[int] | None = None
    page_ids: set[int] | None = None
    newest_page: int = 0


def _known(user: Any) -> _Known:
    found: _Known = user.__dict__.setdefault("reach_known", _Known())
    return found


def is_limited(user: Any) -> bool:
    """Whether somebody may edit only in regions of their own."""
    if not user.is_active or user.is_superuser:
        return False
    known = _known(user)
    if known.is_limited is None:
        known.is_limited = bool(_region_ids(user)) or user.has_perm(LIMITED)
    return known.is_limited


def territories(user: Any) -> models.QuerySet[Territory]:
    """The territories somebody who is limited may edit in: their regions and all their parts."""
    mine = _region_ids(user)
    within, step = Q(pk__in=mine), "parent"
    for _level in range(DEPTH):
        within |= Q(**{f"{step}__in": mine})
        step += "__parent"
    return Territory.objects.filter(within)


def may_change(user: Any, row: models.Model) -> bool:
    """Whether `row`, as it stands in the database, lies within somebody's reach.

    A page that has never been published also lies within the reach of who wrote it: so people
    propose things for other regions, and somebody else publishes them.
    """
    if not is_limited(user):
        return True
    if not isinstance(row, Page):
        return row.pk is None or lies_within(user, type(row), row.pk)
    if row.first_published_at is None and row.owner_id is not None and row.owner_id == user.pk:
        return True
    return may_publish(user, row)


def may_publish(user: Any, page: Page) -> bool:
    """Whether a page's territories, as they stand in the database, lie within somebody's reach."""
    if not is_limited(user):
        return True
    known = _known(user)
    if known.page_ids is None:
        # Lists ask for page after page: all are looked up at once.
        known.newest_page = Page.objects.aggregate(newest=Max("pk"))["newest"] or 0
        known.page_ids = set(page_ids(user).values_list("pk", flat=True))
    if page.pk is not None and page.pk > known.newest_page:
        return lies_within(user, page.specific_class or type(page), page.pk)
    return page.pk in known.page_ids


def would_be_within(user: Any, row: models.Model) -> bool:
    """Whether `row`, as it stands in memory and is about to be saved, lies within reach."""
    if not is_limited(user):
        return True
    field = field_of(type(row))
    return field is not None and is_reached(user, getattr(row, field))


def is_reached(user: Any, chosen: Any) -> bool:
    """Whether one of the territories chosen in a form, or the only one, lies within reach."""
    if user is None or not is_limited(user):
        return True
    if hasattr(chosen, "all"):
        chosen = chosen.all()
    elif chosen is None or isinstance(chosen, Territory):
        chosen = [chosen] if chosen else []
    return territories(user).filter(pk__in=[one.pk for one in chosen]).exists()


def narrow(rows: models.QuerySet[Row], user: Any) -> models.QuerySet[Row]:
    """Keep the rows that somebody may change, of pages of any type or of records."""
    if not is_limited(user):
        return rows
    if issubclass(rows.model, Page):
        own_drafts = Q(first_published_at__isnull=True, owner=user)
        return rows.filter(Q(pk__in=page_ids(user)) | own_drafts)
    if field_of(rows.model) is None:
        return rows.none()
    return rows.filter(pk__in=_within(user, rows.model))


def lies_within(user: Any, model: type[models.Model], pk: Any) -> bool:
    """Whether a row of the database lies within the reach of somebody who is limited."""
    return field_of(model) is not None and _within(user, model).filter(pk=pk).exists()


def field_of(model: type[models.Model]) -> str | None:
    """Where rows of this model say which territories they belong to."""
    names = {field.name for field in model._meta.get_fields()}
    return next((name for name in FIELDS if name in names), None)


def knows_regions(model: type[models.Model]) -> bool:
    """Whether rows of this model say which territories they belong to."""
    return field_of(model) is not None


def page_ids(user: Any) -> models.QuerySet[Page]:
    """The ids of all pages of all types with a territory within somebody's reach."""
    within = Q(pk__in=[])
    for model in apps.get_models():
        if issubclass(model, Page) and field_of(model) is not None:
            within |= Q(pk__in=_within(user, model))
    return Page.objects.filter(within).values("pk")


def _region_ids(user: Any) -> list[int]:
    known = _known(user)
    if known.region_ids is None:
        known.region_ids = list(user.regions.values_list("pk", flat=True))
    return known.region_ids


def _within(user: Any, model: type[models.Model]) -> models.QuerySet[Any]:
    rows = model._default_manager.filter(**{f"{field_of(model)}__in": territories(user)})
    return rows.order_by().values("pk")
