import pytest
from django.core.exceptions import ValidationError

from core import email_addresses


def code_of(text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        email_addresses.parse(text)
    assert refused.value.messages[0]
    return str(refused.value.code)


def test_an_address_is_kept_as_typed_and_told_apart_in_small_letters():
    address = email_addresses.parse("  Anna.Rossi@Example.ORG ")

    assert address.email == "Anna.Rossi@example.org"
    assert address.key == "anna.rossi@example.org"


def test_an_internationalised_domain_is_sent_to_in_its_ascii_form_and_shown_readable():
    address = email_addresses.parse("redazione@perché.it")

    assert address.email == "redazione@xn--perch-fsa.it"
    assert email_addresses.readable(address.email) == "redazione@perché.it"


@pytest.mark.parametrize(
    "text",
    [
        "anna",
        "anna@",
        "@example.org",
        "anna@example",
        "anna@exam ple.org",
        "anna@example..org",
        "an na@example.org",
        "Anna <anna@example.org>",
        "anna@example.org, bruno@example.org",
        "anna@[127.0.0.1]",
        '"anna"@example.org',
        "anna@localhost",
    ],
)
def test_what_is_no_address_is_refused(text):
    assert code_of(text) in {"malformed", "no-at"}


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_is_refused(text):
    assert code_of(text) == "empty"


@pytest.mark.parametrize(
    "text", ["anna\0@example.org", "anna@example.org\nBcc: bruno@example.org", "an\u200bna@x.org"]
)
def test_invisible_characters_are_named(text):
    assert code_of(text) == "control"


def test_the_part_before_the_at_has_64_characters_at_most():
    assert email_addresses.parse("a" * 64 + "@example.org").key.startswith("aaa")
    assert code_of("a" * 65 + "@example.org") == "local-too-long"


def test_an_address_has_254_characters_at_most():
    assert code_of("a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".org") == "too-long"
    assert code_of("a" * 300) == "too-long"


def test_a_domain_whose_ascii_form_is_too_long_is_refused():
    label = "è" * 40

    assert code_of("a@" + ".".join([label] * 5) + ".it") in {"malformed", "too-long"}


def test_accented_letters_before_the_at_are_refused_with_the_reason():
    assert code_of("andrè@example.org") == "local-not-ascii"


@pytest.mark.parametrize("domain", ["mailinator.com", "YopMail.com", "inbox.mailinator.com"])
def test_mailboxes_that_are_thrown_away_are_refused(domain):
    assert code_of(f"anna@{domain}") == "disposable"


@pytest.mark.parametrize("domain", ["notmailinator.com", "mailinator.com.example.org"])
def test_domains_that_only_look_like_them_are_not(domain):
    assert email_addresses.parse(f"anna@{domain}").key == f"anna@{domain}"


def test_a_masked_address_tells_neither_name_nor_length():
    assert email_addresses.masked("anna.rossi@example.org") == "a•••@e•••.org"
    assert email_addresses.masked("a@e.org") == "a•••@e•••.org"
    assert email_addresses.masked("redazione@xn--perch-fsa.it") == "r•••@p•••.it"


def test_nothing_is_masked_as_nothing():
    assert email_addresses.masked("") == "•••"
