"""A mail server that keeps every message in a folder and passes none on."""

import itertools
import os
import time
from email.utils import formatdate
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MAX_MESSAGE_SIZE = 30 * 1024 * 1024


class Catcher:
    """Writes each message as it came, with the envelope in front, as a mailbox would get it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count()
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep one message; the name of its file sorts by time."""
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(self._numbers):06d}"
        lines = [f"Return-Path: <{envelope.mail_from or ''}>"]
        lines += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
        lines += [f"Received: by the demo's mail catcher; {formatdate()}", ""]
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        arriving = self.folder / f"{name}.arriving"
        arriving.write_bytes("\r\n".join(lines).encode("utf-8", "replace") + content)
        arriving.rename(self.folder / f"{name}.eml")
        return "250 kept"


def catch(folder: Path, port: int) -> Controller:
    """Start catching on 127.0.0.1; raises OSError when the port is taken. Call `stop()` to end."""
    controller = Controller(
        Catcher(folder),
        hostname="127.0.0.1",
        port=port,
        data_size_limit=MAX_MESSAGE_SIZE,
        enable_SMTPUTF8=True,
    )
    controller.start()
    return controller
