"""Rich text that can be read anywhere; how its links are made stands in `rich_text_links.py`."""

import re

from wagtail.rich_text import expand_db_html

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
LINK_ID = re.compile(r'\bid="(\d+)"')


def to_html(source: str) -> str:
    """Turn stored rich text into HTML."""
    return expand_db_html(source)


def linked_page_ids(source: str) -> set[int]:
    """The pages a stored rich text links to."""
    found = (LINK_ID.search(tag) for tag in PAGE_LINK.findall(source))
    return {int(match.group(1)) for match in found if match}
