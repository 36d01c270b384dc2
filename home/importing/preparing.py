"""WordPress writes more than HTML: comments of its block editor, codes in brackets, bare lines.

All of it becomes plain HTML here; what has no meaning outside WordPress is left out and named.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field

BLOCK = re.compile(r"<!--\s*(/?)wp:([a-z0-9/_-]+)(\s+\{.*?\})?\s*(/?)-->", re.DOTALL)
CODE = re.compile(r"\[(/?)([a-zA-Z][\w-]*)((?:\s[^\[\]]*?)?)(/?)\](?!\()")
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
CAPTION = re.compile(r"\[(?:wp_)?caption\b([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.DOTALL)
EMBED = re.compile(r"\[embed\b[^\]]*\](.*?)\[/embed\]", re.DOTALL)
# Blocks that show something by themselves: other posts, a calendar, a search box.
ALIVE = {
    "archives",
    "calendar",
    "categories",
    "latest-comments",
    "latest-posts",
    "rss",
    "search",
    "tag-cloud",
    "query",
    "navigation",
    "social-links",
    "widget",
}
MEDIA = {"audio": ("src", "mp3", "ogg", "wav", "m4a"), "video": ("src", "mp4", "webm", "ogv")}
PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
BLOCK_TAGS = (
    r"(?:table|thead|tfoot|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|blockquote|address|"
    r"p|h[1-6]|hr|fieldset|section|article|aside|figure|figcaption|header|footer|details|iframe)"
)


@dataclass(slots=True)
class Prepared:
    """HTML, and what had to be left out of it."""

    html: str
    left_out: list[str] = field(default_factory=list)


def prepare(content: str, gallery_of: dict[str, str] | None = None) -> Prepared:
    """Turn a post's content into HTML. `gallery_of` gives pictures' addresses by
    number, and under "" the numbers of those that were uploaded with the post.
    """
    result = Prepared(content.replace("\r\n", "\n").replace("\x00", ""))
    is_made_of_blocks = BLOCK.search(result.html) is not None
    result.html = BLOCK.sub(lambda match: _block(match, result.left_out), result.html)
    result.html = _codes(result, gallery_of or {})
    if not is_made_of_blocks:
        result.html = paragraphs(result.html)
    result.left_out = list(dict.fromkeys(result.left_out))
    return result


def _block(match: re.Match[str], left_out: list[str]) -> str:
    closing, name, attributes, is_alone = match.groups()
    short = name.rpartition("/")[2]
    if closing:
        return ""
    if is_alone and (short in ALIVE or short not in {"more", "nextpage", "separator", "spacer"}):
        left_out.append(f"wp:{name}")
        return ""
    if short == "cover" and (url := _json(attributes).get("url")):
        return f'<img src="{html.escape(str(url))}" alt="">'
    return ""


def _json(text: str | None) -> dict[str, object]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a code in brackets."""
    return {
        name.lower(): first or second or third
        for name, first, second, third in ATTRIBUTE.findall(text)
    }


def _codes(result: Prepared, pictures: dict[str, str]) -> str:
    # In <pre> and <code> people write about codes: there they are text.
    parts = re.split(r"(<(?:pre|code)\b.*?</(?:pre|code)>)", result.html, flags=re.DOTALL)
    for number in range(0, len(parts), 2):
        part = CAPTION.sub(_caption, parts[number])
        part = EMBED.sub(lambda match: f"\n\n{match.group(1).strip()}\n\n", part)
        parts[number] = CODE.sub(lambda match: _code(match, result.left_out, pictures), part)
    return "".join(parts)


def _caption(match: re.Match[str]) -> str:
    inner = match.group(2)
    picture = PICTURE.search(inner)
    if picture is None:
        return inner
    words = attributes_of(match.group(1)).get("caption", "")
    after = re.sub(r"^\s*</a>", "", inner[picture.end() :])
    return f"<figure>{picture.group(0)}<figcaption>{words or after}</figcaption></figure>"


def _code(match: re.Match[str], left_out: list[str], pictures: dict[str, str]) -> str:
    closing, name, attributes, _alone = match.groups()
    name = name.lower()
    given = attributes_of(attributes)
    if name == "gallery":
        numbers = re.findall(r"\d+", given.get("ids") or given.get("include") or "")
        # Without numbers it shows what was uploaded with the post.
        numbers = numbers or pictures.get("", "").split()
        found = [pictures[number] for number in numbers if number in pictures]
        if found:
            items = "".join(f'<li><img src="{html.escape(url)}" alt=""></li>' for url in found)
            return f'<ul class="gallery">{items}</ul>'
        left_out.append("[gallery]")
        return ""
    if name in MEDIA:
        source = next((given[key] for key in MEDIA[name] if given.get(key)), "")
        source = source or next(iter(re.findall(r"https?://[^\s\]]+", attributes)), "")
        return f'<{name} src="{html.escape(source)}"></{name}>' if source else ""
    if closing or given or _is_lone_code(match):
        left_out.append(f"[{name}]")
        return ""
    return match.group(0)  # somebody's own words in brackets


def _is_lone_code(match: re.Match[str]) -> bool:
    """Whether the brackets stand on a line of their own, and have no capitals or spaces."""
    text, start, end = match.string, match.start(), match.end()
    before = text[:start].rpartition("\n")[2].strip()
    after = text[end:].partition("\n")[0].strip()
    has_end = f"[/{match.group(2)}]" in text
    return has_end or (not before and not after and match.group(2).islower())


def paragraphs(text: str) -> str:
    """What WordPress does when it shows a post: empty lines part paragraphs."""
    text = re.sub(rf"(<{BLOCK_TAGS}[\s/>])", r"\n\n\1", text)
    text = re.sub(rf"(</{BLOCK_TAGS}>|<hr\s*/?>)", r"\1\n\n", text)
    found = []
    is_verbatim = False
    for piece in re.split(r"\n\s*\n", text):
        piece = piece.strip()
        if "<pre" in piece:
            is_verbatim = True
        if piece and (is_verbatim or re.match(rf"</?{BLOCK_TAGS}[\s/>]", piece)):
            found.append(piece)
        elif piece:
            found.append(f"<p>{piece.replace(chr(10), '<br>')}</p>")
        if "</pre" in piece:
            is_verbatim = False
    return "\n".join(found)
