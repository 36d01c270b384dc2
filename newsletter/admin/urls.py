"""Addresses of the newsletter's screens in the admin."""

from django.urls import path

from newsletter.admin import (
    acts,
    desk,
    exports,
    ledger,
    letters,
    recipients,
    reputation,
    sample_mails,
    starting,
)

app_name = "newsletter_admin"

urlpatterns = [
    path("", desk.MailingListView.as_view(), name="mailings"),
    path("reputation/", reputation.ReputationView.as_view(), name="reputation"),
    path("subscribers/download/", exports.ExportView.as_view(), name="export"),
    path("issues/<int:page_id>/", desk.DeskView.as_view(), name="desk"),
    path(
        "issues/<int:page_id>/recipients/",
        recipients.RecipientsView.as_view(),
        name="recipients",
    ),
    path(
        "issues/<int:page_id>/recipients/results/",
        recipients.RecipientsView.as_view(results_only=True),
        name="recipients_results",
    ),
    path(
        "issues/<int:page_id>/recipients/file/",
        recipients.take_out,
        name="take_out_recipients",
    ),
    path(
        "issues/<int:page_id>/samples/<int:number>/",
        sample_mails.SampleMailView.as_view(),
        name="sample",
    ),
    path(
        "issues/<int:page_id>/samples/<int:number>/html/",
        sample_mails.sample_html,
        name="sample_html",
    ),
    path("issues/<int:page_id>/proof/", acts.send_proof, name="proof"),
    path("issues/<int:page_id>/freeze/", acts.freeze, name="freeze"),
    path("issues/<int:page_id>/approve/", acts.approve, name="approve"),
    path("mailings/<int:mailing_id>/", desk.MailingDeskView.as_view(), name="mailing"),
    path("mailings/<int:mailing_id>/start/", starting.StartView.as_view(), name="start"),
    path("mailings/<int:mailing_id>/correct/", acts.correct, name="correct"),
    path("mailings/<int:mailing_id>/ordinary/", acts.make_ordinary, name="make_ordinary"),
    path("mailings/<int:mailing_id>/missed/", acts.send_to_missed, name="send_to_missed"),
    path(
        "mailings/<int:mailing_id>/uncertain/<slug:decision>/", acts.decide_all, name="decide_all"
    ),
    path("mailings/<int:mailing_id>/progress/", desk.progress, name="progress"),
    path("mailings/<int:mailing_id>/<slug:act>/", acts.steer, name="steer"),
    path("ledger/<int:mailing_id>/", ledger.LedgerView.as_view(), name="ledger"),
    path(
        "ledger/<int:mailing_id>/results/",
        ledger.LedgerView.as_view(results_only=True),
        name="ledger_results",
    ),
    path("copies/<int:delivery_id>/", letters.CopyView.as_view(), name="copy"),
    path("copies/<int:delivery_id>/html/", letters.copy_html, name="copy_html"),
    path("copies/<int:delivery_id>/<slug:decision>/", acts.decide, name="decide"),
    path("editions/<int:edition_id>/html/", letters.edition_html, name="edition_html"),
]
