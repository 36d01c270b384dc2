"""Who the visitor is, what the browser may do, which language an address leads to."""

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory

from hub.middleware import VisitorAddressMiddleware
from tests.factories import UserFactory


def address_seen(forwarded: str | None, settings, proxies: int) -> str:
    settings.HUB_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)
    VisitorAddressMiddleware(lambda _request: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("forwarded", "proxies", "seen"),
    [
        ("203.0.113.7", 0, "10.0.0.1"),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("198.51.100.9, 203.0.113.7", 1, "203.0.113.7"),
        ("198.51.100.9, 203.0.113.7", 2, "198.51.100.9"),
        ("203.0.113.7", 2, "10.0.0.1"),
        ("", 1, "10.0.0.1"),
        (None, 1, "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_say_who_the_visitor_is(settings, forwarded, proxies, seen):
    assert address_seen(forwarded, settings, proxies) == seen


def policy(answer: HttpResponseBase) -> dict[str, list[str]]:
    directives = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in directives}


@pytest.mark.django_db
def test_public_pages_run_nothing_inline_and_nothing_of_others(hub_site, client: Client):
    rules = policy(client.get("/it/"))
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == rules["style-src"] == ["'self'"]
    assert rules["frame-ancestors"] == ["'self'"]


@pytest.mark.django_db
def test_the_admin_gets_what_its_editor_needs_from_the_same_host_alone(client: Client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    rules = policy(client.get("/admin/"))
    assert rules["script-src"] == ["'self'", "'unsafe-inline'"]
    assert rules["frame-ancestors"] == ["'self'"]
    assert not any("http" in value for values in rules.values() for value in values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/it/%00/", "/it/temi/%00/", "/it/cerca/?q=%00", "/it/territori/?q=%00a", "/it/?page=%00"],
)
def test_an_address_with_a_character_that_no_text_has_is_answered(
    hub_site, client: Client, address: str
):
    assert client.get(address, follow=True).status_code in {200, 404}


@pytest.mark.django_db
def test_an_address_without_language_leads_to_the_one_with_it(hub_site, client: Client):
    assert client.get("/", headers={"accept-language": "en"}).headers["Location"] == "/en/"
    assert client.get("/", headers={"accept-language": "de"}).headers["Location"] == "/it/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/media/nothing.png", "/static/nothing.css", "/documents/1/x"])
def test_what_stands_outside_the_languages_keeps_its_own_404(client: Client, address: str):
    assert client.get(address).status_code == 404
