"""The address for reports of the mail provider. Included as `mail-events/`."""

from django.urls import path

from newsletter.views import provider_events

urlpatterns = [
    path("<slug:provider>/tracking/", provider_events.tracking, name="newsletter-mail-events"),
]
