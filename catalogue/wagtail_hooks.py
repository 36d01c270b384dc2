"""What the catalogue adds to Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from catalogue import curating, editing, taking_down
from catalogue.viewsets import CuratedCollectionViewSet


@hooks.register("register_log_actions")
def name_acts(actions: LogActionRegistry) -> None:
    """What becomes of collections and pages for partners, for their history."""
    curating.register(actions)
    taking_down.register(actions)


@hooks.register("before_unpublish_page")
def ask_for_the_reason(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page that is taken down for legal reasons."""
    return taking_down.before_unpublishing(request, page)


# After Wagtail's own action of the same name, so that it takes its place.
hooks.register("register_bulk_action", taking_down.UnpublishSeveral, order=10)


@hooks.register("before_edit_snippet", order=-10)
def leave_public_collections(request: HttpRequest, record: Model) -> HttpResponse | None:
    """Before wagtail-localize takes over: what is public is changed by publishers."""
    return editing.before_editing(request, record)


@hooks.register("register_permissions")
def publish_permission() -> QuerySet[Permission]:
    """Let groups be given the right to make collections public."""
    return Permission.objects.filter(
        content_type__app_label="catalogue", codename="publish_curatedcollection"
    )


register_snippet(CuratedCollectionViewSet)
