"""What entries of every kind name: pictures, labelled values, cooperatives, bodies, files."""

from __future__ import annotations

from api.shapes.building import (
    Schema,
    address,
    document,
    number,
    or_null,
    ref,
    text,
    uid,
)

IMAGE = document(
    "A picture, cut to size. Show the credit beside it.",
    {
        "url": address(),
        "width": number("Pixels."),
        "height": number("Pixels."),
        "alt": text("What is to be seen; empty for pictures that only decorate."),
        "credit": text("Who made it."),
        "licence": text("A code, as in `Licence`."),
    },
)
CODED = document(
    "A value with a code for programs and a label in the entry's language.",
    {"code": text(), "label": text()},
)
LICENCE = document(
    "What you may do with the text.",
    {
        "code": text("`cc-by-4.0`, `cc-by-sa-4.0`, `cc0-1.0`, `iodl-2.0`, `all-rights-reserved`."),
        "url": text("The licence's own page; empty where all rights are reserved."),
    },
)
COOPERATIVE = document(
    "A cooperative of the network, as entries name it.",
    {
        "uid": uid("Its identity."),
        "code": text("What to give as `cooperative`, and its place in `/cooperatives/`."),
        "name": text(),
        "municipality": text(),
        "territory": ref("Coded"),
        "website": text("Empty if there is none."),
        "url": text("Its page in the directory, in the entry's language; empty if it has none."),
    },
)
ORGANISATION = document(
    "Somebody who organises, promotes or supports.",
    {
        "name": text(),
        "website": text(),
        "code": text("Of a cooperative of the directory: its code; empty for others."),
        "url": text("Its page in the directory, if it has one."),
        "kind": ref("Coded"),
        "description": text("What it is, in a sentence or two."),
        "logo": or_null(ref("Image")),
    },
)
FILE = document("A file to download.", {"title": text(), "url": address()})
REFERENCE = document("Another entry.", {"uid": uid(), "title": text(), "url": address()})

COMPONENTS: dict[str, Schema] = {
    "Image": IMAGE,
    "Coded": CODED,
    "Licence": LICENCE,
    "Cooperative": COOPERATIVE,
    "Organisation": ORGANISATION,
    "File": FILE,
    "EntryReference": REFERENCE,
}
