"""What is different in each reader's copy: their own links.

A rendering has addresses under a host that does not exist in their place. Its name is a keyed
hash, so that nobody can write one by hand and no text of an editor is ever taken for one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

PREFERENCES, UNSUBSCRIBE = "preferences", "unsubscribe"
NAMES = (PREFERENCES, UNSUBSCRIBE)


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The addresses that stand for a reader's own, for one rendering."""

    marker: str

    def address(self, name: str) -> str:
        """What stands in the rendering where the link `name` goes."""
        return f"https://{self.marker}.invalid/{name}"

    @property
    def preferences(self) -> str:
        """Where the link to the preferences goes."""
        return self.address(PREFERENCES)

    @property
    def unsubscribe(self) -> str:
        """Where the link to unsubscribe goes."""
        return self.address(UNSUBSCRIBE)

    def filled(self, text: str, links: dict[str, str]) -> str:
        """The text with a reader's links, by name."""
        for name, link in links.items():
            text = text.replace(self.address(name), link)
        return text


def placeholders(issue_key: str, language: str) -> Placeholders:
    """The same for the same issue and language, as long as the secret key is the same."""
    digest = salted_hmac("newsletter.personal", f"{issue_key}:{language}", algorithm="sha256")
    return Placeholders(f"m{digest.hexdigest()[:31]}")
