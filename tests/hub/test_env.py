"""Readers of environment variables: wrong values are named, together with what would be right."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from hub.settings import env


def test_an_unset_variable_gives_the_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HUB_EXAMPLE", raising=False)
    assert env.text("HUB_EXAMPLE", "quiet") == "quiet"


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUB_EXAMPLE", "   ")
    assert env.boolean("HUB_EXAMPLE", True) is True


@pytest.mark.parametrize(
    ("word", "meaning"), [("1", True), ("YES", True), ("on", True), ("0", False), ("False", False)]
)
def test_yes_and_no_are_understood_in_any_case(monkeypatch, word: str, meaning: bool):
    monkeypatch.setenv("HUB_EXAMPLE", word)
    assert env.boolean("HUB_EXAMPLE", not meaning) is meaning


@pytest.mark.parametrize(
    ("reader", "value", "hint"),
    [
        (lambda: env.boolean("HUB_EXAMPLE", False), "perhaps", "use 1 or 0"),
        (lambda: env.integer("HUB_EXAMPLE", 1, minimum=1, maximum=9), "many", "whole number"),
        (lambda: env.integer("HUB_EXAMPLE", 1, minimum=1, maximum=9), "10", "from 1 to 9"),
        (lambda: env.choice("HUB_EXAMPLE", "a", ["a", "b"]), "c", "one of a, b"),
        (lambda: env.web_address("HUB_EXAMPLE", ""), "hub.example.org", "https://"),
        (
            lambda: env.web_address("HUB_EXAMPLE", ""),
            "https://hub.example.org/it",
            "without a path",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_what_to_write(monkeypatch, reader, value, hint):
    monkeypatch.setenv("HUB_EXAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match=hint) as refused:
        reader()
    assert "HUB_EXAMPLE" in str(refused.value)


def test_a_required_variable_that_is_missing_stops_the_start_with_a_hint(monkeypatch):
    monkeypatch.delenv("HUB_EXAMPLE", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"HUB_EXAMPLE is not set\. Make one so\."):
        env.required("HUB_EXAMPLE", "Make one so.")


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("HUB_EXAMPLE", " one, two ,,three")
    assert env.words("HUB_EXAMPLE", []) == ["one", "two", "three"]


def test_an_address_loses_its_closing_slash(monkeypatch):
    monkeypatch.setenv("HUB_EXAMPLE", "https://hub.example.org/")
    assert env.web_address("HUB_EXAMPLE", "") == "https://hub.example.org"


def test_a_folder_is_made_when_it_is_not_there(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("HUB_EXAMPLE", str(tmp_path / "new" / "folder"))
    assert env.folder("HUB_EXAMPLE", tmp_path).is_dir()


def test_a_folder_that_cannot_be_made_is_refused(monkeypatch, tmp_path: Path):
    (tmp_path / "file").write_text("taken")
    monkeypatch.setenv("HUB_EXAMPLE", str(tmp_path / "file" / "below"))
    with pytest.raises(ImproperlyConfigured, match="HUB_EXAMPLE: the folder"):
        env.folder("HUB_EXAMPLE", tmp_path)


@pytest.mark.parametrize(
    "value",
    [
        "hub",
        "mysql://hub:s3cret@127.0.0.1/hub",
        "postgres://hub:s3cret@127.0.0.1:port/hub",
        "postgres://",
    ],
)
def test_a_database_that_cannot_be_used_is_refused_without_its_password(monkeypatch, value):
    monkeypatch.setenv("HUB_EXAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match="HUB_EXAMPLE cannot be used") as refused:
        env.database("HUB_EXAMPLE", "")
    assert "s3cret" not in str(refused.value)


def test_databases_are_given_by_address(monkeypatch):
    monkeypatch.setenv("HUB_EXAMPLE", "postgres://hub:p%40ss@db.example.org:5433/coop")
    database = env.database("HUB_EXAMPLE", "")
    assert (database["HOST"], database["PORT"], database["NAME"]) == (
        "db.example.org",
        5433,
        "coop",
    )
    assert database["PASSWORD"] == "p@ss"


@pytest.mark.parametrize(
    ("value", "server"),
    [
        ("smtp://mail.example.org", env.MailServer("mail.example.org", 25)),
        (
            "smtp://ada:p%40ss@mail.example.org:587?tls=1",
            env.MailServer("mail.example.org", 587, "ada", "p@ss", starttls=True),
        ),
        ("smtps://mail.example.org", env.MailServer("mail.example.org", 465, tls=True)),
    ],
)
def test_mail_servers_are_given_by_address(monkeypatch, value: str, server: env.MailServer):
    monkeypatch.setenv("HUB_EXAMPLE", value)
    assert env.mail_servers("HUB_EXAMPLE", "") == [server]


def test_several_mail_servers_each_with_a_limit_of_its_own(monkeypatch):
    value = "smtp://ada:a,b@one.example.org:587?tls=1&rate=600/m, smtps://two.example.org"
    monkeypatch.setenv("HUB_EXAMPLE", value)

    one, two = env.mail_servers("HUB_EXAMPLE", "")

    assert (one.host, one.password, one.rate) == ("one.example.org", "a,b", 10)
    assert (two.address, two.tls, two.rate) == ("two.example.org:465", True, None)


def test_a_mail_server_named_twice_is_refused(monkeypatch):
    monkeypatch.setenv("HUB_EXAMPLE", "smtp://one.example.org,smtp://one.example.org:25")
    with pytest.raises(ImproperlyConfigured, match="HUB_EXAMPLE names the same server twice"):
        env.mail_servers("HUB_EXAMPLE", "")


@pytest.mark.parametrize(
    "value",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://ada:s3cret@mail.example.org:many",
        "smtp://ada:s3cret@mail.example.org?tls=perhaps",
        "smtp://ada:s3cret@mail.example.org?ssl=1",
        "smtp://ada:s3cret@mail.example.org?tls",
        "smtp://ada:s3cret@mail.example.org/folder",
        "smtp://one.example.org,smtp://ada:s3cret@two.example.org?tls=perhaps",
        "smtp://one.example.org,ada:s3cret@two.example.org",
    ],
)
def test_a_mail_server_that_cannot_be_used_is_refused_without_its_password(monkeypatch, value):
    monkeypatch.setenv("HUB_EXAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match="HUB_EXAMPLE cannot be used") as refused:
        env.mail_servers("HUB_EXAMPLE", "")
    assert "s3cret" not in str(refused.value)


def test_a_limit_that_is_no_rate_is_refused_by_name_without_the_password(monkeypatch):
    monkeypatch.setenv("HUB_EXAMPLE", "smtp://ada:s3cret@mail.example.org?rate=many")
    with pytest.raises(ImproperlyConfigured, match=r"HUB_EXAMPLE.*600/m") as refused:
        env.mail_servers("HUB_EXAMPLE", "")
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("value", ["nobody", "Coop Hub", "@example.org", "a@", "a@b.c\nBcc: x@y.z"])
def test_a_sender_needs_an_address(monkeypatch, value: str):
    monkeypatch.setenv("HUB_EXAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match="HUB_EXAMPLE"):
        env.mailbox("HUB_EXAMPLE", "")


def test_a_file_gives_what_the_surroundings_do_not(monkeypatch, tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text('# a comment\n\nHUB_EXAMPLE=file\nHUB_OTHER_EXAMPLE="two words"\n')
    monkeypatch.setenv("HUB_EXAMPLE", "surroundings")
    monkeypatch.setenv("HUB_OTHER_EXAMPLE", "to be removed")
    monkeypatch.delenv("HUB_OTHER_EXAMPLE")
    env.read_file(file)
    assert env.text("HUB_EXAMPLE", "") == "surroundings"
    assert env.text("HUB_OTHER_EXAMPLE", "") == "two words"


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text("# a comment\nHUB_EXAMPLE\n")
    with pytest.raises(ImproperlyConfigured, match=r"line 2: write NAME=value"):
        env.read_file(file)


def test_no_file_is_no_error(tmp_path: Path):
    env.read_file(tmp_path / "nothing")


def test_variables_of_a_family_are_read_together(monkeypatch):
    monkeypatch.setenv("EXAMPLE_KEY", "one")
    monkeypatch.setenv("EXAMPLE_SECRET", "two")
    assert env.prefixed("EXAMPLE_") == {"KEY": "one", "SECRET": "two"}
