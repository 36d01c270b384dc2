"""Cooperatives, staff and editors who act upon the same thing at the same moment."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Entry
from core.models.letter import Letter
from practices import claiming, confirming, merging, proposing, reviewing
from practices.admin.forms import EDIT
from practices.admin.viewset import CooperativeEditView
from practices.holding import ClaimGone
from practices.merging import MergingRefused
from practices.models import (
    Claim,
    ClaimState,
    ClaimStatus,
    Cooperative,
    Inquiry,
    Lifecycle,
    Merger,
    PracticePage,
    Proposal,
    ProposalState,
)
from practices.models.practice_choices import Answer, InquiryKind, TextState
from practices.proposing import AlreadyDecided
from practices.recording import record_of, trace
from tests.crowds import Crowd, at_once, mistakes, trying
from tests.factories import AdminFactory, CooperativeFactory, build_hub

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


def invited(cooperative: Cooperative, name: str) -> Claim:
    email = f"{name}@example.org"
    return claiming.invite(cooperative=cooperative, email=email, language="it", user=None)


def claimed(cooperative: Cooperative, name: str = "ada") -> Claim:
    claim, _token = claiming.confirm(token=claiming.link_token(invited(cooperative, name)))
    return claim


def confirms(claim: Claim):
    return trying(partial(claiming.confirm, token=claiming.link_token(claim)))


def merges(merged: Cooperative, kept: Cooperative):
    return trying(partial(merging.merge, kept_id=kept.pk, merged_id=merged.pk, user=None))


def form_of(admin: Client, cooperative: Cooperative) -> dict[str, Any]:
    """What the form of a record would send if nothing were changed."""
    form = admin.get(reverse(EDIT, args=[cooperative.pk])).context["form"]
    sent = {field.html_name: field.value() for field in form}
    for formset in form.formsets.values():
        sent |= {field.html_name: field.value() for field in formset.management_form}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


class TestClaims:
    def test_a_link_pressed_twice_at_once_works_once(self, at_once: Crowd) -> None:
        alfa = CooperativeFactory()
        claim = invited(alfa, "ada")

        results = at_once(*[confirms(claim)] * 4)

        assert not mistakes(results, ClaimGone)
        assert len([one for one in results if isinstance(one, tuple)]) == 1
        alfa.refresh_from_db()
        assert alfa.claim_status == ClaimStatus.CLAIMED

    def test_two_people_of_a_cooperative_confirm_at_once(self, at_once: Crowd) -> None:
        alfa = CooperativeFactory()
        claims = [invited(alfa, "ada"), invited(alfa, "bo")]

        results = at_once(*map(confirms, claims))

        assert not mistakes(results)
        alfa.refresh_from_db()
        assert alfa.claim_status == ClaimStatus.CLAIMED
        assert alfa.claims.filter(state=ClaimState.CONFIRMED).count() == 2

    def test_a_claim_stays_confirmed_whatever_is_asked_or_refused_meanwhile(
        self, at_once: Crowd
    ) -> None:
        for number in range(ROUNDS):
            alfa = CooperativeFactory()
            ours, theirs = invited(alfa, f"ada{number}"), invited(alfa, f"bo{number}")
            asked = Claim.objects.create(
                cooperative=alfa, state=ClaimState.ASKED, email="cy@example.org", language="it"
            )

            results = at_once(
                confirms(ours),
                trying(partial(claiming.refuse, claim_id=theirs.pk, user=None)),
                trying(partial(claiming.accept, claim_id=asked.pk, user=None)),
                trying(partial(invited, alfa, f"di{number}")),
            )

            assert not mistakes(results)
            alfa.refresh_from_db()
            assert alfa.claim_status == ClaimStatus.CLAIMED

    def test_two_editors_send_the_same_link_once(self, at_once: Crowd) -> None:
        alfa = CooperativeFactory()
        asked = Claim.objects.create(
            cooperative=alfa, state=ClaimState.ASKED, email="cy@example.org", language="it"
        )

        results = at_once(*[trying(partial(claiming.accept, claim_id=asked.pk, user=None))] * 3)

        assert not mistakes(results)
        assert Letter.objects.filter(purpose=claiming.LETTER, about_id=asked.pk).count() == 1

    def test_who_holds_the_record_as_it_was_does_not_set_it_back(self) -> None:
        alfa = CooperativeFactory()
        as_it_was = Cooperative.objects.get(pk=alfa.pk)
        claimed(alfa)

        invited(as_it_was, "bo")

        alfa.refresh_from_db()
        assert alfa.claim_status == ClaimStatus.CLAIMED

    def test_what_was_refused_twice_stays_refused(self) -> None:
        asked = Claim.objects.create(
            cooperative=CooperativeFactory(), state=ClaimState.ASKED, language="it"
        )
        for _click in range(2):
            claiming.refuse(claim_id=asked.pk, user=None)

        asked.refresh_from_db()
        assert asked.state == ClaimState.REFUSED


class TestProposals:
    def test_a_new_proposal_and_a_decision_on_the_last_one_do_not_block_each_other(
        self, at_once: Crowd
    ) -> None:
        for number in range(ROUNDS):
            claim = claimed(CooperativeFactory(), f"ada{number}")
            first = proposing.propose(claim=claim, answers={"phone": "0532 1"})
            assert first is not None

            results = at_once(
                trying(partial(proposing.propose, claim=claim, answers={"phone": "0532 2"})),
                trying(
                    partial(proposing.decide, proposal_id=first.pk, accepted={"phone"}, user=None)
                ),
            )

            assert not mistakes(results, AlreadyDecided)
            last = Proposal.objects.latest("pk")
            assert (last.state, last != first) == (ProposalState.WAITING, True)

    def test_a_form_that_was_open_when_the_claim_was_taken_back_changes_nothing(self) -> None:
        claim = claimed(CooperativeFactory())
        claiming.refuse(claim_id=claim.pk, user=None)

        with pytest.raises(ClaimGone):
            proposing.propose(claim=claim, answers={"phone": "0532 1"})
        with pytest.raises(ClaimGone):
            reviewing.confirm_still_true(claim=claim)

        assert not Proposal.objects.exists()

    def test_nothing_waits_at_a_record_that_was_merged_meanwhile(self, at_once: Crowd) -> None:
        for number in range(ROUNDS):
            kept, merged = CooperativeFactory(), CooperativeFactory()
            claim = claimed(merged, f"ada{number}")

            results = at_once(
                merges(merged, kept),
                trying(partial(proposing.propose, claim=claim, answers={"phone": "0532 2"})),
            )

            assert not mistakes(results, ClaimGone, MergingRefused)
            merged.refresh_from_db()
            waits = merged.proposals.filter(state=ProposalState.WAITING).exists()
            assert waits != (merged.lifecycle == Lifecycle.MERGED)


class TestMergers:
    def test_one_into_another_while_that_goes_into_a_third(self, at_once: Crowd) -> None:
        hub = build_hub()
        for _round in range(ROUNDS):
            a, b, c = (CooperativeFactory() for _each in "abc")
            page = hub.practice(lead_cooperative=a)

            results = at_once(merges(a, b), merges(b, c))

            assert not mistakes(results, MergingRefused)
            page.refresh_from_db()
            found = {one.pk: one for one in Cooperative.objects.all()}
            assert found[b.pk].merged_into == c
            assert page.lead_cooperative.current == found[a.pk].current
            assert found[a.pk].current in (a, c)
            assert page.lead_cooperative == found[a.pk].current

    def test_two_into_each_other_leave_one(self, at_once: Crowd) -> None:
        for _round in range(ROUNDS):
            a, b = CooperativeFactory(), CooperativeFactory()

            results = at_once(merges(a, b), merges(b, a))

            assert not mistakes(results, MergingRefused)
            both = Cooperative.objects.filter(pk__in=(a.pk, b.pk))
            assert both.filter(lifecycle=Lifecycle.MERGED).count() == 1
            assert Merger.objects.filter(kept__in=both).count() == 1

    def test_a_merger_while_the_claim_is_confirmed(self, at_once: Crowd) -> None:
        for number in range(ROUNDS):
            kept, merged = CooperativeFactory(), CooperativeFactory()
            claim = invited(merged, f"ada{number}")

            results = at_once(confirms(claim), merges(merged, kept))

            assert not mistakes(results, ClaimGone)
            claim.refresh_from_db()
            merged.refresh_from_db()
            assert merged.merged_into == kept
            is_claimed = claim.state == ClaimState.CONFIRMED
            assert is_claimed == (merged.claim_status == ClaimStatus.CLAIMED)
            with pytest.raises(ClaimGone):
                claiming.look(token=claiming.link_token(claim))

    def test_a_merger_taken_back_twice_at_once(self, at_once: Crowd) -> None:
        kept, merged = CooperativeFactory(), CooperativeFactory()
        merger = merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)

        undo = trying(partial(merging.undo, merger_id=merger.pk, user=None))
        results = at_once(undo, undo)

        assert not mistakes(results, MergingRefused)
        assert len([one for one in results if isinstance(one, Merger)]) == 1

    def test_a_page_saved_meanwhile_follows_soon(self) -> None:
        page = build_hub().practice(lead_cooperative=(merged := CooperativeFactory()))
        kept = CooperativeFactory()
        merger = merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)
        # What a form that was being saved at that moment leaves behind.
        PracticePage.objects.filter(pk=page.pk).update(lead_cooperative=merged)

        assert [merging.settle(), merging.settle()] == [1, 0]

        page.refresh_from_db()
        assert page.lead_cooperative == kept
        merging.undo(merger_id=merger.pk, user=None)
        page.refresh_from_db()
        assert page.lead_cooperative == merged


class TestInquiries:
    def inquiries(self) -> tuple[PracticePage, Inquiry, Inquiry]:
        practice = build_hub().practice()
        trace(practice=practice, origin="editorial", contact_email="ada@example.org")
        return (
            practice,
            confirming.ask(practice=practice, kind=InquiryKind.TEXT),
            confirming.ask(practice=practice, kind=InquiryKind.STILL_SO),
        )

    def test_two_answers_about_one_practice_are_both_kept(self, at_once: Crowd) -> None:
        practice, text, still_so = self.inquiries()

        results = at_once(
            trying(
                partial(
                    confirming.answer, inquiry_id=text.pk, answer=Answer.CHANGES, message="Due."
                )
            ),
            trying(partial(confirming.answer, inquiry_id=still_so.pk, answer=Answer.STILL_SO)),
        )

        assert not mistakes(results)
        record = record_of(practice)
        assert record.text_state == TextState.CHANGES_ASKED
        assert record.last_confirmed_at is not None

    def test_an_answer_at_the_last_moment_wins_over_giving_up(self, at_once: Crowd) -> None:
        practice, text, _still_so = self.inquiries()
        late = timezone.now() + timedelta(days=60)

        results = at_once(
            trying(partial(confirming.answer, inquiry_id=text.pk, answer=Answer.CONFIRMED)),
            trying(partial(confirming.give_up, at=late)),
            trying(partial(confirming.remind, at=late)),
        )

        assert not mistakes(results)
        record = record_of(practice)
        assert record.text_state == TextState.CONFIRMED
        assert record.last_confirmed_at is not None


class TestEditors:
    def test_who_saves_a_form_does_not_undo_what_happens_to_the_record_meanwhile(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The record was read before it was claimed and merged, and is saved after."""
        kept, alfa = CooperativeFactory(), CooperativeFactory(name="Alfa")
        claim = invited(alfa, "ada")
        admin = Client()
        admin.force_login(AdminFactory())
        answers = form_of(admin, alfa) | {"name": "Alfa Nuova"}
        setup = CooperativeEditView.setup

        def slowly(view: CooperativeEditView, *args: Any, **kwargs: Any) -> None:
            setup(view, *args, **kwargs)
            if args[0].method == "POST":
                claiming.confirm(token=claiming.link_token(claim))
                merging.merge(kept_id=kept.pk, merged_id=alfa.pk, user=None)

        monkeypatch.setattr(CooperativeEditView, "setup", slowly)
        answer = admin.post(reverse(EDIT, args=[alfa.pk]), answers)

        assert answer.status_code == 302, answer.context["form"].errors
        alfa.refresh_from_db()
        assert alfa.name == "Alfa Nuova"
        assert (alfa.lifecycle, alfa.merged_into) == (Lifecycle.MERGED, kept)
        assert alfa.claim_status == ClaimStatus.CLAIMED

    def test_two_who_publish_one_page_at_once_leave_one_version_everywhere(
        self, at_once: Crowd
    ) -> None:
        page = build_hub().practice()

        def publish(title: str) -> None:
            mine = PracticePage.objects.get(pk=page.pk)
            mine.title = title
            mine.save_revision().publish()

        results = at_once(
            *[trying(partial(publish, title)) for title in ("Orto", "Forno", "Mulino")]
        )

        assert not mistakes(results)
        page.refresh_from_db()
        entry = Entry.objects.get(page_id=page.pk)
        assert (entry.title, page.live_revision.content["title"]) == (page.title,) * 2
        assert {"Orto", "Forno", "Mulino"} <= {one.content["title"] for one in page.revisions.all()}
