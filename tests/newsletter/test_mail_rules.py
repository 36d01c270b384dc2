"""Each kind of mail keeps to what mail programs share; the rules find what does not."""

import pytest

from newsletter import rendering
from tests.factories import HubSite
from tests.newsletter.issues import make_issue
from tests.newsletter.mail_rules import broken
from tests.newsletter.readers import asked, last_mail
from tests.newsletter.test_in_a_browser import everything

START = '<html lang="it" dir="ltr"><head><title>x</title></head><body>'


def page(body: str) -> str:
    return f"{START}{body}</body></html>"


def test_an_issue_with_every_block_keeps_to_the_rules(hub_site: HubSite):
    assert broken(rendering.render(make_issue(hub_site, *everything(hub_site))).html) == []


@pytest.mark.django_db
def test_a_letter_to_one_person_keeps_to_them():
    asked("anna@example.org")
    [(html, kind)] = last_mail().alternatives
    assert kind == "text/html"
    assert broken(str(html)) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<p>a", "closes"),
        ("<script>x</script>", "<script>"),
        ("<form></form>", "<form>"),
        ("<table></table>", "read out"),
        ('<img src="a.png" width="10">', "without alt"),
        ('<a href="/relative/">x</a>', "a link to"),
        ('<a href="javascript:x">x</a>', "a link to"),
        ('<p onclick="x">x</p>', "onclick"),
        ('<p id="a">x</p><p id="a">y</p>', "twice"),
        ('<p style="position: fixed">x</p>', "position"),
        ('<p style="display: flex">x</p>', "flex"),
        ('<p style="color: var(--ink)">x</p>', "var("),
        ('<!--[if mso]><table role="presentation"><![endif]-->', "Outlook's <table>"),
    ],
)
def test_what_mail_programs_break_is_found(body: str, problem: str):
    assert any(problem in found for found in broken(page(body))), broken(page(body))


def test_a_plain_mail_is_right():
    assert broken(page('<p style="color: #123456">Ciao</p>')) == []
