"""WordPress exports and feeds of our own, with the oddities that real ones have."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image

HOST = "https://blog.example.org"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Il blog della rete</title><link>https://blog.example.org</link>
<wp:base_blog_url>https://blog.example.org</wp:base_blog_url>
<wp:author><wp:author_login>anna</wp:author_login>
<wp:author_email>anna@example.org</wp:author_email>
<wp:author_display_name><![CDATA[Anna Prova]]></wp:author_display_name></wp:author>
"""


def item(number: int = 1, content: str = "<p>Testo.</p>", **given: Any) -> str:
    """One entry of an export."""
    values = {
        "title": f"Articolo {number}",
        "link": f"{HOST}/2019/05/articolo-{number}/",
        "guid": f"{HOST}/?p={number}",
        "kind": "post",
        "status": "publish",
        "date": "2019-05-17 08:30:00",
        "name": f"articolo-{number}",
        "excerpt": "",
        "parent": "0",
        "password": "",
        "extra": "",
        "categories": (),
    } | given
    tags = "".join(
        f'<category domain="category" nicename="x"><![CDATA[{name}]]></category>'
        for name in values["categories"]
    )
    return f"""<item><title><![CDATA[{values["title"]}]]></title>
<link>{escape(values["link"])}</link>
<dc:creator>anna</dc:creator><guid isPermaLink="false">{escape(values["guid"])}</guid>
<content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[{values["excerpt"]}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{values["date"]}</wp:post_date_gmt>
<wp:post_name>{values["name"]}</wp:post_name><wp:status>{values["status"]}</wp:status>
<wp:post_parent>{values["parent"]}</wp:post_parent><wp:post_type>{values["kind"]}</wp:post_type>
<wp:post_password>{values["password"]}</wp:post_password>{tags}{values["extra"]}</item>"""


def library_picture(number: int, url: str, alt: str = "", post: int = 0) -> str:
    extra = (
        f"<wp:attachment_url>{url}</wp:attachment_url><wp:postmeta>"
        f"<wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>{alt}</wp:meta_value>"
        "</wp:postmeta>"
    )
    return item(number, "", kind="attachment", status="inherit", parent=str(post), extra=extra)


def featured(number: int) -> str:
    return (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
        f"<wp:meta_value>{number}</wp:meta_value></wp:postmeta>"
    )


def export(*items: str) -> bytes:
    return (HEAD + "".join(items) + "</channel></rss>").encode()


def picture(colour: str = "green", size: tuple[int, int] = (40, 30)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


def uploads(**files: bytes) -> bytes:
    """A ZIP of wp-content/uploads; "__" stands for a slash in the names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"uploads/{name.replace('__', '/')}.jpg", content)
    return target.getvalue()
