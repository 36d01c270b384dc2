"""What tests of the catalogue share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

Commits = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def commits(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list]],
    caplog: pytest.LogCaptureFixture,
) -> Commits:
    """Make `with commits():` act as a transaction that ends: what waits for a commit happens.

    A failure there is only logged, as in real life; here it fails the test.
    """

    @contextmanager
    def committing() -> Iterator[None]:
        caplog.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield
        failures = [record.getMessage() for record in caplog.records if record.levelno >= 40]
        assert not failures, failures

    return committing
