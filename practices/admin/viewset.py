"""The list and the forms of the directory in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
)

from core import reach
from core.noting import NotedExport
from practices.admin import claims, merging, proposals, similar
from practices.admin.choosing import CooperativeChooserViewSet
from practices.admin.filtering import CooperativeFilterSet
from practices.admin.forms import PERSONAL_HINT, POINT_HINT, looks_personal
from practices.models import Cooperative
from practices.panels import edit_handler

EXPORT = "practices.export_cooperative"
# Public facts and the state of the record: neither contacts nor notes, nor who claims it.
EXPORTED = [
    "slug",
    "name",
    "short_name",
    "tax_code",
    "vat_number",
    "get_kind_display",
    "sectors",
    "disadvantage_groups",
    "municipality",
    "municipality_istat",
    "territory.code",
    "territory.name",
    "founded_year",
    "members_band",
    "members_year",
    "workers_band",
    "workers_year",
    "turnover_band",
    "turnover_year",
    "website",
    "public_email",
    "phone",
    "is_listed",
    "get_lifecycle_display",
    "get_claim_status_display",
    "updated_at",
    "last_confirmed_at",
]


class CooperativeIndexView(NotedExport, IndexView):
    """The list. Wagtail answers `?export=` wherever it is asked: here only to those who may."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse an export to those who may not, before anything is read."""
        if request.GET.get("export") and not request.user.has_perm(EXPORT):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def show_export_buttons(self) -> bool:
        """Whether to offer what would be answered."""
        return bool(self.list_export) and self.request.user.has_perm(EXPORT)


class _Hinting:
    """Says what should be better, without refusing it."""

    request: HttpRequest
    object: Cooperative

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, then mention a public address that looks like a person's."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if looks_personal(self.object.public_email):
            messages.warning(self.request, str(PERSONAL_HINT))
        return response


class CooperativeCreateView(_Hinting, CreateView):
    """A new record."""


class CooperativeEditView(_Hinting, EditView):
    """A record that is there."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the form over the record as it stands at this moment, and hold it meanwhile.

        What is not in the form, such as who claims the record and what it was merged into, may
        have changed since the record was read.
        """
        with transaction.atomic():
            Cooperative.objects.select_for_update().filter(pk=self.object.pk).first()
            self.object = self.get_object()
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, then mention a point that stands where the cooperative was."""
        response = super().form_valid(form)
        changed = set(form.changed_data)
        is_new = bool(changed & {"latitude", "longitude"}) or self.object.latitude is None
        if changed & {"address", "municipality"} and not is_new:
            messages.warning(self.request, str(POINT_HINT))
        return response


class CooperativeViewSet(SnippetViewSet):
    """The directory of cooperatives, as staff keep it."""

    model = Cooperative
    chooser_viewset_class = CooperativeChooserViewSet
    edit_handler = edit_handler
    icon = "group"
    menu_label = _("Cooperatives")
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = CooperativeIndexView
    add_view_class = CooperativeCreateView
    edit_view_class = CooperativeEditView
    list_display = [
        "name",
        "kind",
        "municipality",
        "territory",
        BooleanColumn("is_listed", label=_("In the directory"), sort_key="is_listed"),
        "lifecycle",
        "claim_status",
        DateColumn("updated_at", label=_("Changed"), sort_key="updated_at"),
    ]
    filterset_class = CooperativeFilterSet
    list_export = EXPORTED
    export_filename = "cooperative"
    search_fields = ["name", "short_name", "municipality", "tax_code", "vat_number"]
    search_backend_name = None  # the index on SQLite cannot search in single fields
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cooperative]:
        """The records with what the list shows of them, in one's own regions."""
        return reach.narrow(Cooperative.objects.select_related("territory"), request.user)


class DirectoryViewSet(ViewSet):
    """The screens around the list: similar records, merging, claims, proposals."""

    name = "cooperatives"
    url_prefix = "cooperatives"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses, each guarded by the permission of its act."""
        return [
            path("similar/", similar.similar_records, name="similar"),
            path("<int:pk>/merge/", merging.merge_records, name="merge"),
            path("<int:pk>/undo/", merging.undo_page, name="undo_merger_page"),
            path("mergers/<int:pk>/undo/", merging.undo_merger, name="undo_merger"),
            path("<int:pk>/invite/", claims.invite, name="invite"),
            path("claims/<int:pk>/", claims.decide, name="claim"),
            path("<int:pk>/verify/", claims.verify, name="verify"),
            path("<int:pk>/confirmed/", claims.confirm, name="confirm"),
            path("proposals/", proposals.waiting, name="proposals"),
            path("proposals/<int:pk>/", proposals.review, name="proposal"),
        ]
