"""MJML into the HTML that mail programs read."""

import re

import mrml

from core.xml_text import readable

# mrml links a font host for families it knows (Roboto …), unless it knows none.
_OPTIONS = mrml.RenderOptions(fonts={})
# Nothing may slip through.
_REMOTE_STYLE = re.compile(r"@import|<link\b", re.IGNORECASE)


class MjmlError(ValueError):
    """The template cannot be turned into a mail."""


def to_html(source: str) -> str:
    """Compile MJML. Raises MjmlError when it is wrong or would load something from elsewhere."""
    try:
        html: str = mrml.to_html(readable(source).strip(), None, _OPTIONS).content
    except OSError as error:
        raise MjmlError(str(error)) from error
    if _REMOTE_STYLE.search(html):
        raise MjmlError("the mail would load fonts or styles from another host")
    return html
