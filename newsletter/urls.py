"""The address that mail programs call; it has no language in front. Included as `one-click/`."""

from django.urls import path

from newsletter.views import following, unsubscribing

urlpatterns = [
    path("", unsubscribing.one_click, {"token": ""}),
    path("following/<str:token>/", following.one_click, name="newsletter-one-click-following"),
    path("<str:token>/", unsubscribing.one_click, name="newsletter-one-click"),
]
