"""What the house answers by itself: its health, and what it says when something is wrong."""

import json
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from hub import urls

SECRET = "could not connect with password s3cret"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def cut_off(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


urlpatterns = [
    path("broken/", broken),
    path("cut-off/", cut_off),
    path("api/broken/", broken),
    path("api/cut-off/", cut_off),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def database_away(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError(SECRET)

    with monkeypatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", refuse)
        yield


@pytest.mark.django_db
def test_a_hub_that_is_well_says_so(client: Client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_a_hub_without_its_database_says_so_and_nothing_else(database_away, client: Client):
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "unreachable"}


def test_health_is_only_asked(client: Client):
    assert client.post("/health/").status_code == 405


def test_a_page_without_the_database_asks_for_patience(database_away, visitor: Client):
    answer = visitor.get("/it/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert SECRET not in answer.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/cut-off/", 503)])
def test_mistakes_show_nothing_of_the_inside(db, visitor: Client, address: str, status: int):
    answer = visitor.get(address)
    assert answer.status_code == status
    assert SECRET not in answer.content.decode()
    assert "<html" in answer.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("/api/broken/", 500), ("/api/cut-off/", 503)])
def test_programs_get_a_problem_document(db, visitor: Client, address: str, status: int):
    answer = visitor.get(address)
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["status"] == answer.status_code == status
    assert SECRET not in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_is_a_problem_document(client: Client):
    answer = client.get("/api/v1/nothing/of/the/kind/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_an_unknown_page_is_a_friendly_404(client: Client):
    answer = client.get("/it/niente/")
    assert answer.status_code == 404
    assert "<html" in answer.content.decode()
