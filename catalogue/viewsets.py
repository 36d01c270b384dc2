"""The admin's screens of curated collections."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from catalogue.choosing import CollectionChooserViewSet
from catalogue.models.collections import CuratedCollection
from core import reach


class CuratedCollectionViewSet(SnippetViewSet):
    """Where staff choose and order what partners, readers and the newsletter get."""

    model = CuratedCollection
    chooser_viewset_class = CollectionChooserViewSet
    icon = "list-ol"
    menu_label = _("Curated collections")
    menu_name = "curated-collections"
    menu_order = 250
    add_to_admin_menu = True
    list_display = [
        "title",
        "slug",
        "curator",
        Column("item_count", label=_("Pages"), sort_key="item_count"),
        BooleanColumn(
            "is_public", label=pgettext_lazy("collection", "Public"), sort_key="is_public"
        ),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
    ]
    list_filter = ["is_public"]
    search_fields = ["title", "intro"]
    search_backend_name = None  # the database itself: it finds parts of words, on SQLite as well
    ordering = ["title"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """The collections themselves; their words in a language when that language is asked for."""
        rows = CuratedCollection.objects.annotate(item_count=Count("items"))
        rows = rows if request.GET.get("locale") else rows.originals()
        return reach.narrow(rows, request.user)
