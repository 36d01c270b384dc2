"""What a new hub needs before its first page: languages, home pages, groups, approval."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.models import ApprovalTask
from core.territories import load_territories
from home.models import HomePage
from newsletter import digests

# The staff of the hub works in Italian, so its groups have Italian names in the database.
EDITORS = "Redazione"
PUBLISHERS = "Responsabili"
REGIONAL_EDITORS = "Redazione regionale"
# Wagtail's own migrations bring these two, and a workflow for them.
WAGTAIL_NAMES = {"Editors": EDITORS, "Moderators": PUBLISHERS}

EDITED_MODELS = (
    "catalogue.CuratedCollection",
    "core.Organisation",
    "core.Topic",
    "events.Actor",
    "events.Need",
    "newsletter.Segment",
    "practices.Adoption",
    "practices.Cooperative",
    "practices.Testimony",
)
# Who registered for an event: names, addresses, needs.
REGISTRATION_PERMISSIONS = (
    "events.view_registration",
    "events.change_registration",
    "events.export_registration",
)
# Partners follow a collection from the moment in which it is public.
PUBLISH_COLLECTIONS = "catalogue.publish_curatedcollection"
# What regional editors may change in their regions; the lists that all share are not theirs.
REGIONAL_MODELS = ("catalogue.CuratedCollection", "practices.Cooperative")
REGIONAL_PERMISSIONS = (
    "wagtailadmin.access_admin",
    "core.edit_own_regions",
    "core.export_lists",
    PUBLISH_COLLECTIONS,
)
TRANSLATION_PERMISSIONS = ("wagtail_localize.submit_translation",)
STAFF_RECORDS = (
    "core.add_importjob",
    "core.view_importjob",
    "core.view_letter",
    "newsletter.add_subscriber",  # by importing them with proof; there is no form
)
# What went past the catalogue is for those who are responsible for the hub.
REPAIR_PERMISSIONS = ("catalogue.view_reconciliation",)
# Wagtail asks for the rights on its own models, whatever models hold our pictures and documents.
FILE_PERMISSIONS = (
    *("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"),
    *("wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document"),
)
# Whoever may add a file may change their own.
REGIONAL_FILE_PERMISSIONS = tuple(name for name in FILE_PERMISSIONS if ".change_" not in name)


@transaction.atomic
def set_up() -> dict[str, int]:
    """Make what is missing and leave what is there; return how much was made, by name."""
    made = {"territories": load_territories(), "languages": _make_languages()}
    made["home pages"] = _make_home_pages()
    made["digests"] = digests.make_plans()
    _name_groups()
    _grant_permissions()
    _make_workflow()
    return made


def _make_languages() -> int:
    """One Locale for each language of the settings."""
    return sum(
        Locale.objects.get_or_create(language_code=code)[1]
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
    )


def _make_home_pages() -> int:
    """The home page in the source language and the site that begins there."""
    if HomePage.objects.exists():
        return 0
    root = Page.get_first_root_node()
    with translation.override(settings.LANGUAGE_CODE):
        summary, claim = _opening_words()
    home = HomePage(
        title=settings.HUB_NAME,
        slug=settings.LANGUAGE_CODE,
        summary=summary,
        claim=claim,
        locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    _translate_home(home)
    address = urlsplit(settings.HUB_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname,
            "port": port,
            "site_name": settings.HUB_NAME,
            "root_page": home,
        },
    )
    # Wagtail's migrations leave a page that says "Welcome"; nothing refers to it any more.
    Page.objects.filter(depth=2, content_type__model="page").exclude(pk=home.pk).delete()
    return 1


def _translate_home(home: HomePage) -> None:
    """A home page in every other language, so that each has its front door."""
    for locale in Locale.objects.exclude(pk=home.locale_id):
        copy = home.copy_for_translation(locale)
        with translation.override(locale.language_code):
            copy.slug = locale.language_code
            copy.summary, copy.claim = _opening_words()
        copy.save_revision().publish()


def _opening_words() -> tuple[str, str]:
    """Summary and claim of a new hub, in the current language."""
    return (
        _("Innovative practices of social cooperatives, told and shared."),
        _("What works here can work elsewhere."),
    )


def _name_groups() -> None:
    """Wagtail's two groups, under the names staff know."""
    for old, new in WAGTAIL_NAMES.items():
        if not Group.objects.filter(name=new).exists():
            Group.objects.filter(name=old).update(name=new)
            Group.objects.get_or_create(name=new)


