"""XML from outside, an element at a time: no entities of its own, no endless depth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from core.importing.refusals import Refused

DEEPEST = 60
MOST_ITEMS = 20_000


def elements(path: Path, wanted: frozenset[str]) -> Iterator[Element]:
    """Give the wanted elements, complete; each is emptied when the next is asked for.

    Raises Refused for XML that is broken, defines entities, or is nested without end.
    """
    try:
        yield from _walk(path, wanted)
    except DefusedXmlException as error:
        raise Refused(
            _("The file defines a document type or entities of its own: it is refused.")
        ) from error
    except ParseError as error:
        line, column = error.position
        words = {"line": line, "column": column + 1}
        raise Refused(
            _("The file is broken at line %(line)d, column %(column)d: export it again.") % words
        ) from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise Refused(_("The file is written in an alphabet that cannot be told.")) from error


def _walk(path: Path, wanted: frozenset[str]) -> Iterator[Element]:
    depth = inside = count = 0
    for event, element in iterparse(str(path), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth += 1
            inside += element.tag in wanted
            if depth > DEEPEST:
                raise Refused(_("The file is nested too deeply: it is refused."))
            continue
        depth -= 1
        if element.tag in wanted:
            inside -= 1
            count += 1
            if count > MOST_ITEMS:
                words = {"count": MOST_ITEMS}
                raise Refused(_("The file holds more than %(count)d items: divide it.") % words)
            yield element
        if not inside:
            element.clear()


def text_of(element: Element, name: str) -> str:
    """The text of a child, "" if there is none."""
    return (element.findtext(name) or "").strip()
