"""The hub's addresses, and two more to compare with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.wagtail_api import router
from hub.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """Do nothing, behind the site's middleware: what the server and Django cost by themselves."""
    return HttpResponse(b"{}", content_type="application/json")


urlpatterns = [path("empty/", empty), path("api/wagtail/", router.urls), *urlpatterns]
