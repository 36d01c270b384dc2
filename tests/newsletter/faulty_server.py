"""A mail server with a fault, in a process of its own.

    python -m tests.newsletter.faulty_server NOTES FAULT [plain]

Prints its port; writes each recipient whose mail it has taken into NOTES. With `plain` it does not
allow commands to be sent together. The faults stand in `Conversation`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter

# Refusals that speak of whoever sends, with the word for the fault.
OF_US_AT_MAIL = {
    "sender blocked": "550 5.7.1 sender blocked",
    "login wanted": "530 5.7.0 authentication required",
}
OF_US_AT_RCPT = {
    "blocklisted after three": "554 5.7.1 client host [192.0.2.7] blocked using zen.spamhaus.org",
    "relay denied after three": "554 5.7.1 relay access denied",
}


class World:
    """What all conversations with the server share."""

    def __init__(self, notes: str, fault: str, is_plain: bool) -> None:
        self.notes = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.fault = fault
        self.is_plain = is_plain
        self.counts: Counter[str] = Counter()

    def next(self, name: str) -> int:
        """Count something; its number, from 1 on."""
        self.counts[name] += 1
        return self.counts[name]

    def take(self, recipient: bytes) -> None:
        os.write(self.notes, recipient + b"\n")


class Conversation(asyncio.Protocol):
    """SMTP as far as a sender speaks it, and one fault."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.unread = b""
        self.recipient = b""
        self.has_sender = False
        self.is_body = False
        self.is_silent = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        if self.world.fault == "421 at the door":
            self.say("421 4.3.2 too busy")
            transport.close()
            return
        self.say("220 ready")

    def data_received(self, data: bytes) -> None:
        self.unread += data
        while not self.is_silent and self.take_next():
            pass

    def take_next(self) -> bool:
        end = b"\r\n.\r\n" if self.is_body else b"\r\n"
        words, found, rest = self.unread.partition(end)
        if not found:
            return False
        self.unread = rest
        if self.is_body:
            self.is_body = False
            self.end_of_body()
        else:
            verb = words[:4].upper().decode()
            {"EHLO": self.ehlo, "MAIL": self.mail, "DATA": self.data, "QUIT": self.quit}.get(
                verb, lambda: self.rcpt(words) if verb == "RCPT" else self.say("250 ok")
            )()
        return not self.transport.is_closing()

    def ehlo(self) -> None:
        self.say("250 here" if self.world.is_plain else "250-here\r\n250 PIPELINING")

    def mail(self) -> None:
        number = self.world.next("mail")
        self.has_sender = self.world.fault != "450 to everything"
        if self.world.fault == "421 at each fifth" and number % 5 == 0:
            self.say("421 4.7.0 enough for now")
            self.transport.close()
        elif self.world.fault in OF_US_AT_MAIL:
            self.has_sender = False
            self.say(OF_US_AT_MAIL[self.world.fault])
        elif not self.has_sender:
            self.say("450 4.7.1 later, please")
        else:
            self.say("250 ok")

    def rcpt(self, words: bytes) -> None:
        if not self.has_sender:
            self.say("503 no sender")
            return
        self.recipient = words.partition(b"<")[2].rstrip(b">")
        number = self.world.next("rcpt")
        unknown = {"nobody lives here": True, "refuses the fourth of eight": number % 8 == 4}
        if unknown.get(self.world.fault):
            self.recipient = b""
            self.say("550 5.1.1 nobody here")
        elif self.world.fault in OF_US_AT_RCPT and number > 3:
            self.say(OF_US_AT_RCPT[self.world.fault])
            self.recipient = b""
        elif self.world.fault == "greylist" and self.world.next(self.recipient.decode()) == 1:
            self.recipient = b""
            self.say("451 4.7.1 greylisted")
        else:
            self.say("250 ok")

    def data(self) -> None:
        if not self.recipient:
            self.say("503 no recipient")
            return
        if self.world.fault == "drops in the body" and self.world.next("data") % 4 == 0:
            self.say("354 go on")
            self.transport.abort()
            return
        self.is_body = True
        self.say("354 go on")

    def end_of_body(self) -> None:
        number = self.world.next("body")
        if self.world.fault == "554 to every message":
            self.say("554 5.7.1 message refused")
            return
        if self.world.fault == "451 after the body, once" and number == 1:
            self.say("451 4.3.0 try again")
            return
        self.world.take(self.recipient)
        self.recipient = b""
        if self.world.fault == "drops after the body" and number % 4 == 0:
            self.transport.abort()
        elif self.world.fault == "takes and never answers" and number == 2:
            self.is_silent = True
        elif self.world.fault == "dies after ten" and number == 10:
            os._exit(1)
        else:
            self.say("250 taken")

    def quit(self) -> None:
        self.say("221 bye")
        self.transport.close()

    def say(self, words: str) -> None:
        line = f"{words}\r\n".encode()
        if self.world.fault == "slow":
            asyncio.get_running_loop().call_later(0.03, self.transport.write, line)
        else:
            self.transport.write(line)


async def serve(world: World) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(world), "127.0.0.1", 0)
    os.write(1, f"{server.sockets[0].getsockname()[1]}\n".encode())
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(World(sys.argv[1], sys.argv[2], "plain" in sys.argv[3:])))
