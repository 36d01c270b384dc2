"""Which addresses speak for a cooperative."""

import pytest

from practices import speaking
from practices.models import Cooperative
from tests.factories import CooperativeFactory


@pytest.fixture
def alfa(db: None) -> Cooperative:
    return CooperativeFactory(name="Alfa")


def test_shared_domains_prove_nothing(alfa: Cooperative) -> None:
    for website, email in (
        ("https://www.facebook.com/alfa", "x@facebook.com"),
        ("https://alfa.altervista.org", "x@altervista.org"),
        ("", "x@alfa.example.org"),
        ("https://alfa.example.org", "x@notalfa.example.org.evil.com"),
        ("https://alfa.example.org", "x@evilalfa.example.org"),
    ):
        alfa.website = website
        assert not speaking.speaks_for(email, alfa), (website, email)
    alfa.website = ""
    alfa.public_email = "alfa@libero.it"
    assert speaking.speaks_for("Alfa@libero.it", alfa)
