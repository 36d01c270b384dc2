"""Choosing a cooperative in the admin: records that go on, one's own regions first in sight."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)

from core import reach
from practices.models import Cooperative, CooperativeQuerySet

# Where what is typed is looked for: as in the list, without the index.
SEARCHED = ("name", "short_name", "municipality", "tax_code", "vat_number")


class FilterForm(SearchFilterMixin, BaseFilterForm):
    """What the chooser can be searched by."""

    def filter(self, objects: CooperativeQuerySet) -> CooperativeQuerySet:
        """Keep those whose name, place or number holds what was typed."""
        typed = self.cleaned_data.get("q", "").strip()
        if typed:
            self.is_searching, self.search_query = True, typed
            found = Q()
            for name in SEARCHED:
                found |= Q(**{f"{name}__icontains": typed})
            objects = objects.filter(found)
        return objects


class RegionalFilterForm(FilterForm):
    """The same for who is limited to regions: others are a tick away, for practices in common."""

    everywhere = forms.BooleanField(
        label=_("Also those of other regions"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-chooser-modal-search-filter": True}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def filter(self, objects: CooperativeQuerySet) -> CooperativeQuerySet:
        """Keep to the regions of whoever chooses, unless they say otherwise."""
        found = super().filter(objects)
        mine = Q(pk__in=reach.narrow(Cooperative.objects.all(), self.user).values("pk"))
        if self.cleaned_data.get("everywhere"):
            mine |= Q(is_listed=True)
        return found.filter(mine)


class _Choosing:
    """What the two views of the chooser have in common."""

    request: Any

    def get_object_list(self) -> CooperativeQuerySet:
        """Records that were merged into others are not offered."""
        return Cooperative.objects.not_merged().select_related("territory")

    def get_filter_form(self) -> FilterForm | RegionalFilterForm:
        """Narrower for who is limited to regions."""
        if reach.is_limited(self.request.user):
            return RegionalFilterForm(self.request.GET, user=self.request.user)
        return FilterForm(self.request.GET)


class CooperativeChooseView(_Choosing, ChooseView):
    """The window."""


class CooperativeChooseResultsView(_Choosing, ChooseResultsView):
    """The list in it."""


class CooperativeChooserViewSet(SnippetChooserViewSet):
    """How a cooperative is chosen, wherever one is."""

    choose_view_class = CooperativeChooseView
    choose_results_view_class = CooperativeChooseResultsView
