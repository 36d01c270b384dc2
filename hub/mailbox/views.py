"""The demo's mailbox: what the hub has sent, opened in the browser as readers would open it."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.mailbox import reading

PER_PAGE = 25
# A mail may show pictures and style itself; it runs nothing and sends nothing.
MAIL_POLICY = {
    "default-src": [NONE],
    "img-src": [SELF, settings.HUB_URL, "data:"],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
# Links of a mail open beside the mailbox, as they do in a mail program.
LINKS_OPEN_BESIDE = '<base target="_blank">'


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """List what was caught, the latest first."""
    pages = Paginator(reading.caught(settings.MAILBOX_DIR), PER_PAGE)
    return render(
        request, "hub/mailbox/list.html", {"page": pages.get_page(request.GET.get("page"))}
    )


@never_cache
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message: headers, the designed part in a closed frame, the plain text."""
    return render(request, "hub/mailbox/mail.html", {"mail": _find(name)})


@csp(MAIL_POLICY)  # type: ignore[arg-type] # its types forget views with arguments
@never_cache
@require_safe
def html_part(request: HttpRequest, name: str) -> HttpResponse:
    """The designed part alone, for the frame; nothing in it can run."""
    html = _find(name).html()
    if not html:
        raise Http404
    head, found, rest = html.partition("<head>")
    page = head + found + LINKS_OPEN_BESIDE + rest if found else LINKS_OPEN_BESIDE + html
    return HttpResponse(page)


@never_cache
@require_safe
def raw(request: HttpRequest, name: str) -> HttpResponse:
    """The message as it travelled, to be opened in a mail program."""
    response = HttpResponse(_find(name).raw(), content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="{name}.eml"'
    return response


def _find(name: str) -> reading.CaughtMail:
    found = reading.find(settings.MAILBOX_DIR, name)
    if found is None:
        raise Http404
    return found
