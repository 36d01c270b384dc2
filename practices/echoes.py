"""Which practices speak of a record, or of a re-use, that names them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from core.echoes import echoed_by
from core.models import PublicationCitation
from practices.models import Adoption, Cooperative, PracticePage, PracticeRecord, Testimony


@echoed_by(PracticeRecord)
def practices_of_record(record: PracticeRecord) -> Iterable[int]:
    """The practice a record is about, in all languages."""
    return _in_all_languages(translation_key=record.translation_key)


@echoed_by(Adoption)
def practices_of_adoption(adoption: Adoption) -> Iterable[int]:
    """The practice that was taken up, in all languages."""
    return _in_all_languages(translation_key=adoption.practice.translation_key)


@echoed_by(Cooperative)
def practices_taken_up(cooperative: Cooperative) -> Iterable[int]:
    """The practices that a cooperative, or what was merged into it, took up, in all languages."""
    taken = Adoption.objects.filter(
        Q(cooperative=cooperative) | Q(cooperative__merged_into=cooperative)
    )
    return _in_all_languages(translation_key__in=taken.values("practice__translation_key"))


@echoed_by(Testimony)
def practices_of_testimony(testimony: Testimony) -> Iterable[int]:
    """The practice that somebody speaks of, in all languages."""
    return _in_all_languages(translation_key=testimony.practice.translation_key)


@echoed_by(PublicationCitation)
def practices_cited(citation: PublicationCitation) -> Iterable[int]:
    """The practice that a publication cites, in all languages."""
    return _in_all_languages(translation_key=citation.page.translation_key)


def _in_all_languages(**which: object) -> Iterable[int]:
    return PracticePage.objects.filter(**which).values_list("pk", flat=True)
