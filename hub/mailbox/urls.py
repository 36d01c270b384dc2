"""Addresses of the demo's mailbox."""

from django.urls import path

from hub.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.mails, name="list"),
    path("<str:name>/", views.mail, name="mail"),
    path("<str:name>/html/", views.html_part, name="html"),
    path("<str:name>/raw/", views.raw, name="raw"),
]
