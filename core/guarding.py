"""Where Wagtail asks no page: the ways around the regions, closed one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, runtime_checkable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
)

from core import reach
from core.translation_updates import WholeTranslationsView

View = Callable[..., HttpResponseBase]


@runtime_checkable
class PublishedBySaving(Protocol):
    """A record that has no drafts, and that not everybody may change who may edit its kind."""

    def is_closed_to(self, user: Any) -> bool:
        """Whether what this person saved would be public without the right to publish it."""


def keep_as_proposal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before publishing: a page of another region stays a draft, and nothing of it is lost."""
    person: Any = request.user
    if reach.may_publish(person, page) and reach.would_be_within(person, page):
        return None
    messages.warning(
        request,
        _(
            "“%(title)s” was saved and not published: none of its territories is in your regions. "
            "Submit it for approval, or choose a territory of yours."
        )
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_record(request: HttpRequest, record: Model) -> None:
    """Before a record is changed or deleted; raise PermissionDenied if it is another region's."""
    if not reach.may_change(request.user, record):
        raise PermissionDenied


def refuse_records(request: HttpRequest, records: Iterable[Model]) -> None:
    """The same for several at once."""
    for record in records:
        refuse_record(request, record)


def refuse_kind(request: HttpRequest, model: type[Model]) -> None:
    """Before a record is made: lists that all regions share are not for those limited to some."""
    if reach.is_limited(request.user) and not reach.knows_regions(model):
        raise PermissionDenied


def submit_page(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Translate a page: only one that this person may edit."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return _view(SubmitPageTranslationView)(request, page_id=page_id)


def submit_record(
    request: HttpRequest, app_label: str, model_name: str, pk: str
) -> HttpResponseBase:
    """Translate a record: only one of this person's regions."""
    model = get_snippet_model_from_url_params(app_label, model_name)
    refuse_record(request, get_object_or_404(model, pk=pk))
    return _view(SubmitSnippetTranslationView)(
        request, app_label=app_label, model_name=model_name, pk=pk
    )


def update(request: HttpRequest, translation_source_id: int) -> HttpResponseBase:
    """Bring translations in step with their source; it may publish them, so it asks for both."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    row = source.get_source_instance()
    if isinstance(row, Page):
        rights = row.permissions_for_user(request.user)
        if not rights.can_edit():
            raise PermissionDenied
        if request.POST.get("publish_translations") and not rights.can_publish():
            raise PermissionDenied
    else:
        refuse_record(request, row)
        if isinstance(row, PublishedBySaving) and row.is_closed_to(request.user):
            raise PermissionDenied
    return _view(WholeTranslationsView)(request, translation_source_id=translation_source_id)


def _view(view: Any) -> View:
    asked: View = view.as_view()
    return asked


def addresses() -> list[URLPattern]:
    """In the place of wagtail-localize's own, which ask only whether somebody may translate."""
    return [
        path("localize/submit/page/<int:page_id>/", submit_page),
        path("localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", submit_record),
        path("localize/update/<int:translation_source_id>/", update),
    ]
