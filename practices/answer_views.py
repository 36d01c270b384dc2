"""The pages behind the links of letters about practices. Opening them changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.tokens import TokenError, TokenExpired
from practices import adopting, confirming
from practices.models import Adoption, AdoptionInquiry, Inquiry
from practices.models.adoption import CONFIRMED_AT
from practices.models.practice_choices import InquiryKind, Side

View = Callable[..., HttpResponse]


def _private(view: View) -> View:
    """A page behind a signed link: kept by no cache and no search engine, named to no other site.

    No CSRF token: what authorises the request is the token in the address, which another site
    does not know. A link that cannot be used becomes a page that says why.
    """

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except TokenExpired:
            response = _problem(request, "expired", HTTPStatus.GONE)
        except Inquiry.DoesNotExist:
            response = _problem(request, "gone", HTTPStatus.GONE)
        except AdoptionInquiry.DoesNotExist:
            response = _problem(request, "replaced", HTTPStatus.GONE)
        except TokenError:
            response = _problem(request, "wrong", HTTPStatus.NOT_FOUND)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(answer))


def _problem(request: HttpRequest, problem: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "practices/answer_problem.html", {"problem": problem}, status=status)


class AnswerForm(forms.Form):
    """What a cooperative answers: the button that was pressed, and words where they are needed."""

    answer = forms.ChoiceField()
    message = forms.CharField(
        label=gettext_lazy("What is different?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name and role"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [(one.value, one.label) for one in confirming.ANSWERS[kind]]
        self.fields["answer"] = forms.ChoiceField(choices=answers)

    def clean(self) -> dict[str, Any]:
        """Ask for words where the answer is that something is different."""
        cleaned = super().clean() or self.cleaned_data
        is_different = cleaned.get("answer") in confirming.NEEDS_WORDS
        if is_different and not (cleaned.get("message") or "").strip():
            self.add_error("message", _("Write in a few words what is different."))
        return cleaned


@_private
def inquiry(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether it is still so, or whether the text is right; only a button, a POST, answers."""
    asked = Inquiry.objects.select_related("record").get(pk=confirming.read_token(token))
    practice = confirming.practice_of(asked)
    if practice is None:
        raise Inquiry.DoesNotExist
    context = {
        "inquiry": asked,
        "practice": practice,
        "version": confirming.asked_about(asked),
        "is_about_text": asked.kind == InquiryKind.TEXT,
    }
    if asked.answered_at is not None:
        return render(request, "practices/answer_done.html", context)
    form = AnswerForm(request.POST or None, kind=asked.kind)
    if request.method == "POST" and form.is_valid():
        try:
            context["inquiry"] = confirming.answer(inquiry_id=asked.pk, **form.cleaned_data)
        except confirming.InquiryOver as over:
            context["inquiry"] = over.inquiry
        return render(request, "practices/answer_done.html", context)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "practices/answer.html", {**context, "form": form}, status=status)


@_private
def adoption(request: HttpRequest, token: str) -> HttpResponse:
    """Ask a side whether a practice was taken up; only a button, a POST, answers."""
    inquiry = adopting.inquiry_behind(token)
    asked, side, has_changed = inquiry.adoption, Side(inquiry.side), False
    if request.method == "POST" and asked.declined_at is None:
        try:
            asked = _answer_adoption(request, asked.pk, side)
        except adopting.FactsChanged:
            has_changed = True
    context = {
        "adoption": asked,
        "practice": asked.practice,
        "is_adopter": side is Side.ADOPTER,
        "is_answered": bool(asked.declined_at or getattr(asked, CONFIRMED_AT[side])),
        "seen": adopting.fingerprint(asked),
        "has_changed": has_changed,
    }
    status = HTTPStatus.CONFLICT if has_changed else HTTPStatus.OK
    return render(request, "practices/adoption_answer.html", context, status=status)


def _answer_adoption(request: HttpRequest, number: int, side: Side) -> Adoption:
    if request.POST.get("answer") == "decline":
        reason = request.POST.get("reason", "")[:800]
        return adopting.decline(adoption_id=number, side=side, reason=reason)
    try:
        seen = request.POST.get("seen", "")
        return adopting.confirm(adoption_id=number, side=side, seen=seen)
    except adopting.AdoptionDeclined:
        return Adoption.objects.select_related("practice", "cooperative").get(pk=number)
