"""What tests of the search share."""

from tests.catalogue.conftest import Commits, commits
from tests.home.conftest import Read, read

__all__ = ["Commits", "Read", "commits", "read"]
