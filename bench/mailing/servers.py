"""Mail servers to hand over to: Postfix's smtp-sink, and one that notes who got a mail."""

from __future__ import annotations

import asyncio
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SINK = shutil.which("smtp-sink", path=os.environ["PATH"] + ":/usr/sbin")


@contextmanager
def sink() -> Iterator[int]:
    """A mail server that swallows everything; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    assert SINK is not None
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([SINK, *user, f"127.0.0.1:{port}", "100"])
    try:
        for _attempt in range(100):
            try:
                smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.kill()
        process.wait()


@contextmanager
def noting(notes: Path) -> Iterator[int]:
    """A mail server that writes down each recipient before it says "taken"; gives its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.mailing.servers", str(notes)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class _Conversation(asyncio.Protocol):
    """As much of SMTP as a sender speaks; what is interrupted before its end was not taken."""

    def __init__(self, notes: int) -> None:
        self._notes = notes
        self._unread = b""
        self._recipient = b""
        self._is_body = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say("220 ready")

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while self._take():
            pass

    def _take(self) -> bool:
        """Deal with the next command or the next whole message; False where more has to come."""
        end = b"\r\n.\r\n" if self._is_body else b"\r\n"
        words, found, rest = self._unread.partition(end)
        if not found:
            return False
        self._unread = rest
        if self._is_body:
            self._is_body = False
            os.write(self._notes, self._recipient + b"\n")
            self._say("250 taken")
        else:
            self._answer(words)
        return True

    def _answer(self, command: bytes) -> None:
        verb = command[:4].upper()
        if verb == b"EHLO":
            self._say("250-here\r\n250 PIPELINING")
        elif verb == b"DATA":
            self._is_body = True
            self._say("354 go on")
        elif verb == b"QUIT":
            self._say("221 bye")
            self._transport.close()
        else:
            if verb == b"RCPT":
                self._recipient = command.partition(b"<")[2].rstrip(b">")
            self._say("250 ok")

    def _say(self, words: str) -> None:
        self._transport.write(f"{words}\r\n".encode())


async def _serve(path: str) -> None:
    notes = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Conversation(notes), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
