"""Screens of the admin for topics, organisations and territories."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.admin import organisations
from core.admin.topics import merge_topic
from core.models import Organisation, Territory, Topic
from core.models.topic import TopicQuerySet


class TopicViewSet(SnippetViewSet):
    """Topics with their address parts."""

    model = Topic
    icon = "tag"
    list_display = [
        "name",
        "parent",
        Column("get_status_display", label=pgettext_lazy("topic", "Status"), sort_key="status"),
        BooleanColumn("is_featured", label=pgettext_lazy("topic", "In the foreground")),
        "slug",
        "editor",
    ]
    list_filter = ["status", "is_featured", "parent"]
    search_fields = ["name", "synonyms"]
    search_backend_name = None  # the index on SQLite cannot search in single fields
    ordering = ["name"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> TopicQuerySet:
        """Topics that were merged into another one are out of sight."""
        return Topic.objects.current().select_related("parent", "editor")

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's screens, and the one where a topic is merged into another."""
        merge = path("merge/<int:pk>/", merge_topic, name="merge")
        return [*super().get_urlpatterns(), merge]


class OrganisationViewSet(SnippetViewSet):
    """Partners, promoters, funders."""

    model = Organisation
    icon = "group"
    chooser_viewset_class = organisations.OrganisationChooserViewSet
    edit_view_class = organisations.OrganisationEditView
    list_display = ["name", "kind", "level", "website", "merged_into"]
    list_filter = ["kind", "level", "roles__role"]
    search_fields = ["name", "tax_code"]
    search_backend_name = None  # the index on SQLite cannot search in single fields
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """All of them: also those merged into another, so that it can be taken back."""
        return Organisation.objects.select_related("merged_into")

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's screens, and those for records that are there twice."""
        return [
            *super().get_urlpatterns(),
            path("merge/<int:pk>/", organisations.merge, name="merge"),
            path("separate/<int:pk>/", organisations.separate, name="separate"),
            path("similar/", organisations.similar, name="similar"),
        ]


class TerritoryViewSet(SnippetViewSet):
    """Territories come from a file that follows ISTAT: staff look, and change only the names."""

    model = Territory
    icon = "site"
    list_display = ["name", "code", "plate", "level", "parent", "valid_from", "valid_to"]
    list_filter = ["level", "parent"]
    search_fields = ["name", "name_en", "code", "istat", "uts", "plate"]
    search_backend_name = None  # the index on SQLite cannot search in single fields
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("code", read_only=True),
        FieldPanel("parent", read_only=True),
        FieldPanel("valid_from", read_only=True),
        FieldPanel("valid_to", read_only=True),
        FieldPanel("replaced_by", read_only=True),
    ]


class ReferenceGroup(SnippetViewSetGroup):
    """One menu for what pages refer to."""

    items = (TopicViewSet, OrganisationViewSet, TerritoryViewSet)
    menu_label = _("Reference lists")
    menu_icon = "list-ul"
    menu_name = "reference"
    menu_order = 500
