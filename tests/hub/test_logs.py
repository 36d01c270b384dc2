"""No log line carries a person's address or a link that acts for them."""

import logging
import sys

from django.core import signing

from hub.logs import DiscreetFormatter, discreet


def test_mail_addresses_are_blanked_out():
    assert discreet("refused: <ada.b+x@posta.example.it>, later") == "refused: <[address]>, later"


def test_signed_links_are_blanked_out():
    token = signing.dumps("subscriber 7", salt="any")
    line = discreet(f"Not Found: /it/newsletter/conferma/{token}/")
    assert line == "Not Found: /it/newsletter/conferma/[token]/"


def test_tracebacks_are_blanked_out_too():
    try:
        raise ValueError("cannot write to ada@example.org")
    except ValueError:
        record = logging.getLogger("any").makeRecord(
            "any", logging.ERROR, __file__, 1, "failed", (), exc_info=sys.exc_info()
        )
    text = DiscreetFormatter("%(message)s").format(record)
    assert "ada@example.org" not in text
    assert "cannot write to [address]" in text


def test_ordinary_lines_stay_as_they_are():
    line = '2026-11-20 12:00:01 "GET /it/pratiche/?pagina=2 HTTP/1.1" 200 at 12:00:01.123'
    assert discreet(line) == line
