"""Screens of the admin: the list of imports, bringing a file, and what is decided about one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import IndexView
from wagtail.permission_policies import ModelPermissionPolicy

from core.importing import importers, jobs
from core.importing.forms import UploadForm
from core.importing.importers import Importer
from core.models.importing import ImportJob, ImportState

RIGHT = "core.add_importjob"


class ImportsMenuItem(MenuItem):
    """The entry of the menu, for those who may import."""

    def __init__(self) -> None:
        super().__init__(
            _("Imports"), reverse("imports:index"), name="imports", icon_name="upload", order=520
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person sees it."""
        return bool(request.user.has_perm(RIGHT))


class ImporterOnly:
    """A screen for those who may import."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the right first."""
        guarded: Callable[..., HttpResponse] = permission_required(RIGHT)(super().dispatch)  # type: ignore[misc]
        return guarded(request, *args, **kwargs)


def importer_for(request: HttpRequest, name: str) -> Importer:
    """An importer this person may use; raise Http404 or PermissionDenied."""
    try:
        importer = importers.get(name)
    except KeyError as error:
        raise Http404 from error
    if not importer.may_use(request.user):
        raise PermissionDenied
    return importer


class ImportListView(ImporterOnly, IndexView):
    """Every import, and the ways to begin one."""

    model = ImportJob
    permission_policy = ModelPermissionPolicy(ImportJob)
    any_permission_required = ["add"]
    page_title = _("Imports")
    header_icon = "upload"
    index_url_name = "imports:index"
    index_results_url_name = "imports:index_results"
    template_name = "core/importing/index.html"
    results_template_name = "core/importing/index_results.html"
    default_ordering = "-created_at"
    paginate_by = 30
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("Imports")},
    ]
    columns = [
        TitleColumn(
            "file_name",
            label=_("File"),
            get_url=lambda job: reverse("imports:report", args=[job.pk]),
        ),
        Column("importer", label=_("What"), accessor=lambda job: importers.get(job.importer).label),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            primary=lambda job: job.state == ImportState.CHECKED,
        ),
        Column("started_by", label=_("By")),
        DateColumn("created_at", label=_("Brought on")),
    ]

    def get_base_queryset(self) -> Any:
        """With the people who brought them."""
        return ImportJob.objects.select_related("started_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what can be imported."""
        ways = importers.all_for(self.request.user)
        return {**super().get_context_data(**kwargs), "importers": ways}


class UploadView(ImporterOnly, WagtailAdminTemplateMixin, FormView):
    """Bringing a file: it is checked first, nothing is written."""

    template_name = "core/importing/upload.html"
    form_class = UploadForm
    header_icon = "upload"

    @cached_property
    def importer(self) -> Importer:
        """What is to be imported."""
        return importer_for(self.request, self.kwargs["importer"])

    def get_page_title(self) -> str:
        """What is to be imported."""
        return str(self.importer.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("imports:index"), "label": _("Imports")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """For this importer and this person."""
        given = {"importer": self.importer, "user": self.request.user}
        return {**super().get_form_kwargs(), **given}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With templates to download."""
        return {**super().get_context_data(**kwargs), "importer": self.importer}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the file and have it checked."""
        job = jobs.start(
            importer=self.importer.name,
            files=form.brought(),
            user=self.request.user,
            language=get_language() or "it",
            options=self.importer.options(form.cleaned_data),
        )
        return redirect("imports:report", job.pk)


@require_safe
@permission_required(RIGHT)
def download(request: HttpRequest, importer: str, name: str) -> HttpResponse:
    """A template or sample of an importer."""
    offered = {one.name: one for one in importer_for(request, importer).downloads()}
    if name not in offered:
        raise Http404
    response = HttpResponse(offered[name].make(), content_type=offered[name].content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@permission_required(RIGHT)
@require_POST
def act(request: HttpRequest, job_id: int, act: str) -> HttpResponse:
    """Go on, give up, or take back."""
    job = get_object_or_404(ImportJob, pk=job_id)
    importer_for(request, job.importer)
    overwrite = "overwrite" in request.POST
    acts: dict[str, Callable[[], object]] = {
        "all": lambda: jobs.go(job_id=job_id, overwrite=overwrite),
        "valid": lambda: jobs.go(job_id=job_id, only_valid=True, overwrite=overwrite),
        "cancel": lambda: jobs.cancel(job_id=job_id),
        "undo": lambda: jobs.undo(job_id=job_id, user=request.user),
    }
    if act not in acts:
        return HttpResponseNotAllowed([])
    try:
        acts[act]()
    except jobs.NotNow as error:
        messages.error(request, str(error))
    return redirect("imports:report", job_id)
