"""RSS 2.0 and Atom (RFC 4287) files, as blogs give them out or archives keep them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from home.importing.posts import Blog, Post, plain_title
from home.importing.xml_reading import elements, text_of

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
DATE = "{http://purl.org/dc/elements/1.1/}date"
ITEMS = frozenset({"item", f"{ATOM}entry", "{http://purl.org/rss/1.0/}item"})


def read(path: Path) -> Blog:
    """Read a feed; raise Refused when it is broken or hostile."""
    blog = Blog()
    for element in elements(path, ITEMS):
        post = _entry(element) if element.tag == f"{ATOM}entry" else _item(element)
        post.line = len(blog.posts) + 1
        blog.posts.append(post)
    return blog


def _item(item: Element) -> Post:
    link = text_of(item, "link")
    content, description = item.findtext(CONTENT) or "", item.findtext("description") or ""
    author = text_of(item, CREATOR) or text_of(item, "author")
    return Post(
        external_id=text_of(item, "guid") or link or text_of(item, "title"),
        title=plain_title(text_of(item, "title")),
        link=link,
        content=content or description,
        excerpt=description if content else "",
        published_at=_rfc_822(text_of(item, "pubDate")) or _iso(text_of(item, DATE)),
        # "name@example.org (Name)" is RSS's own way; the address stays out.
        author=author.partition("(")[2].rstrip(")") or ("" if "@" in author else author),
        subjects=[plain_title(one.text or "") for one in item.findall("category") if one.text],
    )


def _entry(entry: Element) -> Post:
    links = {
        one.get("rel", "alternate"): one.get("href", "") for one in entry.findall(f"{ATOM}link")
    }
    link = links.get("alternate", "")
    content, summary = _atom_text(entry, "content"), _atom_text(entry, "summary")
    return Post(
        external_id=text_of(entry, f"{ATOM}id") or link,
        title=plain_title(_atom_text(entry, "title")),
        link=link,
        content=content or summary,
        excerpt=summary if content else "",
        published_at=_iso(text_of(entry, f"{ATOM}published") or text_of(entry, f"{ATOM}updated")),
        author=text_of(entry, f"{ATOM}author/{ATOM}name"),
        subjects=[
            one.get("label") or one.get("term") or "" for one in entry.findall(f"{ATOM}category")
        ],
    )


def _atom_text(entry: Element, name: str) -> str:
    element = entry.find(f"{ATOM}{name}")
    if element is None:
        return ""
    if element.get("type") == "xhtml":
        return _markup(element)
    return element.text or ""


def _markup(element: Element) -> str:
    """The content of an element as HTML, without namespaces."""
    for one in element.iter():
        one.tag = str(one.tag).rpartition("}")[2]
    inner = [tostring(child, encoding="unicode", method="html") for child in element]
    return (element.text or "") + "".join(inner)


def _rfc_822(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
