"""What the core adds to Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from core import guarding, hiding, noting, seeing
from core.admin import organisations, pictures, topics
from core.importing.screens import ImportsMenuItem
from core.models import HubDocument, HubImage, User
from core.rich_text_links import AbsoluteDocumentLinkHandler, PublicPageLinkHandler
from core.translating import refuse_incomplete
from core.viewsets import ReferenceGroup

STAFF_PERMISSIONS = ("edit_own_regions", "export_lists")


@hooks.register("register_rich_text_features", order=100)
def use_public_links(features: FeatureRegistry) -> None:
    """Put our link handlers in the place of Wagtail's."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(AbsoluteDocumentLinkHandler)


@hooks.register("insert_editor_js")
def keep_the_last_words() -> SafeString:
    """What was typed a moment before saving is saved too."""
    return format_html('<script src="{}"></script>', versioned_static("core/last_words.js"))


@hooks.register("before_edit_page", order=-10)
def publish_only_whole_translations(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask before wagtail-localize's own hook takes over."""
    return refuse_incomplete(request, page)


@hooks.register("register_admin_urls")
def register_imports() -> list[URLResolver]:
    """The screens for imports."""
    return [path("imports/", include("core.importing.urls"))]


@hooks.register("register_admin_menu_item")
def register_imports_menu() -> ImportsMenuItem:
    """The way to them."""
    return ImportsMenuItem()


@hooks.register("register_log_actions")
def register_import_acts(actions: LogActionRegistry) -> None:
    """Name what imports do, for the history of what they made."""
    actions.register_action(
        "core.import_created", pgettext_lazy("action", "Import"), _("Made by an import")
    )
    actions.register_action(
        "core.import_updated", pgettext_lazy("action", "Import"), _("Changed by an import")
    )


@hooks.register("register_log_actions")
def name_exports(actions: LogActionRegistry) -> None:
    """The history says who downloaded which list."""
    actions.register_action(
        noting.EXPORTED, pgettext_lazy("action", "Download a list"), _("A list was downloaded")
    )


@hooks.register("before_delete_snippet")
def keep_used_topics(request: HttpRequest, snippets: list[Model]) -> HttpResponse | None:
    """Say what would lose a topic before somebody tries to delete it."""
    return topics.refuse_to_delete(request, snippets)


@hooks.register("register_snippet_listing_buttons")
def offer_to_merge(snippet: Model, user: User, next_url: str | None = None) -> list[Button]:
    """A topic or an organisation of the list can be merged into another one."""
    return [*topics.merge_buttons(snippet, user), *organisations.buttons(snippet, user)]


@hooks.register("register_log_actions")
def name_mergers(actions: LogActionRegistry) -> None:
    """The history says what was merged."""
    topics.register_log_actions(actions)
    organisations.register_log_actions(actions)


@hooks.register("before_publish_page", order=-10)
def publish_only_within_reach(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Pages of other regions stay proposals."""
    return guarding.keep_as_proposal(request, page)


@hooks.register("before_create_snippet")
def create_only_what_has_a_region(request: HttpRequest, model: type[Model]) -> None:
    """Lists that all regions share."""
    guarding.refuse_kind(request, model)


@hooks.register("before_edit_snippet", order=-20)
def edit_only_within_reach(request: HttpRequest, instance: Model) -> None:
    """Records of other regions, before wagtail-localize takes over."""
    guarding.refuse_record(request, instance)


@hooks.register("before_delete_snippet")
def delete_only_within_reach(request: HttpRequest, instances: list[Model]) -> None:
    """Records of other regions, one or many."""
    guarding.refuse_records(request, instances)


@hooks.register("construct_page_chooser_queryset")
def offer_what_may_be_chosen(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Drafts of other regions are not offered."""
    return seeing.choosable(pages, request.user)


@hooks.register("construct_main_menu")
@hooks.register("construct_reports_menu")
def hide_what_is_closed(request: HttpRequest, items: list[MenuItem]) -> None:
    """No way to screens that this person may not open."""
    items[:] = [one for one in items if seeing.may_follow(request.user, one.url)]


@hooks.register("register_admin_urls", order=-10)
def guard_translating() -> list[URLPattern]:
    """Addresses that begin translations, before wagtail-localize's own."""
    return guarding.addresses()


@hooks.register("register_admin_urls")
def show_hidden_pictures() -> list[URLPattern]:
    """Pictures that are not public have an address that asks who is there."""
    return [
        path("hidden-pictures/<int:pk>/", pictures.hidden_picture, name="core_hidden_picture"),
        path("portraits/<int:user_id>/", pictures.portrait, name="core_portrait"),
    ]


@hooks.register("get_avatar_url")
def show_portraits(user: User, size: int) -> str | None:
    """Pictures of the staff are not public either."""
    return pictures.portrait_address(user)


@hooks.register("after_bulk_action")
def follow_moved_files(
    request: HttpRequest, action_type: str, objects: list[Model], action: object
) -> None:
    """Pictures and documents that were put into another folder together."""
    if action_type == "add_to_collection":
        for model in (HubImage, HubDocument):
            hiding.moved(model, [one.pk for one in objects if isinstance(one, model)])


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """What administrators may give to groups."""
    return Permission.objects.filter(content_type__app_label="core", codename__in=STAFF_PERMISSIONS)


register_snippet(ReferenceGroup)
