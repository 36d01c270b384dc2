"""Timed jobs of the materials: publishing on time, giving lost tasks back, sweeping."""

from django.core.management import call_command

from core import hiding, posting
from core.importing import jobs
from core.merging import settle
from core.reaping import reap
from core.scheduling import periodic

MINUTE = 60
DAY = 24 * 60 * MINUTE


@periodic("core.publish_scheduled", every=MINUTE)
def publish_scheduled() -> None:
    """Publish and expire what editors have scheduled, as Wagtail does it."""
    call_command("publish_scheduled", verbosity=0)


@periodic("core.send_letters", every=20)
def send_letters() -> None:
    """Send the letters whose time has come, and those that had to wait for the server."""
    posting.send_due()


@periodic("core.reap_tasks", every=MINUTE)
def reap_tasks() -> None:
    """Give back background tasks whose worker was killed."""
    reap()


@periodic("core.sweep", every=DAY)
def sweep() -> None:
    """Remove ended sessions, tasks that ended two weeks ago, letters of long ago."""
    posting.forget()
    call_command("clearsessions")
    call_command("prune_db_task_results", verbosity=0)


@periodic("core.wake_imports", every=MINUTE)
def wake_imports() -> None:
    """Go on with imports whose background task was lost."""
    jobs.wake()


@periodic("core.forget_imports", every=DAY)
def forget_imports() -> None:
    """Let go of files nobody came back for, and of old reports."""
    jobs.forget()


@periodic("core.settle_topics", every=60 * MINUTE)
def settle_topics() -> None:
    """Move what was given a topic by other ways than forms after it had been merged."""
    settle()


@periodic("core.settle_pictures", every=60 * MINUTE)
def settle_pictures() -> None:
    """Hide and show what changed by other ways than forms, or while a size was being made."""
    hiding.settle()
