"""Days inside a sentence, with the word that goes before them.

In Italian the article changes before a number that is spoken with a vowel: il 9 novembre, but
l’8 novembre, dall’11, fino all’8. So article and day are one text, and never put together in a
translation that cannot know the day.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext_lazy

# Otto, undici, ottanta, ottocento …: numbers that begin with a vowel when they are spoken.
VOWEL = re.compile(r"0?(?:8|11)(?!\d)|8\d(?!\d)|8\d\d(?!\d)")
DAY = "j F Y"
MOMENT = "SHORT_DATETIME_FORMAT"


# For each word what goes before most days, and what goes before 8 and 11.
WORDS = {
    "on": (
        pgettext_lazy("before a day", "on %(day)s"),
        pgettext_lazy("before 8 and 11", "on %(day)s"),
    ),
    "from": (
        pgettext_lazy("before a day", "from %(day)s"),
        pgettext_lazy("before 8 and 11", "from %(day)s"),
    ),
    "to": (
        pgettext_lazy("before a day", "to %(day)s"),
        pgettext_lazy("before 8 and 11", "to %(day)s"),
    ),
    "since": (
        pgettext_lazy("before a day", "since %(day)s"),
        pgettext_lazy("before 8 and 11", "since %(day)s"),
    ),
    "until": (
        pgettext_lazy("before a day", "until %(day)s"),
        pgettext_lazy("before 8 and 11", "until %(day)s"),
    ),
}


def said(word: str, value: date, shape: str = DAY) -> str:
    """Write a day with the word before it, such as "fino all’8 novembre 2026"."""
    text = written(value, shape)
    before = WORDS[word][1 if VOWEL.match(text) else 0]
    return str(before) % {"day": text}


def written(value: date, shape: str = DAY) -> str:
    """A day, or a moment in the hub's time zone, as the reader's language writes it."""
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, shape)
