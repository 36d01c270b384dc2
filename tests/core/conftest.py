"""What tests of the materials share: the catalogue listens to them."""

from tests.catalogue.conftest import Commits, commits

__all__ = ["Commits", "commits"]
