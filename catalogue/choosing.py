"""Choosing a curated collection in the admin: those of one's own regions, and the public ones."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)

from catalogue.models.collections import CuratedCollection
from core import reach


class _Choosing:
    """What the two views of the chooser have in common."""

    request: Any

    def get_object_list(self) -> Any:
        """What is not public yet is offered only to those whose region it is."""
        rows: Any = super().get_object_list()  # type: ignore[misc]
        if not reach.is_limited(self.request.user):
            return rows
        mine = reach.narrow(CuratedCollection.objects.all(), self.request.user)
        return rows.filter(Q(pk__in=mine.values("pk")) | Q(is_public=True))


class CollectionChooseView(_Choosing, ChooseView):
    """The window."""


class CollectionChooseResultsView(_Choosing, ChooseResultsView):
    """The list in it."""


class CollectionChooserViewSet(SnippetChooserViewSet):
    """How a collection is chosen, wherever one is."""

    choose_view_class = CollectionChooseView
    choose_results_view_class = CollectionChooseResultsView
