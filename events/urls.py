"""Pages of the registration, in the language of the page; included under the language prefix."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from events.views import own_pages, registering

app_name = "events"

EVENT = [
    path("", registering.register, name="register"),
    path(_("check-your-mail/"), registering.sent, name="sent"),
    path(_("invitation/<str:token>/"), registering.invited, name="invited"),
]
OWN = [
    path("", own_pages.own, name="own"),
    path(_("calendar.ics"), own_pages.own_calendar, name="own_calendar"),
    path(_("your-data/"), own_pages.own_data, name="own_data"),
]

urlpatterns = [
    path(_("events/register/<uuid:key>/"), include(EVENT)),
    path(_("events/confirm/<str:token>/"), own_pages.confirm, name="confirm"),
    path(_("events/my-registration/<str:token>/"), include(OWN)),
]
