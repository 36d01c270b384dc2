"""Paths with news, and readers who follow them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from catalogue import publishing
from events.models import ParticipationPathPage, PathUpdate
from newsletter import following, news
from newsletter.models import Bulletin, Following, NewsItem, Subscriber
from tests.factories import HubSite
from tests.newsletter.readers import last_mail, token_in, work


def make_path(hub: HubSite, **fields: Any) -> ParticipationPathPage:
    """A public path, known to the catalogue."""
    fields = {"title": "Il mulino di Valchiara", "slug": "mulino", "status": "running"} | fields
    path = hub.path(**fields)
    publishing.refresh_page(page_id=path.pk)
    return path


def publish(page: Page) -> None:
    """Publish a page as it is in memory, and let the catalogue hear of it."""
    page.save_revision().publish()
    publishing.refresh_page(page_id=page.pk)
    page.refresh_from_db()


def tell(path: ParticipationPathPage, title: str = "Primo incontro", **fields: Any) -> PathUpdate:
    """Publish an update."""
    update = PathUpdate(title=title, text="<p>Eravamo in trenta.</p>", **fields)
    path.updates.add(update)
    publish(path)
    return path.updates.last()


def meet(hub: HubSite, path: ParticipationPathPage, **fields: Any) -> Any:
    """Publish a meeting of a path, a week from now."""
    fields = {
        "title": "Tavolo di ascolto",
        "starts_at": timezone.now() + timedelta(days=7),
    } | fields
    event = hub.event(part_of_path=path, **fields)
    publishing.refresh_page(page_id=event.pk)
    publishing.refresh_page(page_id=path.pk)
    return event


def confirm_token() -> str:
    """The token in the mail that asks whether to follow."""
    return token_in(last_mail(), "/newsletter/")


def follows(
    path: ParticipationPathPage, email: str = "anna@example.org", language: str = "it"
) -> Following:
    """Somebody has asked to follow, and has pressed the button in the mail."""
    following.ask(email=email, language=language, kind="path", key=path.translation_key)
    work()
    following.confirm(token=confirm_token())
    subscriber = Subscriber.objects.get(email_key=email)
    return subscriber.followings.get(key=path.translation_key)


def rest_and_write(path: ParticipationPathPage) -> Bulletin | None:
    """Look for news and let it rest: the bulletin, if one was written."""
    news.look(kind="path", key=path.translation_key)
    NewsItem.objects.update(found_at=timezone.now() - news.REST)
    return news.write(kind="path", key=path.translation_key)
