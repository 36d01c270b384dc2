"""A blog as any export tells it."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

PUBLISHED = "publish"


@dataclass(slots=True)
class Post:
    """A post or page of the blog, as it was written there."""

    external_id: str
    title: str
    link: str = ""
    content: str = ""
    excerpt: str = ""
    slug: str = ""
    status: str = PUBLISHED
    published_at: datetime | None = None
    author: str = ""
    author_email: str = ""
    subjects: list[str] = field(default_factory=list)
    number: str = ""
    parent: str = ""
    has_password: bool = False
    picture: str = ""
    line: int = 0


@dataclass(slots=True)
class Picture:
    """A picture in the blog's library."""

    url: str
    alt: str = ""
    caption: str = ""
    post: str = ""


@dataclass(slots=True)
class Blog:
    """Everything an export holds that can be used, and a count of what cannot."""

    title: str = ""
    address: str = ""
    posts: list[Post] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    comments: int = 0


def plain_title(text: str) -> str:
    """A title without tags and entities."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())
