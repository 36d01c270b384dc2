"""What people are told about their data when they register, word by word.

A registration names the version and the hash of the text its owner saw. So texts are only ever
added: a change, be it a comma, is a new version. They are kept here and not among the
translations, because those may be corrected at any time. The periods are kept by
`events.forgetting`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

CURRENT = "2026-11"
FALLBACK_LANGUAGE = "en"

NOTICES: dict[str, dict[str, str]] = {
    "2026-11": {
        "it": (
            "Quello che scrivi serve a chi organizza per sapere chi viene e per scriverti di "
            "questo incontro, e a nient’altro: non ti iscrive alla newsletter e non viene dato ad "
            "altri. Se non confermi, cancelliamo tutto dopo due giorni. Ciò che ti serve per "
            "partecipare viene cancellato 30 giorni dopo l’incontro; nome, indirizzo e risposte "
            "12 mesi dopo: restano solo i numeri. Puoi vedere, scaricare e cancellare i tuoi dati "
            "quando vuoi, dalla pagina il cui link arriva per e-mail."
        ),
        "en": (
            "What you write tells the organisers who is coming and lets them write to you about "
            "this event, and is used for nothing else: it does not subscribe you to the "
            "newsletter and is given to nobody. If you do not confirm, everything is deleted "
            "after two days. What you need in order to take part is deleted 30 days after the "
            "event; your name, address and answers 12 months after it: only numbers remain. You "
            "can see, download and erase your data at any time, on the page whose link comes by "
            "e-mail."
        ),
    },
}


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """The text somebody saw, with what is kept as a proof of it."""

    version: str
    language: str
    text: str

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def notice(language: str, version: str = CURRENT) -> PrivacyNotice:
    """The text of a version in a language; English where there is none in that language."""
    texts = NOTICES[version]
    known = language if language in texts else FALLBACK_LANGUAGE
    return PrivacyNotice(version=version, language=known, text=texts[known])
