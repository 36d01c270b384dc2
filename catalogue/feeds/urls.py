"""Addresses of the feeds; they stand below a language, as `/it/feeds/atom.xml`."""

from django.urls import path

from catalogue.feeds import subjects, views

app_name = "feeds"
ATOM, JSON, ICS = ({"form": form} for form in ("atom", "json", "calendar"))

urlpatterns = [
    path("feeds/atom.xml", views.atom, name="atom"),
    path("feeds/feed.json", views.json_feed, name="json"),
    path("feeds/calendar.ics", views.calendar, name="calendar"),
    path("feeds/events/<uuid:uid>.ics", views.event, name="event"),
    path("feeds/paths/<uuid:key>/calendar.ics", views.path_calendar, name="path_calendar"),
    path("feeds/collections/<slug:slug>/atom.xml", views.atom, name="collection_atom"),
    path("feeds/collections/<slug:slug>/feed.json", views.json_feed, name="collection_json"),
    path("feeds/collections/<slug:slug>/calendar.ics", views.calendar, name="collection_calendar"),
    path("feeds/topics/<slug:slug>/atom.xml", subjects.topic, ATOM, name="topic_atom"),
    path("feeds/topics/<slug:slug>/feed.json", subjects.topic, JSON, name="topic_json"),
    path("feeds/topics/<slug:slug>/calendar.ics", subjects.topic, ICS, name="topic_calendar"),
    path("feeds/territories/<slug:code>/atom.xml", subjects.territory, ATOM, name="place_atom"),
    path("feeds/territories/<slug:code>/feed.json", subjects.territory, JSON, name="place_json"),
    path(
        "feeds/territories/<slug:code>/calendar.ics",
        subjects.territory,
        ICS,
        name="place_calendar",
    ),
]
