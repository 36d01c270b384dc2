"""What happens to every request before and after the rooms see it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from corsheaders.middleware import (
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    CorsMiddleware,
)
from csp.constants import HEADER, NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import LocalePrefixPattern, get_resolver, reverse
from django.utils import translation
from wagtail.admin.auth import permission_denied
from wagtail.admin.localization import get_localized_response
from wagtail.models import Page
from wagtail.views import serve

from core import seeing
from core.reading import READING

Answer = Callable[[HttpRequest], HttpResponse]

# Addresses for programs: without a language, the same bytes for everybody.
PROGRAM_PATHS = ("/api/", "/id/")
# The one address that other sites' scripts may also send something to.
TAKES_POST = "/api/v1/subscriptions/"
PROGRAM_POLICY = "default-src 'none'; frame-ancestors 'none'"

# Wagtail's editor sets up its fields with inline scripts and positions things with inline styles;
# it shows uploads before they are saved (blob:). It gets that, and still nothing of other hosts.
ADMIN_DIRECTIVES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "base-uri": [NONE],
}


class VisitorAddressMiddleware:
    """Puts the visitor's own address into REMOTE_ADDR when proxies of ours stand before the hub.

    Only the last HUB_PROXIES entries of X-Forwarded-For were written by them; what stands further
    left was sent by the visitor and proves nothing.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = settings.HUB_PROXIES
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if proxies and len(entries) >= proxies and entries[-proxies].strip():
            request.META["REMOTE_ADDR"] = entries[-proxies].strip()
        return self.get_response(request)


class PolicyMiddleware(CSPMiddleware):
    """Sends the content security policy; the editors' admin gets its own, and no other page.

    Documents for programs load nothing: theirs is the strictest, and always the same.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path_info.startswith(PROGRAM_PATHS) and not _is_page(response):
            response.headers.setdefault(HEADER, PROGRAM_POLICY)
            return response
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.replace is None and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.replace = ADMIN_DIRECTIVES
        return parts


def _is_page(response: HttpResponseBase) -> bool:
    """Whether a browser would show the answer as a page."""
    return response.headers.get("Content-Type", "").startswith("text/html")


class NotForProgramsMixin:
    """Steps aside for programs: they have no session, nothing of it may colour their answers."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PROGRAM_PATHS):
            straight: HttpResponseBase = self.get_response(request)
            return straight
        answer: HttpResponseBase = super().__call__(request)  # type: ignore[misc]
        return answer


class VisitSessionMiddleware(NotForProgramsMixin, SessionMiddleware):
    """Sessions of those who come with a browser."""


class VisitorMiddleware(NotForProgramsMixin, AuthenticationMiddleware):
    """Who is logged in."""


class VisitMessageMiddleware(NotForProgramsMixin, MessageMiddleware):
    """Messages to those who come with a browser."""


class ScreenMiddleware:
    """Closes screens of the admin to those who may not open them; see `core.seeing`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Wagtail's own refusal in the place of the screen."""
        match = request.resolver_match
        if match is None or not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        if seeing.may_open(request.user, match) or not request.user.is_authenticated:
            return None
        refusal: HttpResponseBase = get_localized_response(permission_denied, request)
        return refusal


class PageMethodMiddleware:
    """Refuses what a page does not take (405), before anybody asks for the token of a form.

    Pages take nothing but reading unless their type says otherwise (`allowed_http_methods`).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Wagtail's own answer, given before the check of the token."""
        if view is not serve or request.method in READING:
            return None
        found = Page.route_for_request(request, *args)
        refusal: HttpResponseBase | None = found and found.page.check_request_method(request)
        return refusal or None


class ReadableAddressMiddleware:
    """Replaces NUL characters in addresses of pages, which no text has and PostgreSQL refuses.

    What was asked for then is something that does not exist, and is answered as such. Programs
    are told instead: the API names the parameter.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PROGRAM_PATHS):
            request.path = request.path.replace("\0", "\ufffd")
            request.path_info = request.path_info.replace("\0", "\ufffd")
            query = request.META.get("QUERY_STRING", "")
            if "%00" in query or "\0" in query:
                # U+FFFD, the replacement character, in the UTF-8 of addresses.
                readable = query.replace("\0", "%00").replace("%00", "%EF%BF%BD")
                request.META["QUERY_STRING"] = readable
        return self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Chooses the language of pages, and leads an address without language to the one with it.

    Addresses for programs have no language: what varies for them, the words of an error, says so
    itself; everything else may be kept by shared caches in a single copy. Pictures, the admin and
    whatever else stands outside the languages keeps its own 404.
    """

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(PROGRAM_PATHS):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
            return
        super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path_info.startswith(PROGRAM_PATHS):
            return response
        first, slash, _rest = request.path_info.lstrip("/").partition("/")
        outside = slash and first in _outside_languages(settings.ROOT_URLCONF)
        if response.status_code == 404 and outside:
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response
        return super().process_response(request, response)


@cache
def _outside_languages(urlconf: str) -> frozenset[str]:
    """The first parts of all addresses that have no language in front."""
    patterns = [entry.pattern for entry in get_resolver(urlconf).url_patterns]
    outside = [pattern for pattern in patterns if not isinstance(pattern, LocalePrefixPattern)]
    return frozenset(str(pattern).partition("/")[0] for pattern in outside) | {"api", "static"}


class OpenCorsMiddleware(CorsMiddleware):
    """Lets scripts of every site read what is public, and ask for the newsletter; no credentials.

    The answer says so whoever asks, so that it does not vary by the asking site.
    """

    def add_response_headers(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        vary = response.get("Vary")
        response = super().add_response_headers(request, response)
        if self.is_enabled(request):
            response[ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
            if ACCESS_CONTROL_ALLOW_METHODS in response and request.path_info != TAKES_POST:
                response[ACCESS_CONTROL_ALLOW_METHODS] = "GET, HEAD, OPTIONS"
            response[ACCESS_CONTROL_EXPOSE_HEADERS] = ", ".join(settings.CORS_EXPOSE_HEADERS)
            if vary:
                response["Vary"] = vary
            else:
                del response["Vary"]
        return response
