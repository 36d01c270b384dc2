"""Two members of staff who merge the same organisations at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from core import organisation_merging
from core.models import Organisation
from core.organisation_merging import OrganisationsNotMerged
from tests.crowds import Crowd, at_once, mistakes, trying
from tests.factories import OrganisationFactory, tax_code

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_mergers_in_opposite_directions_one_is_refused(at_once: Crowd) -> None:
    for number in range(4):
        one = OrganisationFactory(name=f"Uno {number}", tax_code=tax_code(number + 1))
        two = OrganisationFactory(name=f"Due {number}")
        merges = [
            trying(partial(organisation_merging.merge, source_id=goes.pk, target_id=stays.pk))
            for goes, stays in ((one, two), (two, one))
        ]

        results = at_once(*merges)

        assert mistakes(results, OrganisationsNotMerged) == []
        (left,) = Organisation.objects.current().filter(pk__in=[one.pk, two.pk])
        assert left.tax_code == one.tax_code
        assert sum(isinstance(one, OrganisationsNotMerged) for one in results) == 1
