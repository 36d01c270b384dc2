"""Addresses of the registrations' screens in the admin."""

from django.urls import path

from events.admin import acts, lists, telling_screen

app_name = "events_admin"

urlpatterns = [
    path("<int:page_id>/", lists.RegistrationsView.as_view(), name="registrations"),
    path("<int:page_id>/print/", lists.printable, name="print"),
    path("<int:page_id>/download/<slug:kind>/", acts.download, name="download"),
    path("<int:page_id>/add/", acts.AddView.as_view(), name="add"),
    path("<int:page_id>/code/", acts.check_in_by_code, name="code"),
    path("<int:page_id>/no-shows/", acts.mark_no_shows, name="no_shows"),
    path("<int:page_id>/tell/", telling_screen.TellView.as_view(), name="tell"),
    path("registration/<int:registration_id>/<slug:act>/", acts.act_on_one, name="act"),
    path("at-the-door/<int:book_id>/<slug:code>/", lists.ScannedView.as_view(), name="scanned"),
]
