"""The one place that decides whether a page or a picture may be shown to the public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from core.media import HubImage

PUBLIC = "public"
DRAFT = "draft"
EXPIRED = "expired"
PRIVATE = "private"
UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Visibility:
    """A verdict: whether the page is public, why (one of the words above), and until when."""

    is_public: bool
    reason: str
    until: datetime | None = None


def judge(page: Page, at: datetime | None = None) -> Visibility:
    """Judge one page as it stands in the database at a moment (now, if none is given).

    A page is public when it is live, has not expired, neither it nor a section above it is
    private, and it has an address on the site. Wagtail goes on serving an expired page until its
    command has run, and knows nothing of privacy in its signals: nobody else may decide this.
    """
    moment = at or timezone.now()
    if not page.live:
        return Visibility(False, EXPIRED if page.expired else DRAFT)
    if page.expire_at is not None and page.expire_at <= moment:
        return Visibility(False, EXPIRED)
    if page.get_view_restrictions().exists():
        return Visibility(False, PRIVATE)
    if page.get_url_parts() is None:
        return Visibility(False, UNREACHABLE)
    return Visibility(True, PUBLIC, page.expire_at)


def is_public(page: Page, at: datetime | None = None) -> bool:
    """Tell whether anybody may read the page at a moment (now, if none is given)."""
    return judge(page, at).is_public


def public(pages: PageQuerySet, at: datetime | None = None) -> PageQuerySet:
    """Narrow a query of pages to those that anybody may read (whether or not they are routable).

    Wagtail's own `public()` knows nothing of aliases: it shows what lies below an alias of a
    private section, which Wagtail does not serve, and hides what lies below an alias that keeps
    a restriction its section has lost.
    """
    moment = at or timezone.now()
    in_time = Q(expire_at__isnull=True) | Q(expire_at__gt=moment)
    private = Q(pk__in=[])
    for path in private_paths():
        private |= Q(path__startswith=path)
    return pages.live().filter(in_time).exclude(private)


def readable(pages: Iterable[Page | None], language: str) -> list[Page]:
    """Of pages that were chosen by hand give those that anybody may read, in the same order.

    Each comes in `language` where it is public in it, otherwise as it was chosen. It costs as
    many queries for one page as for many of the same type.
    """
    chosen = [page for page in pages if page is not None]
    if not chosen:
        return []
    same = Page.objects.filter(translation_key__in={page.translation_key for page in chosen})
    same = public(same).specific().prefetch_related("locale")
    rows = [row for row in same if row.get_url_parts()]
    by_id = {row.pk: row for row in rows}
    by_language = {(row.translation_key, row.locale.language_code): row for row in rows}
    found = (
        by_language.get((page.translation_key, language), by_id.get(page.pk)) for page in chosen
    )
    return [page for page in found if page is not None]


def private_paths() -> list[str]:
    """The tree paths of private sections and of the aliases that stand for them."""
    found = Page.objects.filter(alias_of__isnull=True, view_restrictions__isnull=False)
    rows = dict(found.values_list("pk", "path"))
    newest = set(rows)
    while newest:
        aliases = Page.objects.filter(alias_of__in=newest).values_list("pk", "path")
        newest = {pk for pk, _path in aliases} - set(rows)
        rows |= dict(aliases)
    return sorted(rows.values())


def is_public_image(image: HubImage | None) -> bool:
    """Tell whether a picture may be shown.

    It may not when it lies in a private collection (or below one), or when somebody shown in it
    has withdrawn their consent.
    """
    if image is None or image.is_consent_withdrawn:
        return False
    return is_public_folder(image.collection)


def is_public_folder(folder: Collection) -> bool:
    """Tell whether neither a Wagtail collection of files nor one above it is private."""
    # A collection's path begins with the paths of those above it: no query for the tree.
    path = folder.path
    steplen = Collection.steplen
    above = [path[:end] for end in range(steplen, len(path) + 1, steplen)]
    return not CollectionViewRestriction.objects.filter(collection__path__in=above).exists()
