"""Pages on which a cooperative looks after its own record; included under the language prefix.

A link that lost its token on the way is answered like a wrong one.
"""

from django.urls import path

from core.addresses import in_language
from practices.views import asking, own_record, writing

app_name = "directory"

CONFIRM = in_language(it="la-mia-cooperativa/conferma/", en="my-cooperative/confirm/")
CONFIRM_TOKEN = in_language(
    it="la-mia-cooperativa/conferma/<str:token>/", en="my-cooperative/confirm/<str:token>/"
)
RECORD = in_language(it="la-mia-cooperativa/scheda/", en="my-cooperative/record/")
RECORD_TOKEN = in_language(
    it="la-mia-cooperativa/scheda/<str:token>/", en="my-cooperative/record/<str:token>/"
)
REVIEW = in_language(it="la-mia-cooperativa/ancora-cosi/", en="my-cooperative/still-so/")
REVIEW_TOKEN = in_language(
    it="la-mia-cooperativa/ancora-cosi/<str:token>/", en="my-cooperative/still-so/<str:token>/"
)
ASK = in_language(
    it="cooperative/<slug:slug>/prendersi-cura/", en="cooperatives/<slug:slug>/look-after/"
)
WRITE = in_language(it="cooperative/<slug:slug>/scrivi/", en="cooperatives/<slug:slug>/write/")
WRITTEN = in_language(it="cooperative/<slug:slug>/scritto/", en="cooperatives/<slug:slug>/written/")
ASKED = in_language(it="la-mia-cooperativa/richiesta/", en="my-cooperative/asked/")

urlpatterns = [
    path(ASK, asking.ask, name="ask"),
    path(ASKED, asking.asked, name="asked"),
    path(WRITE, writing.write, name="write"),
    path(WRITTEN, writing.written, name="written"),
    path(CONFIRM, own_record.confirm, {"token": ""}, name="claim_bare"),
    path(CONFIRM_TOKEN, own_record.confirm, name="claim"),
    path(RECORD, own_record.record, {"token": ""}, name="record_bare"),
    path(RECORD_TOKEN, own_record.record, name="record"),
    path(REVIEW, own_record.review, {"token": ""}, name="review_bare"),
    path(REVIEW_TOKEN, own_record.review, name="review"),
]
