"""Old addresses go on working: each leads to the page its post became."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

LONGEST = 255


def old_path(link: str) -> str:
    """The path of an old address as redirects keep it, "" where none can be made."""
    parts = urlsplit(link)
    path = quote(unquote(parts.path), safe="/~!$&'()*+,;=:@-._")
    if path in {"", "/"}:
        return ""
    normal = str(Redirect.normalise_path(path + (f"?{parts.query}" if parts.query else "")))
    return normal if len(normal) <= LONGEST else ""


def why_not(link: str) -> str:
    """Why an old address cannot lead anywhere, "" if it can."""
    if old_path(link):
        return ""
    if urlsplit(link).query:
        return _("Its old address is of the form ?p=1, which cannot lead to the new one.")
    return _("It had no address of its own that could lead to the new one.")


def lead(*, link: str, page: Page) -> str:
    """Make the redirect; gives "" or why it was not made."""
    path = old_path(link)
    if not path:
        return why_not(link)
    known = Redirect.objects.filter(old_path=path, site=None).first()
    if known is None:
        Redirect.objects.create(
            old_path=path, redirect_page=page, is_permanent=True, automatically_created=True
        )
        return ""
    if known.redirect_page_id == page.pk:
        return ""
    return _("Its old address %(path)s leads elsewhere already.") % {"path": path}
