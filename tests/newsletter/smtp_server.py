"""A mail server for tests, in a process of its own; what it does depends on the recipient.

    python -m tests.newsletter.smtp_server FOLDER [SECONDS]

Prints its port, then keeps every mail it takes as a file in FOLDER, taking SECONDS for each.
Recipients whose address begins with: `full` are put off (452), `nobody` are refused (550),
`spam` are refused after the message (554), `silent` are taken and never answered.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session


class Handler:
    """Keeps mails, in the order in which they were taken."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder = folder
        self.seconds = seconds
        self.count = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("full"):
            return "452 4.2.2 Mailbox full"
        if address.startswith("nobody"):
            return f"550 5.1.1 <{address}>: no such user"
        if address.startswith("foreign"):
            return f"554 5.7.1 <{address}>: Relay access denied"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 5.7.1 Looks like spam"
        await asyncio.sleep(self.seconds)
        self._keep(envelope)
        if envelope.rcpt_tos[0].startswith("silent"):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 OK"

    def _keep(self, envelope: Envelope) -> None:
        self.count += 1
        content = envelope.content
        assert isinstance(content, bytes)
        lines = f"X-Rcpt: {envelope.rcpt_tos[0]}\r\nX-From: {envelope.mail_from}\r\n"
        part = self.folder / f"{self.count:06}.part"
        part.write_bytes(lines.encode() + content)
        part.rename(part.with_suffix(".eml"))


def main() -> None:
    folder = Path(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    controller = UnthreadedController(
        Handler(folder, seconds), hostname="127.0.0.1", port=0, loop=loop
    )
    controller.begin()
    assert isinstance(controller.server, asyncio.Server)
    port = controller.server.sockets[0].getsockname()[1]
    os.write(1, f"{port}\n".encode())
    loop.run_forever()


if __name__ == "__main__":
    main()
