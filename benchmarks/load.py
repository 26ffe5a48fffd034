"""Many clients at once, each asking for one page again and again over its own connection.

Plain sockets: on a machine with few cores a heavy client would measure itself.
"""

import asyncio
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

WARM_UP = 0.3
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one page. Times in milliseconds."""

    requests: int
    seconds: float
    times: tuple[float, ...]

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p99(self) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * 0.99))]


async def measure(address: str, path: str, *, clients: int, seconds: float, cookie: str = "") -> Measured:
    """Raises RuntimeError for any answer but 200: a fast error is not a fast page."""
    warm = time.perf_counter() + seconds * WARM_UP
    until = warm + seconds
    request = _request(address, path, cookie)
    found = await asyncio.gather(*(_client(address, request, path, warm, until) for _ in range(clients)))
    times = tuple(ms for one in found for ms in one)
    if not times:
        raise RuntimeError(f"{path} was not answered once in {seconds} s")
    return Measured(len(times), seconds, times)


def _request(address: str, path: str, cookie: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {urlsplit(address).netloc}", "Accept: text/html", "Accept-Language: en"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _client(address: str, request: bytes, path: str, warm: float, until: float) -> list[float]:
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=4_000_000)
    times: list[float] = []
    try:
        while (begun := time.perf_counter()) < until:
            writer.write(request)
            async with asyncio.timeout(PATIENCE):
                await _answer(reader, path)
            if begun >= warm:
                times.append((time.perf_counter() - begun) * 1000)
    finally:
        writer.close()
    return times


async def _answer(reader: asyncio.StreamReader, path: str) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    status, *fields = head.decode("latin-1").split("\r\n")
    if " 200 " not in f"{status} ":
        raise RuntimeError(f"{path} answered {status}")
    headers = dict(field.lower().split(": ", 1) for field in fields if field)
    return await reader.readexactly(int(headers["content-length"]))
