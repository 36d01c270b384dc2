"""The hub's addresses as they are in the demo."""

from django.urls import include, path

from hub.urls import urlpatterns as hub_patterns

urlpatterns = [path("demo/mail/", include("hub.mailbox.urls")), *hub_patterns]
