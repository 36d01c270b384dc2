"""Issues as plain data."""

from core.projection import Facts, Reading, projects
from newsletter.models import IssuePage, NewsletterIndexPage


@projects(NewsletterIndexPage)
def index_facts(page: NewsletterIndexPage, reading: Reading) -> Facts:
    """The archive is a page like others."""
    return Facts(kind="page")


@projects(IssuePage)
def issue_facts(page: IssuePage, reading: Reading) -> Facts:
    """An issue adds the subject its readers saw."""
    return Facts(kind="issue", detail={"subject": page.mail_subject})
