"""The importer of an existing blog: WordPress export, RSS or Atom file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.importing import recognising, things
from core.importing.findings import Findings
from core.importing.importers import PICTURES, TABLE, CheckedRow, Importer, Written
from core.importing.recognising import FileKind
from core.importing.refusals import Refused
from core.importing.vocabularies import Vocabularies
from core.models import HubImage, ImportedThing, ImportJob, ImportRow, RowOutcome
from home.importing import converting, feeds, pages, pictures, redirects, wordpress
from home.importing.pictures import Shelf
from home.importing.posts import Blog, Post
from home.models import HomePage, StandardPage

KIND = "post"
MB = 1024 * 1024
LEFT_OUT = {
    "attachment": gettext_lazy("files of the library come with the posts that show them"),
    "nav_menu_item": gettext_lazy("entries of menus: the hub makes its own"),
    "revision": gettext_lazy("earlier versions"),
    "trash": gettext_lazy("posts in the bin, or begun and never saved"),
}


class BlogImporter(Importer):
    """Posts and pages of a blog as drafts of the site."""

    name = "blog"
    label = gettext_lazy("Posts of an existing blog")
    explanation = gettext_lazy(
        "An export of WordPress, or an RSS or Atom file, with the folder of its pictures. Every "
        "post becomes a draft, and its old address leads to the new one once it is published."
    )
    file_kinds = (FileKind.XML,)
    largest_file = 60 * MB
    takes_pictures = True
    icon = "doc-full"

    def may_use(self, user: Any) -> bool:
        """Those who may import, and write under some page."""
        return super().may_use(user) and bool(places_for(user))

    def fields(self, user: Any) -> dict[str, forms.Field]:
        found = places_for(user)
        return {
            "parent": forms.TypedChoiceField(
                label=_("The drafts go under"),
                coerce=int,
                choices=[(page.pk, _indented(page)) for page in found],
                help_text=_("It is wise to make a page for them first, such as “Blog”."),
            )
        }

    def options(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"parent": cleaned["parent"]}

    def rows(self, job: ImportJob, files: dict[str, Path], notes: Findings) -> Iterator[CheckedRow]:
        blog = read(files[TABLE])
        _note(blog, notes)
        known = Vocabularies()
        with pictures.opened(files.get(PICTURES)) as shelf:
            for post in _parents_first(blog.posts):
                yield _checked(post, blog, known, shelf)

    def write(self, row: ImportRow, job: ImportJob, files: dict[str, Path]) -> Written:
        values, findings = row.cells, Findings()
        thing = things.claim(kind=KIND, external_id=row.key)
        page: Any = thing.target
        if page is None and thing.object_id is not None:
            findings.warning(_deleted())
            return Written(RowOutcome.LEFT_OUT, findings=findings)
        if page is not None and _is_the_same(values, thing):
            return Written(RowOutcome.UNCHANGED, page)
        if page is not None and not _may_write(page, thing, job):
            findings.warning(_edited())
            return Written(RowOutcome.LEFT_OUT, page, findings)
        was_untouched = page is None or thing.stamp == stamp_of(page)
        with pictures.opened(files.get(PICTURES)) as shelf:
            outcome = RowOutcome.UPDATED if page is not None else RowOutcome.CREATED
            if page is None:
                page = pages.create(
                    values=values,
                    parent=pages.locked_parent(_parent_of(values, job)),
                    job=job,
                    shelf=shelf,
                    findings=findings,
                )
            else:
                pages.update(page=page, values=values, job=job, shelf=shelf, findings=findings)
        if values["link"] and (reason := redirects.lead(link=values["link"], page=page)):
            findings.warning(reason)
        page.refresh_from_db()
        things.remember(
            thing=thing,
            target=page,
            values={"digest": digest_of(values), "found": values["found"]},
            stamp=stamp_of(page) if was_untouched else "touched",
            created_by=job if outcome == RowOutcome.CREATED else None,
        )
        return Written(outcome, page, findings)

    def is_untouched(self, thing: ImportedThing) -> bool:
        target: Any = thing.target
        if isinstance(target, HubImage):
            return target.file_hash == thing.stamp and not target.get_usage().count()
        return (
            stamp_of(target) == thing.stamp
            and not target.live
            and target.numchild == 0
            and not target.get_translations().exists()
        )

    def remove(self, thing: ImportedThing, user: Any) -> None:
        target: Any = thing.target
        if isinstance(target, HubImage):
            target.delete()
        else:
            target.delete(user=user)


def read(path: Path) -> Blog:
    """Read whichever export it is; raise Refused for a file that is none."""
    recognising.recognise(path, path.name, (FileKind.XML,))
    with path.open("rb") as file:
        start = file.read(8192)
    if b"wordpress.org/export/" in start:
        return wordpress.read(path)
    if any(mark in start for mark in (b"<rss", b"http://www.w3.org/2005/Atom", b"rdf:RDF")):
        return feeds.read(path)
    raise Refused(_("This is neither a WordPress export nor an RSS or Atom file."))


def stamp_of(page: StandardPage) -> str:
    """What changes whenever somebody saves the page."""
    return f"{page.latest_revision_id}"


def digest_of(values: dict[str, Any]) -> str:
    """What tells that a post has changed in the blog."""
    words = {name: value for name, value in values.items() if name != "found"}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _is_the_same(values: dict[str, Any], thing: ImportedThing) -> bool:
    """Whether neither the post has changed, nor a picture come along that was missing."""
    before = set(thing.values.get("found", []))
    return thing.values.get("digest") == digest_of(values) and set(values["found"]) <= before


def places_for(user: Any) -> list[Any]:
    """The pages under which somebody may put a post."""
    found = [
        *HomePage.objects.filter(alias_of__isnull=True),
        *StandardPage.objects.filter(alias_of__isnull=True)[:500],
    ]
    allowed = [page for page in found if page.permissions_for_user(user).can_add_subpage()]
    return sorted(allowed, key=lambda page: page.path)


def _indented(page: Any) -> str:
    return f"{'– ' * (page.depth - 2)}{page.get_admin_display_title()} ({page.locale})"


def _may_write(page: Any, thing: ImportedThing, job: ImportJob) -> bool:
    return (thing.stamp == stamp_of(page) or bool(job.options.get("overwrite"))) and not page.locked


def _parent_of(values: dict[str, Any], job: ImportJob) -> int:
    """Under the page its parent in the blog became, else where the drafts go."""
    if values["parent"]:
        found = ImportedThing.objects.filter(kind=KIND, external_id=values["parent"]).first()
        if found is not None and isinstance(found.target, StandardPage):
            return int(found.target.pk)
    return int(job.options.get("parent") or 0)


def _note(blog: Blog, notes: Findings) -> None:
    """Say what of the blog has no place here."""
    for kind, count in sorted(blog.left_out.items()):
        reason = str(LEFT_OUT.get(kind, _("content of a plugin, which only the plugin can show")))
        notes.warning(
            _("Left out: %(count)d, %(why)s.") % {"count": count, "why": reason}, column=kind
        )
    if blog.comments:
        message = ngettext(
            "Left out: %(count)d comment.", "Left out: %(count)d comments.", blog.comments
        )
        notes.warning(message % {"count": blog.comments}, column="comment")


def _parents_first(posts: list[Post]) -> list[Post]:
    by_number = {post.number: post for post in posts if post.number}

    def depth(post: Post) -> int:
        steps, seen = 0, set()
        while post.parent in by_number and post.number not in seen:
            seen.add(post.number)
            post, steps = by_number[post.parent], steps + 1
        return steps

    return sorted(posts, key=depth)


def _checked(post: Post, blog: Blog, known: Vocabularies, shelf: Shelf) -> CheckedRow:
    findings = Findings()
    values = converting.values_of(post, blog, known, shelf, findings)
    row = CheckedRow(
        KIND, "", post.line, things.key_of(post.external_id), values["title"], values, findings
    )
    thing = ImportedThing.objects.filter(
        kind=KIND, external_id=row.key, object_id__isnull=False
    ).first()
    if not values["pieces"] and not post.title:
        findings.error(_("It has neither a title nor a text: there is nothing to import."))
    elif thing is not None:
        _foresee_again(row, thing)
    return row


def _foresee_again(row: CheckedRow, thing: ImportedThing) -> None:
    page: Any = thing.target
    if page is None:
        row.findings.warning(_deleted())
        row.foreseen = RowOutcome.LEFT_OUT
    elif _is_the_same(row.cells, thing):
        row.foreseen = RowOutcome.UNCHANGED
    elif page.locked or thing.stamp != stamp_of(page):
        row.findings.warning(_edited())
        row.foreseen, row.keeps_changes = RowOutcome.LEFT_OUT, True
    else:
        row.foreseen = RowOutcome.UPDATED


def _deleted() -> str:
    return _("It was imported before and somebody has deleted it since: it is not brought back.")


def _edited() -> str:
    return _("Somebody has changed the page since it was imported: it stays as it is.")
