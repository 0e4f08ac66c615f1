"""A client that asks over kept connections as fast as it is answered; a process of its own.

Reads a JSON object from stdin (`port`, `seconds`, `paths`, `headers`), writes one to stdout: `requests`, `seconds`,
`median` (seconds of one request). Every connection has one request under way at any time. Fails for any status but 200.
"""

import selectors
import socket
import sys
import time
from itertools import cycle

import orjson

CONNECTIONS = 8


class Connection:
    """One request after the other; `answered` reads what has come and tells whether the answer is whole."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> None:
        self.began, self._got, self._whole = time.perf_counter(), bytearray(), None
        self.socket.sendall(request)

    def answered(self) -> bool:
        some = self.socket.recv(1 << 18)
        assert some, "the server has closed the connection"
        self._got += some
        end = self._got.find(b"\r\n\r\n") if self._whole is None else -1
        if end >= 0:
            self._whole = end + 4 + _content_length(bytes(self._got[:end]))
        return len(self._got) == self._whole


def _content_length(head: bytes) -> int:
    assert head.startswith(b"HTTP/1.1 200 "), head
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return int(length.split(b":")[1])


def load(port: int, seconds: float, paths: list[str], headers: dict[str, str]) -> dict[str, float]:
    lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "127.0.0.1", **headers}.items())
    requests = cycle([f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode() for path in paths])
    took: list[float] = []
    with selectors.DefaultSelector() as waiting:
        for _ in range(CONNECTIONS):
            connection = Connection(port)
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(next(requests))
        began = time.perf_counter()
        while (now := time.perf_counter()) < began + seconds:
            for key, _ in waiting.select():
                if key.data.answered():
                    took.append(time.perf_counter() - key.data.began)
                    key.data.ask(next(requests))
    return {"requests": len(took), "seconds": now - began, "median": sorted(took)[len(took) // 2]}


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(load(**orjson.loads(sys.stdin.buffer.read()))))
