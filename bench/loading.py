"""A load client that costs little: prepared bytes over connections that stay open."""

from __future__ import annotations

import multiprocessing
import socket
import time
from dataclasses import dataclass, field

AT_LEAST = 5  # requests of each connection, however slow


@dataclass(frozen=True)
class Question:
    """What to ask, and the status that must come."""

    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass
class Load:
    """What came of asking the same thing for a while."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency, in seconds, below which this share of the requests stays."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


Answer = tuple[int, dict[str, str], bytes]


def fetch(port: int, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Ask once: status, headers with small names, body."""
    with _connected(port) as connection:
        return _exchange(connection, _request(port, path, headers or {}))


class Clients:
    """Processes that ask at the same time, each over a connection of its own."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.pool = multiprocessing.get_context("spawn").Pool(count)

    def __enter__(self) -> Clients:
        return self

    def __exit__(self, *_error: object) -> None:
        self.pool.terminate()
        self.pool.join()

    def load(self, question: Question, seconds: float) -> Load:
        """Ask the same thing from all of them."""
        start = time.time() + 0.1
        parts = self.pool.starmap(_ask_at, [(question, seconds, start)] * self.count, chunksize=1)
        return Load(
            seconds=max(part.seconds for part in parts),
            latencies=[one for part in parts for one in part.latencies],
        )


def load(question: Question, seconds: float) -> Load:
    """Ask the same thing over one connection."""
    request = _request(question.port, question.path, question.headers)
    result = Load()
    with _connected(question.port) as connection:
        now = begun = time.perf_counter()
        while now < begun + seconds or len(result.latencies) < AT_LEAST:
            status, _headers, _body = _exchange(connection, request)
            if status != question.status:
                raise RuntimeError(f"{question.path}: {status} instead of {question.status}.")
            then, now = now, time.perf_counter()
            result.latencies.append(now - then)
        result.seconds = now - begun
    return result


def _ask_at(question: Question, seconds: float, start: float) -> Load:
    time.sleep(max(0.0, start - time.time()))
    return load(question, seconds)


def _connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=120)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _request(port: int, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _exchange(connection: socket.socket, request: bytes) -> Answer:
    connection.sendall(request)
    data = connection.recv(262_144)
    while (split := data.find(b"\r\n\r\n")) < 0:
        data += _more(connection)
    head = data[:split].decode("latin-1").split("\r\n")
    status = int(head[0].split(" ", 2)[1])
    fields = (line.partition(":") for line in head[1:])
    headers = {name.lower(): value.strip() for name, _colon, value in fields}
    body = data[split + 4 :]
    length = 0 if status == 304 else int(headers.get("content-length", 0))
    chunks, have = [body], len(body)
    while have < length:
        chunk = _more(connection)
        chunks.append(chunk)
        have += len(chunk)
    return status, headers, b"".join(chunks)


def _more(connection: socket.socket) -> bytes:
    chunk = connection.recv(262_144)
    if not chunk:
        raise RuntimeError("The server closed the connection.")
    return chunk
