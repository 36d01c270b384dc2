"""The staff's documentation: each page in both languages, each picture listed and used."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
STAFF = ROOT / "docs" / "staff"
PAGES = sorted(STAFF.rglob("*.md"))
SCRIPT = runpy.run_path(str(ROOT / "bin" / "take_screenshots.py"), run_name="screenshots")


def links(page: Path) -> set[str]:
    """Where a page's links and pictures lead, without what stands behind `#`."""
    found = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    return {link for link in found if not link.startswith(("http:", "https:", "mailto:"))}


def test_each_page_is_there_in_both_languages_and_in_the_index():
    names = {
        folder: {page.name for page in (STAFF / folder).glob("*.md")} for folder in ("it", "en")
    }
    assert names["it"] == names["en"]
    for folder, pages in names.items():
        assert pages - {"README.md"} == links(STAFF / folder / "README.md") & pages


def test_each_picture_is_listed_and_used():
    listed = {name for picture in SCRIPT["listed"]() for name in picture.file_names}
    used = {Path(link).name for page in PAGES for link in links(page) if link.endswith(".png")}
    assert used == listed


def test_links_of_the_pages_lead_somewhere():
    lost = {
        (page.name, link)
        for page in PAGES
        for link in links(page)
        if not link.endswith(".png") and not (page.parent / link).exists()
    }
    assert lost == set()


def test_each_picture_says_what_it_shows():
    bare = {page.name for page in PAGES if re.search(r"!\[\s*\]", page.read_text())}
    assert bare == set()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"name": "a b", "address": "/"}, "small letters"),
        ({"name": "a", "address": "it/"}, "begins with /"),
        ({"name": "a", "address": "/", "colour": "red"}, "unknown colour"),
        ({"name": "a", "address": "/", "languages": ["fr"]}, "unknown language fr"),
    ],
)
def test_what_cannot_be_meant_is_refused(row: dict[str, Any], reason: str):
    with pytest.raises(ValueError, match=reason):
        SCRIPT["_picture"](row)


def test_a_picture_of_many_colours_becomes_small():
    from io import BytesIO

    from PIL import Image

    loud = Image.radial_gradient("L").resize((1200, 800)).convert("RGB")
    data = BytesIO()
    loud.save(data, "PNG")
    assert len(SCRIPT["small"](data.getvalue())) <= SCRIPT["MOST_BYTES"]
