from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from newsletter.mime import Letter, Personal, Sender
from newsletter.personal import Placeholders
from tests.newsletter.issues import parsed, part

PLACES = Placeholders("m0123456789abcdef")
SENDER = Sender(
    "Redazione è qui <redazione@example.org>", "https://hub.example.org/it/n/", "7:it:newsletter:x"
)


@dataclass
class Words:
    language: str = "it"
    subject: str = "Perché il pane? 🍞"
    html: str = f'<p>è <a href="{PLACES.unsubscribe}">x</a> {PLACES.preferences}</p>'
    text: str = f"Ciao è 🍞\n\n{PLACES.unsubscribe}\n{PLACES.preferences}\n"


def personal(**changes) -> Personal:
    fields: dict[str, Any] = {
        "to": "anna@example.org",
        "message_id": "<7.abc@example.org>",
        "date": datetime(2026, 3, 1, 9, tzinfo=UTC),
        "preferences": "https://hub.example.org/it/p/" + "aZ9-_:." * 30 + "/",
        "unsubscribe": "https://hub.example.org/it/u/" + "bZ9-_:." * 30 + "/?a=1",
        "one_click": "https://hub.example.org/o/" + "c" * 120 + "/",
        "reference": "7",
        "leave_by_mail": "redazione@example.org?subject=unsubscribe%207",
    }
    return Personal(**(fields | changes))


def letter(**changes) -> Letter:
    return Letter(Words(**changes), PLACES, SENDER)


def test_a_readers_links_arrive_whole_in_both_parts():
    one = personal()
    message = parsed(letter().fill(one))

    assert part(message, "plain") == f"Ciao è 🍞\n\n{one.unsubscribe}\n{one.preferences}\n"
    assert part(message, "html").rstrip() == (
        f'<p>è <a href="{one.unsubscribe}">x</a> {one.preferences}</p>'
    )


@pytest.mark.parametrize("length", range(140, 290, 7))
def test_links_of_any_length_arrive_whole(length):
    link = ("https://hub.example.org/" + "ab.=c" * 80)[:length]
    message = parsed(letter().fill(personal(unsubscribe=link)))

    assert f'href="{link}"' in part(message, "html")
    assert f"\n{link}\n" in part(message, "plain")


def test_the_message_is_the_same_for_everybody_but_for_what_is_personal():
    one, two = letter().fill(personal()), letter().fill(personal(to="brian@example.org"))

    assert one.replace(b"anna@", b"brian@") == two


def test_long_lines_emoji_and_right_to_left_letters_survive():
    words = "שלום 🍞 perché " * 400
    message = parsed(letter(html=f"<p>{words}</p>", text=words).fill(personal()))

    assert words in part(message, "html")
    assert part(message, "plain").strip() == words.strip()


def test_no_line_is_longer_than_the_standards_allow_and_all_is_ascii():
    raw = letter(html="<p>" + "x" * 5000 + "</p>", text="y" * 5000).fill(personal())
    head, _gap, body = raw.partition(b"\r\n\r\n")

    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76


def test_dots_at_the_beginning_of_lines_are_doubled_only_on_their_way():
    lines = "Uno\n.\n..due\n.tre\n"
    one = letter(text=lines, html="<p>.</p>")

    assert part(parsed(one.fill(personal())), "plain") == lines
    stuffed = one.fill_for_smtp(personal())
    assert b"\r\n.\r\n" not in stuffed
    assert stuffed.replace(b"\r\n..", b"\r\n.") == one.fill(personal())


def test_the_headers_say_what_mail_programs_want_to_know():
    message = parsed(letter().fill(personal()))

    assert message["Subject"] == "Perché il pane? 🍞"
    assert message["From"].addresses[0].display_name == "Redazione è qui"
    assert message["To"] == "anna@example.org"
    assert message["Message-ID"] == "<7.abc@example.org>"
    assert message["Date"].datetime == datetime(2026, 3, 1, 9, tzinfo=UTC)
    https, mailto = str(message["List-Unsubscribe"]).split(", ")
    assert https == f"<{personal().one_click}>"
    assert mailto == "<mailto:redazione@example.org?subject=unsubscribe%207>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"].endswith("<newsletter.example.org>")
    assert message["List-Archive"] == "<https://hub.example.org/it/n/>"
    assert message["Feedback-ID"] == "7:it:newsletter:x"
    assert message["Precedence"] == "bulk"
    assert message["Content-Language"] == "it"
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_proof_offers_no_way_to_unsubscribe():
    message = parsed(letter().fill(personal(one_click="")))

    assert message["List-Unsubscribe"] is None
    assert message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("field", ["to", "message_id"])
def test_a_line_break_cannot_get_into_a_header(field):
    with pytest.raises(ValueError, match="line break"):
        letter().fill(personal(**{field: "anna@example.org\r\nBcc: all@example.org"}))


def test_a_line_break_in_the_subject_cannot_add_a_header():
    message = parsed(letter(subject="Uno\r\nBcc: all@example.org").fill(personal()))

    assert message["Bcc"] is None


@pytest.mark.parametrize("link", ["https://x/ y", 'https://x/"', "https://x/\r\n", "https://xè/"])
def test_what_is_no_plain_link_is_refused(link):
    with pytest.raises(ValueError, match="link"):
        letter().fill(personal(unsubscribe=link))


def test_providers_get_the_same_message():
    one = personal()
    message = letter().email(one)

    assert message.to == ["anna@example.org"]
    assert one.unsubscribe in message.body
    assert message.extra_headers["List-Unsubscribe"].startswith(f"<{one.one_click}>")
    assert message.extra_headers["Message-ID"] == one.message_id
    assert ".invalid" not in message.body + str(message.alternatives)
