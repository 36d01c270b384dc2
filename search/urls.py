"""Addresses of the search."""

from django.urls import path
from django.utils.functional import lazy
from django.utils.translation import get_language

from search import views

app_name = "search"


def _address() -> str:
    return "cerca/" if get_language() == "it" else "search/"


urlpatterns = [path(lazy(_address, str)(), views.results, name="results")]
