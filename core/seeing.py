"""Which screens of the admin somebody may open, where Wagtail itself does not ask enough.

Two questions are answered here, for every screen, before it is made:

- Whoever is limited to regions (`core.reach`) opens only screens that are named below, and sees in
  them what belongs to their regions, or is public, or is shared by all. A new screen is closed to
  them until it is named: `tests/hub/test_who_sees_what.py` asks for a line about each.
- Wagtail's windows for choosing a record list all records to everybody in the admin. Here they ask
  for a right on that sort of record, except for the words and places that everybody needs.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.urls import Resolver404, ResolverMatch, resolve
from wagtail.models import Page, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from core import reach

RECORDS = "wagtailsnippets_"
CHOOSERS = "wagtailsnippetchoosers_"
RECORDS_API = "wagtail_localize:snippets_api_"
# Words and places: everybody who writes chooses among them.
CHOSEN_BY_ALL = frozenset(["core.Topic", "core.Territory", "core.Organisation"])
# The windows in which these are chosen offer what belongs to one's regions, or is public.
CHOSEN_BY_REGION = frozenset(["practices.Cooperative", "catalogue.CuratedCollection"])
# Records that belong to a region. (Readers name territories, too: what they want to read about.)
REGIONAL_RECORDS = CHOSEN_BY_REGION | {"events.Need", "events.Actor"}
# What is open to those limited to regions, by the names of addresses.
REGIONAL_SCREENS = (
    # Wagtail's own: each asks for the permission on the page, or lists what `seen` leaves.
    "wagtail.admin.*",
    "wagtailadmin_home",
    "wagtailadmin_api:*",
    "wagtailadmin_explore*",
    "wagtailadmin_pages:*",
    "wagtailadmin_choose_*",
    "wagtailadmin_tag_*",
    "wagtail_bulk_action",
    "wagtailadmin_reports:aging_pages*",
    "wagtailadmin_reports:locked_pages*",
    "wagtailadmin_reports:workflow*",
    # One's own account, and what the screens are made with.
    "wagtailadmin_account",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset*",
    "wagtailadmin_dismissibles",
    "wagtailadmin_editing_sessions:*",
    "wagtailadmin_block_preview",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtailembeds:*",
    # Files: who may change one is asked by folder and by who brought it.
    "wagtailimages*",
    "wagtaildocs*",
    "core_hidden_picture",
    "core_portrait",
    # Translating, each guarded by the page or the record.
    "core.guarding.*",
    "wagtail_localize:convert_to_alias",
    "wagtail_localize:download_pofile",
    "wagtail_localize:edit_*",
    "wagtail_localize:javascript_catalog",
    "wagtail_localize:machine_translate",
    "wagtail_localize:preview_translation",
    "wagtail_localize:stop_translation",
    "wagtail_localize:submit_*",
    "wagtail_localize:update_translations",
    "wagtail_localize:upload_pofile",
    # The hub's own.
    "wagtailsnippets:index",
    "cooperatives:*",
    "desk-calls:*",
    "desk-issues:*",
    "desk-paths:*",
    "desk-practices:*",
    "events_admin:*",
    "events_list:*",
    "practice_care",
    "coverage_report*",
    "links_report*",
    "translations_of_*",
)


def may_open(user: Any, match: ResolverMatch) -> bool:
    """Whether somebody may open the screen behind an address of the admin."""
    name = match.view_name
    if name.startswith((CHOOSERS, RECORDS_API)):
        return _may_choose(user, match)
    if not reach.is_limited(user):
        return True
    if name.startswith(RECORDS):
        return _may_see_records(user, _model(name, RECORDS), match.kwargs.get("pk"))
    return any(fnmatchcase(name, pattern) for pattern in REGIONAL_SCREENS)


def may_follow(user: Any, url: str) -> bool:
    """Whether a link leads somewhere this person may open."""
    try:
        match = resolve(url.partition("?")[0])
    except Resolver404:
        return True
    return may_open(user, match)


def seen(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """The pages that lists of the admin show: to those limited, what belongs to their regions.

    Sections and other pages without territories are everybody's once they are published.
    """
    if not reach.is_limited(user):
        return pages
    without = [model for model in get_page_models() if not reach.knows_regions(model)]
    types = ContentType.objects.get_for_models(Page, *without).values()
    shared = Q(live=True, content_type__in=[one.pk for one in types])
    return pages.filter(Q(pk__in=reach.narrow(Page.objects.all(), user).values("pk")) | shared)


def choosable(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """The pages that somebody may refer to: what they see, and everything that is published."""
    if not reach.is_limited(user):
        return pages
    mine = reach.narrow(Page.objects.all(), user).values("pk")
    return pages.filter(Q(live=True) | Q(pk__in=mine))


def install() -> None:
    """Have Wagtail's lists, searches and reports of pages ask `seen`."""
    asked = PagePermissionPolicy.instances_user_has_any_permission_for
    if getattr(asked, "knows_regions", False):
        return

    def narrowed(policy: PagePermissionPolicy, user: Any, actions: Any) -> QuerySet[Page]:
        return seen(asked(policy, user, actions), user)

    narrowed.knows_regions = True  # type: ignore[attr-defined]
    PagePermissionPolicy.instances_user_has_any_permission_for = narrowed


def _model(name: str, prefix: str) -> type[Model]:
    """The model in the name of a set of screens."""
    app_label, _underscore, model = name.partition(":")[0].removeprefix(prefix).partition("_")
    found: type[Model] = apps.get_model(app_label, model)
    return found


def _may_choose(user: Any, match: ResolverMatch) -> bool:
    """Whether somebody may see the records of a sort, to choose one."""
    if match.view_name.startswith(RECORDS_API):
        try:
            model = apps.get_model(match.kwargs["app_label"], match.kwargs["model_name"])
        except LookupError:
            return True  # the view says that there is nothing
    else:
        model = _model(match.view_name, CHOOSERS)
    if model._meta.label in CHOSEN_BY_ALL:
        return True
    names = [f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for verb in ACTIONS]
    has_right = any(user.has_perm(name) for name in names)
    if not reach.is_limited(user):
        return has_right
    # wagtail-localize's list is not narrowed.
    return has_right and model._meta.label in CHOSEN_BY_REGION and match.view_name != LISTING


ACTIONS = ("add", "change", "delete", "view")
LISTING = f"{RECORDS_API}listing"


def _may_see_records(user: Any, model: type[Model], pk: Any) -> bool:
    """Whether the screens of a sort of record, or of one of them, are within somebody's reach."""
    if model._meta.label not in REGIONAL_RECORDS:
        return False
    if pk is None:
        return True
    return model._meta.pk is not None and reach.lies_within(user, model, _number(pk))


def _number(pk: Any) -> int:
    text = str(unquote(str(pk)))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
