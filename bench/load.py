"""`python -m bench.load URL CLIENTS < requests` asks one page after the other, and says how long each took.

A request is a line of JSON: a path and its headers. Each client keeps its connection as long as the server does. What
is printed is JSON: the seconds of each answer, and of all of it. Any answer but 200 ends it.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import aiohttp

Request = tuple[str, dict[str, str]]


async def ask(url: str, clients: int, requests: list[Request]) -> dict[str, Any]:
    """Has all requests answered; raises AssertionError for any answer but 200."""
    left = iter(requests)
    took: list[float] = []
    connector = aiohttp.TCPConnector(limit=clients)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
        began = time.perf_counter()
        await asyncio.gather(*(_client(session, url, left, took) for _ in range(clients)))
    return {"took": took, "seconds": time.perf_counter() - began}


async def _client(session: aiohttp.ClientSession, url: str, left: Iterator[Request], took: list[float]) -> None:
    for path, headers in left:
        began = time.perf_counter()
        async with session.get(url + path, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200, f"{path}: {answer.status}"
        took.append(time.perf_counter() - began)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(ask(sys.argv[1], int(sys.argv[2]), [json.loads(line) for line in sys.stdin]))))
