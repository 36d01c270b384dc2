"""Posts as pages of the site: drafts, with the day of their first publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.importing.findings import Findings, Wrong
from core.models import HubImage, ImportJob, Topic, User
from home.importing import pictures
from home.importing.pictures import NoPicture, Shelf
from home.models import StandardPage

LONGEST_GALLERY = 12
LONGEST_ALT = 250


def create(
    *, values: dict[str, Any], parent: Page, job: ImportJob, shelf: Shelf, findings: Findings
) -> StandardPage:
    """Make the draft of a post under a page that is locked for it."""
    page = StandardPage(
        live=False,
        has_unpublished_changes=True,
        locale=parent.locale,
        owner=_owner(values) or job.started_by,
        slug=_free_slug(values["slug"] or slugify(values["title"]), parent),
    )
    _fill(page, values, job, shelf, findings)
    parent.add_child(instance=page)
    page.save_revision(user=job.started_by, clean=False)
    return page


def update(
    *, page: StandardPage, values: dict[str, Any], job: ImportJob, shelf: Shelf, findings: Findings
) -> None:
    """Write a post that has changed in the blog into a new draft."""
    draft = page.get_latest_revision_as_object()
    _fill(draft, values, job, shelf, findings)
    draft.save_revision(user=job.started_by, clean=False)


def _fill(
    page: StandardPage, values: dict[str, Any], job: ImportJob, shelf: Shelf, findings: Findings
) -> None:
    page.title, page.summary = values["title"], values["summary"]
    page.internal_note = values["note"]
    published: datetime | None = parse_datetime(values["published_at"] or "")
    if published and page.first_published_at is None:
        page.first_published_at = published  # kept when the page is published
    page.topics = list(Topic.objects.originals().filter(slug__in=values["topics"]))
    maker = Maker(job, shelf, findings, values["title"])
    page.body = [block for piece in values["pieces"] for block in maker.blocks(piece)]
    if lead := values.get("lead_picture"):
        page.lead_image = maker.picture(lead)
        page.lead_image_alt = (lead["alt"] or "")[:LONGEST_ALT] if page.lead_image else ""


class Maker:
    """Turns the pieces of a body into blocks, and says which pictures are missing."""

    def __init__(self, job: ImportJob, shelf: Shelf, findings: Findings, title: str) -> None:
        self.job, self.shelf, self.findings, self.title = job, shelf, findings, title

    def blocks(self, piece: dict[str, Any]) -> list[tuple[str, Any]]:
        """The blocks of a piece; none for a picture that did not come along."""
        kind = piece["type"]
        if kind == "text":
            return [("text", piece["html"])]
        if kind == "heading":
            return [("heading", {"text": piece["text"], "level": piece["level"]})]
        if kind == "quote":
            return [("quote", {"text": piece["text"], "author": piece["author"]})]
        if kind == "picture":
            return [("picture", one) for one in self._pictures([piece])]
        if kind == "gallery":
            return self._gallery(piece)
        title = piece["title"] or _("Video or page elsewhere")
        words = {"title": title[:120], "description": piece["description"], "poster": None}
        return [("embed", {"url": piece["url"], **words})]

    def _gallery(self, piece: dict[str, Any]) -> list[tuple[str, Any]]:
        found = self._pictures(piece["pictures"])
        if len(found) == 1:
            return [("picture", found[0])]
        parts = [found[at : at + LONGEST_GALLERY] for at in range(0, len(found), LONGEST_GALLERY)]
        return [
            ("gallery", {"title": "", "pictures": part}) if len(part) > 1 else ("picture", part[0])
            for part in parts
        ]

    def _pictures(self, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
        values = []
        for one in wanted:
            image = self.picture(one)
            if image is not None:
                image.contextual_alt_text = one["alt"][:LONGEST_ALT] or image.description
                image.decorative = False
                values.append({"image": image, "caption": one["caption"]})
        return values

    def picture(self, wanted: dict[str, Any]) -> HubImage | None:
        """The hub's picture; None, with a word in the report, if it cannot be had."""
        try:
            image = pictures.take(
                shelf=self.shelf,
                url=wanted["url"],
                alt=wanted["alt"],
                title=wanted["alt"],
                job=self.job,
            )
        except NoPicture as reason:
            # What did not come along was said by the check already.
            if self.shelf.find(wanted["url"]) is not None:
                self.findings.warning(
                    _("A picture is left out: %(why)s.") % {"why": reason}, value=wanted["url"]
                )
            return None
        if not wanted["alt"] and not image.description:
            self.findings.warning(
                _("A picture has no description: write what it shows."), value=wanted["url"]
            )
        return image


def locked_parent(page_id: int) -> Page:
    """The page under which drafts go; nobody else adds there until the transaction ends."""
    parent = Page.objects.select_for_update().filter(pk=page_id).first()
    if parent is None:
        raise Wrong(_("The page under which the drafts should go is not there any more."))
    return parent.specific


def _owner(values: dict[str, Any]) -> Model | None:
    email = values.get("author_email") or ""
    return User.objects.filter(email__iexact=email, is_active=True).first() if email else None


def _free_slug(wanted: str, parent: Page) -> str:
    base = slugify(wanted)[:200] or "post"
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