def _grant_permissions() -> None:
    """Editors write, publishers also publish and send; neither manages users or settings."""
    editors, publishers = (Group.objects.get(name=name) for name in (EDITORS, PUBLISHERS))
    root, files = Page.get_first_root_node(), Collection.get_first_root_node()
    for group, page_permissions in (
        (editors, ("add_page", "change_page")),
        (publishers, ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")),
    ):
        names = ("wagtailadmin.access_admin", "core.export_lists", *TRANSLATION_PERMISSIONS)
        group.permissions.add(*_named(*names))
        group.permissions.add(*_model_permissions(("add", "change", "view")))
        for codename in page_permissions:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=_page_permission(codename)
            )
        for name in FILE_PERMISSIONS:
            _grant_files(group, files, name)
    _grant_regional_permissions(root, files)
    publishers.permissions.add(*_model_permissions(("delete",)))
    publishers.permissions.add(*_named(*STAFF_RECORDS, PUBLISH_COLLECTIONS))
    publishers.permissions.add(
        *Permission.objects.filter(content_type__app_label="newsletter")
        .exclude(codename__startswith="add_")
        .exclude(codename__startswith="delete_")
    )
    publishers.permissions.add(*_named(*REGISTRATION_PERMISSIONS, *REPAIR_PERMISSIONS))


def _grant_regional_permissions(root: Page, files: Collection) -> None:
    """Regional editors write and publish; `core.reach` limits them to their regions."""
    group, _is_new = Group.objects.get_or_create(name=REGIONAL_EDITORS)
    group.permissions.add(*_named(*REGIONAL_PERMISSIONS, *TRANSLATION_PERMISSIONS))
    group.permissions.add(*_model_permissions(("add", "change", "view"), REGIONAL_MODELS))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=_page_permission(codename)
        )
    for name in REGIONAL_FILE_PERMISSIONS:
        _grant_files(group, files, name)


def _model_permissions(
    verbs: tuple[str, ...], models: tuple[str, ...] = EDITED_MODELS
) -> list[Permission]:
    """The permissions on the models editors keep."""
    names = []
    for label in models:
        app_label, model = label.lower().split(".")
        names += [f"{app_label}.{verb}_{model}" for verb in verbs]
    return _named(*names)


def _named(*names: str) -> list[Permission]:
    """Permissions by `app.codename`; one that does not exist is an error of ours."""
    return [
        Permission.objects.get(content_type__app_label=app_label, codename=codename)
        for app_label, codename in (name.split(".") for name in names)
    ]


def _page_permission(codename: str) -> Permission:
    return Permission.objects.get(
        content_type__app_label="wagtailcore", content_type__model="page", codename=codename
    )


def _grant_files(group: Group, collection: Collection, name: str) -> None:
    GroupCollectionPermission.objects.get_or_create(
        group=group, collection=collection, permission=_named(name)[0]
    )


def _make_workflow() -> None:
    """Approval by a second person, for every page under the root."""
    workflow, is_new = Workflow.objects.get_or_create(
        pk=getattr(Workflow.objects.order_by("pk").first(), "pk", None),
        defaults={"name": "Approvazione"},
    )
    if is_new or workflow.name == "Moderators approval":
        workflow.name = "Approvazione"
        workflow.save()
    task = ApprovalTask.objects.order_by("pk").first()
    if task is None:
        task = ApprovalTask.objects.create(name="Rilettura di una seconda persona")
        task.groups.add(Group.objects.get(name=PUBLISHERS))
    # Wagtail's own task of approval knows nothing of regions.
    for old in GroupApprovalTask.objects.filter(name="Moderators approval", active=True):
        WorkflowTask.objects.filter(task=old).delete()
        old.deactivate()
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    root = Page.get_first_root_node()
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
