"""Signing up for the newsletter."""

from __future__ import annotations

from typing import Any

from api.errors import InvalidFields, InvalidParameters, Problem, TooLarge, UnsupportedMediaType
from api.shapes.building import Schema, address, constant, document, many, text, word
from api.shapes.posting import Posting

COMPONENTS: dict[str, Schema] = {
    "SubscriptionForm": document(
        "What a form for the newsletter needs.",
        {
            "wording": document(
                "What people must be able to read before they agree.",
                {
                    "version": text("Send it back as `wording_version`."),
                    "language": text(),
                    "text": text("To be shown word by word, beside the button."),
                    "sha256": text("Hash of the text: the proof of consent keeps it."),
                },
            ),
            "stamp": text(
                "Send it back. It must be 2 seconds old at least, and no older than 7 days."
            ),
            "post_to": address("Where to send the form."),
        },
    ),
    "Subscription": document(
        "A wish to receive the newsletter.",
        {
            "email": text("The address.", maxLength=254),
            "language": text("Of the newsletter: `it` or `en`; the hub's own unless told."),
            "wording_version": text("The version of the text that was shown."),
            "stamp": text("From the answer to GET."),
            "hub_note": text("A field that people do not see: it must stay empty."),
            "topics": many(text(), "Codes from `/topics/`; none: everything."),
            "territories": many(text(), "Codes of regions from `/territories/`; none: everywhere."),
            "frequency": word("How often.", "issue", "weekly", "monthly"),
        },
        "language",
        "hub_note",
        "topics",
        "territories",
        "frequency",
    ),
    "SubscriptionAnswer": document(
        "The same whether the address is known or not.",
        {"status": constant("asked"), "next": constant("confirm-by-mail")},
    ),
}

FORM: dict[str, Any] = {
    "wording": {
        "version": "partner-2026-11",
        "language": "en",
        "text": "With the button you ask to receive by e-mail the newsletter named above, …",
        "sha256": "0d7c9f0c0b8d8f5d1f4b1d6a2f0d3b9f7e6c5a4b3c2d1e0f9a8b7c6d5e4f3a2b",
    },
    "stamp": "MTc4MDAwMDAwMA:1wAbCd:…",
    "post_to": "https://hub.example.org/api/v1/subscriptions/",
}

POSTING = Posting(
    name="subscribe",
    summary="Ask for the newsletter",
    body="Subscription",
    body_example={
        "email": "anna@example.org",
        "language": "it",
        "wording_version": "partner-2026-11",
        "stamp": "MTc4MDAwMDAwMA:1wAbCd:…",
        "topics": ["agricoltura-sociale"],
    },
    answer="SubscriptionAnswer",
    example={"status": "asked", "next": "confirm-by-mail"},
    problems=(InvalidParameters, Problem, TooLarge, UnsupportedMediaType, InvalidFields),
)
