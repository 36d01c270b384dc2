"""A mailbox for tests: as much of IMAP as our reader speaks, on a real socket."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """Mails by number, with their flags; what was said to the server."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    port: int = 0
    password: str = "segreta"
    breaks_after_fetch: bool = False

    def put(self, raw: bytes) -> int:
        number = max(self.mails, default=0) + 1
        self.mails[number], self.flags[number] = raw, set()
        return number


class _Handler(socketserver.StreamRequestHandler):
    box: Mailbox

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _space, rest = line.decode().strip().partition(" ")
            if not self._answer(tag, rest):
                return

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _answer(self, tag: str, rest: str) -> bool:
        """Answer one command; False ends the conversation."""
        words = rest.upper().split()
        name = words[1] if words[0] == "UID" else words[0]
        answer = getattr(self, f"_do_{name.lower()}", None)
        result = answer(rest) if answer else "OK done"
        if result:
            self._say(f"{tag} {result}")
        return name != "LOGOUT" and bool(result)

    def _do_capability(self, rest: str) -> str:
        self._say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def _do_login(self, rest: str) -> str:
        return "OK done" if self.box.password in rest else "NO wrong"

    def _do_select(self, rest: str) -> str:
        self._say(f"* {len(self.box.mails)} EXISTS")
        return "OK done"

    def _do_search(self, rest: str) -> str:
        fresh = [n for n, flags in self.box.flags.items() if "\\Seen" not in flags]
        self._say(f"* SEARCH {' '.join(map(str, fresh))}".rstrip())
        return "OK done"

    def _do_fetch(self, rest: str) -> str:
        number = int(rest.split()[2])
        raw = self.box.mails[number]
        self.wfile.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (number, number, len(raw)))
        self.wfile.write(raw + b")\r\n")
        return "OK done"

    def _do_store(self, rest: str) -> str:
        if self.box.breaks_after_fetch:
            return ""
        self.box.flags[int(rest.split()[2])] |= set(re.findall(r"\\\w+", rest))
        return "OK done"

    def _do_expunge(self, rest: str) -> str:
        for number in [n for n, flags in self.box.flags.items() if "\\Deleted" in flags]:
            del self.box.mails[number], self.box.flags[number]
        return "OK done"

    def _do_logout(self, rest: str) -> str:
        self._say("* BYE")
        return "OK done"


@contextmanager
def serving() -> Iterator[Mailbox]:
    """A mailbox on a port of this machine."""
    box = Mailbox()
    handler = type("Handler", (_Handler,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
