"""What the catalogue adds to Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from catalogue import curating
from catalogue.viewsets import CuratedCollectionViewSet


@hooks.register("register_log_actions")
def name_acts(actions: LogActionRegistry) -> None:
    """What becomes of collections for partners, for their history."""
    curating.register(actions)


@hooks.register("register_permissions")
def publish_permission() -> QuerySet[Permission]:
    """Let groups be given the right to make collections public."""
    return Permission.objects.filter(
        content_type__app_label="catalogue", codename="publish_curatedcollection"
    )


register_snippet(CuratedCollectionViewSet)
