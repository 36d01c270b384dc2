"""What readers are told when they are asked for consent, word by word.

A consent event names the version and the hash of its text. So texts are only ever added: a
change, be it a comma, is a new version. They are kept here and not among the translations,
because those may be corrected at any time.
"""

import hashlib
from dataclasses import dataclass

CURRENT = "2026-11"
# What is shown to who wants to follow one thing.
FOLLOWING = "following-2026-11"
# The same for a cooperative.
FOLLOWING_COOPERATIVE = "follow-coop-2026-11"
# What is shown on partners' sites, where "this site" would be another one.
PARTNER = "partner-2026-11"
FALLBACK_LANGUAGE = "en"

WORDINGS: dict[str, dict[str, str]] = {
    "2026-11": {
        "it": (
            "Con «Iscrivimi» chiedi di ricevere per e-mail la newsletter di questo sito. "
            "Il tuo indirizzo serve solo a questo e non viene dato ad altri; nelle e-mail non "
            "c’è nulla che controlli se vengono lette. Puoi annullare l’iscrizione quando vuoi "
            "con il link che trovi in ognuna, e cancellare i tuoi dati dalla pagina delle "
            "preferenze."
        ),
        "en": (
            "With “Sign me up” you ask to receive this site’s newsletter by e-mail. "
            "Your address is used for nothing else and is given to nobody; the e-mails do not "
            "watch whether you read them. You can unsubscribe whenever you like with the link in "
            "each of them, and erase your data from the preferences page."
        ),
    },
    "partner-2026-11": {
        "it": (
            "Con il pulsante chiedi di ricevere per e-mail la newsletter nominata qui sopra, che "
            "è di un altro sito. Il tuo indirizzo serve solo a questo e non viene dato ad altri, "
            "nemmeno a chi cura questa pagina; nelle e-mail non c’è nulla che controlli se "
            "vengono lette. Puoi annullare l’iscrizione quando vuoi con il link che trovi in "
            "ognuna, e cancellare i tuoi dati dalla pagina delle preferenze."
        ),
        "en": (
            "With the button you ask to receive by e-mail the newsletter named above, which is "
            "another site’s. Your address is used for nothing else and is given to nobody, not "
            "even to those who look after this page; the e-mails do not watch whether you read "
            "them. You can unsubscribe whenever you like with the link in each of them, and "
            "erase your data from the preferences page."
        ),
    },
    "following-2026-11": {
        "it": (
            "Con «Segui» chiedi di ricevere per e-mail le novità di questa sola pagina: non la "
            "newsletter, né altro. Il tuo indirizzo serve solo a questo e non viene dato ad "
            "altri; nelle e-mail non c’è nulla che controlli se vengono lette. Puoi smettere "
            "quando vuoi con il link che trovi in ognuna, e cancellare i tuoi dati dalla pagina "
            "delle preferenze."
        ),
        "en": (
            "With “Follow” you ask to receive news of this page alone by e-mail: not the "
            "newsletter, nor anything else. Your address is used for nothing else and is given "
            "to nobody; the e-mails do not watch whether you read them. You can stop whenever "
            "you like with the link in each of them, and erase your data from the preferences "
            "page."
        ),
    },
    "follow-coop-2026-11": {
        "it": (
            "Con «Segui» chiedi di ricevere per e-mail le nuove pratiche e i nuovi appuntamenti di "
            "questa sola cooperativa, quando escono su questo sito: non la newsletter, né altro. "
            "Il tuo indirizzo serve solo a questo e non viene dato ad altri, nemmeno alla "
            "cooperativa; nelle e-mail non c’è nulla che controlli se vengono lette. Se la "
            "cooperativa si fonde con un’altra, segui quella che continua. Puoi smettere quando "
            "vuoi con il link che trovi in ognuna, e cancellare i tuoi dati dalla pagina delle "
            "preferenze."
        ),
        "en": (
            "With “Follow” you ask to receive by e-mail the new practices and new events of this "
            "cooperative alone, when they are published on this site: not the newsletter, nor "
            "anything else. Your address is used for nothing else and is given to nobody, not "
            "even to the cooperative; the e-mails do not watch whether you read them. If the "
            "cooperative is merged into another, you follow the one that goes on. You can stop "
            "whenever you like with the link in each of them, and erase your data from the "
            "preferences page."
        ),
    },
}


# The versions that ask for the newsletter itself.
NEWSLETTER_VERSIONS = tuple(version for version in WORDINGS if not version.startswith("follow"))


@dataclass(frozen=True, slots=True)
class Wording:
    """The text a reader saw, with what the proof keeps of it."""

    version: str
    language: str
    text: str

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def wording(language: str, version: str = CURRENT) -> Wording:
    """The text of a version in a language; English where there is none in that language."""
    texts = WORDINGS[version]
    known = language if language in texts else FALLBACK_LANGUAGE
    return Wording(version=version, language=known, text=texts[known])


def version_for(kind: str) -> str:
    """The version shown to who wants to follow a thing of a kind."""
    return FOLLOWING_COOPERATIVE if kind == "cooperative" else FOLLOWING
