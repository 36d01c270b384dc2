"""WordPress exports (WXR, versions 1.0 to 1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from home.importing.posts import PUBLISHED, Blog, Picture, Post, plain_title
from home.importing.xml_reading import elements, text_of

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
WRITTEN = {"post", "page"}
GONE = {"trash", "auto-draft", "inherit"}
VERSIONS = ("1.2", "1.1", "1.0")
NO_SUBJECT = {"uncategorized", "senza-categoria", "non-categorizzato"}
# Some exports write the same namespace with https.
SCHEMES = ("http", "https")


def namespaces(name: str) -> list[str]:
    """The ways in which a version of the format names its own elements."""
    return [
        f"{{{scheme}://wordpress.org/export/{version}/{name}}}"
        for version in VERSIONS
        for scheme in SCHEMES
    ]


OWN = namespaces("")
EXCERPTS = [f"{space}encoded" for space in namespaces("excerpt/")]


def read(path: Path) -> Blog:
    """Read an export; raise Refused when it is broken or hostile."""
    blog = Blog()
    authors: dict[str, tuple[str, str]] = {}
    wanted = frozenset(
        {"item", "title", "link", *(f"{space}{name}" for space in OWN for name in PARTS)}
    )
    for element in elements(path, wanted):
        name = element.tag.rpartition("}")[2]
        if name == "item":
            _take(blog, element, authors)
        elif name == "author":
            login = own(element, "author_login")
            authors[login] = (own(element, "author_display_name"), own(element, "author_email"))
        elif name == "base_blog_url":
            blog.address = (element.text or "").strip()
        elif name == "title" and not blog.title and not blog.posts:
            blog.title = plain_title(element.text or "")
    return blog


PARTS = ("author", "base_blog_url")


def own(element: Element, name: str) -> str:
    """The text of one of the format's own elements."""
    for space in OWN:
        if (found := element.find(f"{space}{name}")) is not None:
            return (found.text or "").strip()
    return ""


def _all_own(element: Element, name: str) -> Iterable[Element]:
    for space in OWN:
        yield from element.findall(f"{space}{name}")


def _take(blog: Blog, item: Element, authors: dict[str, tuple[str, str]]) -> None:
    kind, status = own(item, "post_type") or "post", own(item, "status") or PUBLISHED
    blog.comments += sum(1 for _comment in _all_own(item, "comment"))
    if kind == "attachment":
        _take_picture(blog, item)
    if kind not in WRITTEN or status in GONE:
        blog.left_out[kind if kind not in WRITTEN else "trash"] += 1
        return
    meta = _meta(item)
    login = text_of(item, CREATOR)
    author, email = authors.get(login, (login, ""))
    number = own(item, "post_id")
    guid = text_of(item, "guid") or text_of(item, "link")
    blog.posts.append(
        Post(
            # Copies made in WordPress keep the address of what they were copied from.
            external_id=f"{guid}#{number}",
            title=plain_title(text_of(item, "title")),
            link=text_of(item, "link"),
            content=item.findtext(CONTENT) or "",
            excerpt=next(filter(None, (item.findtext(name) for name in EXCERPTS)), ""),
            slug=own(item, "post_name"),
            status=status,
            published_at=_moment(own(item, "post_date_gmt")),
            author=author or login,
            author_email=email,
            subjects=_subjects(item),
            number=number,
            parent=own(item, "post_parent") if kind == "page" else "",
            has_password=bool(own(item, "post_password")),
            picture=meta.get("_thumbnail_id", ""),
            line=len(blog.posts) + sum(blog.left_out.values()) + 1,
        )
    )


def _take_picture(blog: Blog, item: Element) -> None:
    url = own(item, "attachment_url") or text_of(item, "guid")
    caption = next(filter(None, (item.findtext(name) for name in EXCERPTS)), "")
    alt = _meta(item).get("_wp_attachment_image_alt", "")
    picture = Picture(url, alt, plain_title(caption), own(item, "post_parent"))
    blog.pictures[own(item, "post_id")] = picture


def _meta(item: Element) -> dict[str, str]:
    return {own(meta, "meta_key"): own(meta, "meta_value") for meta in _all_own(item, "postmeta")}


def _subjects(item: Element) -> list[str]:
    found = [
        plain_title(one.text or "")
        for one in item.findall("category")
        if one.get("domain") in {"category", "post_tag", "tag"}
        and one.get("nicename") not in NO_SUBJECT
    ]
    return list(dict.fromkeys(filter(None, found)))


def _moment(text: str) -> datetime | None:
    """WordPress writes zeros for what was never published."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", text) or text < "1990":
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None
