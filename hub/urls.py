"""Addresses of the whole hub; each room brings its own table."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from api.endpoints.identities import identity
from home import urls as home_urls
from hub import media, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", views.health, name="health"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/", RedirectView.as_view(pattern_name="api:root")),
    path("api/v1/", include("api.urls")),
    path("id/<uuid:uid>/", identity, name="identity"),
    path("one-click/", include("newsletter.urls")),
    path("mail-events/", include("newsletter.provider_urls")),
]

if settings.HUB_SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", media.serve, name="media")]

if settings.HUB_DEMO:
    urlpatterns += [path("demo/mail/", include("hub.mailbox.urls"))]

urlpatterns += home_urls.root_patterns

# Wagtail answers whatever is left, so it comes last.
urlpatterns += i18n_patterns(
    path("", include("practices.urls")),
    path("", include("home.urls")),
    path("", include("search.urls")),
    path("", include("catalogue.feeds.urls")),
    path("", include("newsletter.reader_urls")),
    path("", include("events.urls")),
    path("", include("practices.answer_urls")),
    path("", include(wagtail_urls)),
)

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error
