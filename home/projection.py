"""The home page and plain pages as plain data."""

from core.projection import Facts, Reading, projects
from home.models import HomePage, StandardPage


@projects(HomePage)
def home_facts(page: HomePage, reading: Reading) -> Facts:
    """The home page adds its opening words."""
    return Facts(kind="page", detail={"claim": page.claim})


@projects(StandardPage)
def page_facts(page: StandardPage, reading: Reading) -> Facts:
    """A plain page adds nothing."""
    return Facts(kind="page")
