"""Addresses of the screens for imports in the admin."""

from django.urls import path

from core.importing import reports, screens

app_name = "imports"

urlpatterns = [
    path("", screens.ImportListView.as_view(), name="index"),
    path("results/", screens.ImportListView.as_view(results_only=True), name="index_results"),
    path("new/<slug:importer>/", screens.UploadView.as_view(), name="upload"),
    path("new/<slug:importer>/<str:name>", screens.download, name="download"),
    path("<int:job_id>/", reports.ReportView.as_view(), name="report"),
    path("<int:job_id>/progress/", reports.progress, name="progress"),
    path("<int:job_id>/report.csv", reports.as_csv, name="report_csv"),
    path("<int:job_id>/<slug:act>/", screens.act, name="act"),
]
