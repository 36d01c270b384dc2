"""What a person should know before an issue is sent. Errors keep it from being frozen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import Enum
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from catalogue.models import Entry, OutsideLink
from newsletter import (
    addressing,
    approving,
    audience,
    checkup,
    issues,
    offering,
    personas,
    probing,
    sender_dns,
)
from newsletter.approving import Approval
from newsletter.audience import Audience, Target
from newsletter.issues import Issue, issue_of, mailing_of
from newsletter.models import IssuePage, Mailing, Subscriber, SubscriberState
from newsletter.personas import Meeting
from newsletter.rendering import BLOCK_SIZE, WARN_SIZE, Rendering

# Phones cut a subject off somewhere between 30 and 60 characters.
LONG_SUBJECT = 60


class Level(Enum):
    """How much a finding matters."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    level: Level
    message: str


@dataclass(slots=True)
class Report:
    """Everything the preflight found, and whom the issue would reach."""

    issue: Issue
    renderings: dict[str, Rendering]
    readers: QuerySet[Any]
    audience: Audience
    target: Target
    meetings: list[Meeting]
    findings: list[Finding] = field(default_factory=list)
    needs_second_person: bool = False

    @property
    def errors(self) -> list[str]:
        """What keeps the issue from being frozen."""
        return [one.message for one in self.findings if one.level is Level.ERROR]

    def add(self, level: Level, message: str) -> None:
        """Note something."""
        self.findings.append(Finding(level, message))


def inspect(page: IssuePage) -> Report:
    """Look at an issue as it is published now. Raises MjmlError for a broken template."""
    issue = issue_of(page.translation_key)
    mailing = mailing_of(page)
    renderings = issue.rendered()
    aimed = issues.prepared(page)
    entries = addressing.entries_of(aimed)
    readers = addressing.readers_of(aimed, mailing, entries)
    counts = audience.counted(readers, aimed.pages, aimed.source_language)
    report = Report(
        issue,
        renderings,
        readers,
        counts,
        addressing.target_of(aimed),
        meetings(aimed, entries),
    )
    _look_at_pages(report, page)
    _look_at_approval(report, mailing)
    for language, rendering in renderings.items():
        _look_at_rendering(report, language, rendering)
    report.findings += link_findings(one.html for one in renderings.values())
    _look_at_entries(report, entries)
    _look_at_audience(report)
    _look_at_one_click(report)
    _look_at_sender(report)
    return report


def meetings(issue: Issue, entries: list[Entry]) -> list[Meeting]:
    """How three sample readers would meet the issue."""
    offers = offering.offers_of(entries)
    source, target = issue.source_language, addressing.target_of(issue)
    return [
        personas.meet(persona, offers, target, issue.pages, source)
        for persona in personas.samples(offers, source)
    ]


def language_name(code: str) -> str:
    """The name of a language in the words of the moment."""
    return _(str(get_language_info(code)["name"]))


def _look_at_pages(report: Report, page: IssuePage) -> None:
    if not report.issue.pages:
        report.add(Level.ERROR, _("The issue is not published: publish its page first."))
        return
    drafts = [one for one in report.issue.pages.values() if one.has_unpublished_changes]
    for one in drafts:
        message = _(
            "%(language)s: there are unpublished changes. Unless they are published, the issue "
            "is sent as it was before."
        )
        report.add(Level.WARNING, message % {"language": language_name(one.locale.language_code)})
    for code in dict(settings.LANGUAGES):
        if code in report.issue.pages:
            continue
        readers = Subscriber.objects.filter(state=SubscriberState.ACTIVE, language=code).count()
        message = ngettext(
            "There is no edition in %(language)s: %(count)d reader of that language gets the one "
            "in %(source)s.",
            "There is no edition in %(language)s: %(count)d readers of that language get the one "
            "in %(source)s.",
            readers,
        )
        words = {
            "language": language_name(code),
            "count": readers,
            "source": language_name(report.issue.source_language),
        }
        report.add(Level.WARNING, message % words)


def _look_at_approval(report: Report, mailing: Mailing | None) -> None:
    for page in approving.in_review(report.issue):
        message = _(
            "%(language)s: a version of the issue is still being reviewed. Finish or cancel the "
            "review first."
        )
        report.add(Level.ERROR, message % {"language": language_name(page.locale.language_code)})
    if not report.issue.pages:
        return
    approval = approving.state_of(report.issue, mailing)
    report.needs_second_person = approval is not Approval.GIVEN
    if approval is Approval.MISSING:
        report.add(
            Level.ERROR,
            _("Somebody who did not write the last version has to approve the issue first."),
        )
    elif approval is Approval.OUTDATED:
        report.add(
            Level.ERROR,
            _(
                "Something that the issue shows has changed since it was approved: somebody who "
                "did not write the last version has to read it again and approve it."
            ),
        )


def _look_at_rendering(report: Report, language: str, rendering: Rendering) -> None:
    name = language_name(language)
    for problem in rendering.problems:
        report.add(Level.ERROR, f"{name}: {problem.message}")
    if rendering.is_empty:
        report.add(Level.ERROR, _("%(language)s: the issue is empty.") % {"language": name})
    report.findings.append(size_finding(name, rendering.size))
    if len(rendering.subject) > LONG_SUBJECT:
        message = _("%(language)s: the subject has %(length)d characters, phones show about 40.")
        words = {"language": name, "length": len(rendering.subject)}
        report.add(Level.WARNING, message % words)


def size_finding(language: str, size: int) -> Finding:
    """How large a mail is, measured with a reader's links in it."""
    words = {"language": language, "size": round(size / 1024)}
    if size > BLOCK_SIZE:
        message = _(
            "%(language)s: %(size)d KB are too much. Above 102 KB mail programs cut the mail off "
            "and hide the link to unsubscribe: take something out."
        )
        return Finding(Level.ERROR, message % words)
    if size > WARN_SIZE:
        message = _("%(language)s: %(size)d KB. Above 102 KB mail programs cut the mail off.")
        return Finding(Level.WARNING, message % words)
    return Finding(Level.OK, _("%(language)s: %(size)d KB, of at most 102.") % words)


def link_findings(texts: Iterable[str]) -> list[Finding]:
    """Links to other sites that led nowhere when the hub last asked (see `catalogue.linking`)."""
    found = re.findall(r'href="(https?://[^"]+)"', "\n".join(texts))
    addresses = {unescape(one) for one in found}
    failing = OutsideLink.objects.filter(url__in=addresses, failures_in_a_row__gt=0)
    message = _("The link to %(address)s led nowhere when the hub last tried it.")
    return [
        Finding(Level.WARNING, message % {"address": link.url}) for link in failing.order_by("url")
    ]


def _look_at_entries(report: Report, entries: Iterable[Entry]) -> None:
    now = timezone.now()
    without_alt, past = [], []
    for entry in entries:
        image = entry.card_data.get("image")
        if image and not image["alt"]:
            without_alt.append(entry)
        ends_at = checkup.over_at(entry)
        if ends_at and ends_at < now:
            past.append(entry)
    for entry in without_alt:
        message = _("“%(title)s”: its picture has no description for those who cannot see it.")
        report.add(Level.WARNING, message % {"title": entry.title})
    for entry in past:
        message = _("“%(title)s” is already over: is it still meant to be in the issue?")
        report.add(Level.WARNING, message % {"title": entry.title})
    if not without_alt:
        report.add(Level.OK, _("Every picture has a description for those who cannot see it."))


def _look_at_audience(report: Report) -> None:
    target = report.target
    if target.for_group and target.segment is None:
        report.add(
            Level.ERROR,
            _("The group of readers the issue was for has been deleted: choose whom it is for."),
        )
    elif report.issue.pages and not report.audience.planned:
        report.add(
            Level.ERROR,
            _("Nobody would receive the issue: there is no confirmed reader it is meant for."),
        )
    elif target.for_group:
        for language, count in report.audience.recipients.items():
            if not count:
                message = _("The edition in %(language)s has no reader.")
                report.add(Level.WARNING, message % {"language": language_name(language)})


def _look_at_one_click(report: Report) -> None:
    """Whether readers can leave by one click: mailbox providers try it, too."""
    found = probing.one_click()
    if found.verdict is probing.Verdict.WORKS:
        report.add(Level.OK, _("The one-click address to unsubscribe answers as it should."))
    elif found.verdict is probing.Verdict.BROKEN:
        message = _(
            "The one-click address to unsubscribe answers %(status)d instead of 200: readers could "
            "not leave, and mailbox providers would refuse the mail. Tell whoever runs the hub."
        )
        report.add(Level.ERROR, message % {"status": found.status})
    elif found.verdict is probing.Verdict.NOT_REACHED:
        message = _(
            "The hub could not call its own address %(address)s to test unsubscribing by one "
            "click: make sure that the address works."
        )
        report.add(Level.WARNING, message % {"address": settings.HUB_URL})


def _look_at_sender(report: Report) -> None:
    """What the DNS says of the sender's domain; where it says nothing, nothing is said."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    found = sender_dns.records(domain)
    words = {"domain": domain}
    missing = []
    if found.has_spf is False:
        missing.append(_("%(domain)s has no SPF record: much of the mail may end up as spam."))
    if found.has_dkim is False:
        missing.append(_("The DKIM key of %(domain)s is not in the DNS: signatures are worthless."))
    if found.dmarc_policy == "":
        missing.append(_("%(domain)s has no DMARC record: large mailbox providers ask for one."))
    for message in missing:
        report.add(Level.WARNING, message % words)
    if not missing and found.has_spf and found.dmarc_policy:
        report.add(Level.OK, _("%(domain)s vouches for its mail (SPF and DMARC).") % words)
