"""The storefront's server goes nowhere that somebody else names: it asks its node, and nobody besides."""

import ast
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.fixtures.goods import Goods
from tests.fixtures.shop import ROOT, closed_shop

NETWORK = {"requests", "web3", "urllib3", "httpx", "aiohttp", "socket", "http", "ftplib", "smtplib", "subprocess"}
NODE_FILE = "frontend/chain.py"
MAIL_FILE = "frontend/notices/mail.py"

PLACES = [
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:1/",
    "http://[::1]:1/",
    "http://2130706433:1/",
    "http://0x7f.1:1/",
    "//internal.example/",
    "https://user@internal.example/",
    "file:///etc/passwd",
    "gopher://internal.example:70/_",
    "ipfs://internal",
]
PATHS = ["offers/{}", "orders/{}/receipt", "orders/{}", "shops/{}", "vendor/{}", "settings/language/{}"]
APIS = ["api/v1/documents/{}", "api/v1/offers/{}", "api/v1/orders/{}", "api/v1/accounts/{}"]
QUESTIONS = [
    "?q={0}&seller={0}&currency={0}&category={0}",
    "orders/?account={0}&status={0}",
    "cart?offer={0}&quantity={0}",
    "checkout?offer={0}",
    "earnings?account={0}&ref={0}",
    "points?account={0}&after={0}",
    "api/v1/offers?seller={0}",
]
HEADERS = ["Host", "X-Forwarded-Host", "Forwarded", "Referer", "Origin", "X-Original-URL", "Accept-Language"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, int]]:
    """A storefront, and the port of its node."""
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("fetch"), goods.furnish) as shop:
        shop.index_once()
        yield shop.app().test_client(), shop.node.port


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where this process connects to or what it looks up, in order."""
    places: list[Any] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connecting(self: socket.socket, address: Any) -> None:
        places.append(address)
        connect(self, address)

    def looking_up(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        places.append((host, port))
        return look_up(host, port, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", connecting)
    monkeypatch.setattr(socket, "getaddrinfo", looking_up)
    return places


@pytest.mark.parametrize("place", PLACES)
def test_named_places_are_not_visited(client: tuple[FlaskClient, int], reached: list[Any], place: str) -> None:
    """In a path, a question, a header or a document."""
    storefront, node = client
    encoded = quote(place, safe="")
    for path in [*PATHS, *APIS, *QUESTIONS]:
        assert storefront.get("/" + path.format(encoded)).status_code < 500, path
    for header in HEADERS:
        assert storefront.get("/", headers={header: place}).status_code < 500, header
    document = {"type": "handover/profile/1", "name": {"en": place}, "logo": place, "contact": place}
    for body in (json.dumps(document), json.dumps({"type": place, "url": place}), place):
        assert 400 <= storefront.put(f"/api/v1/documents/{encoded}", data=body).status_code < 500
    asked = {"account": place, "expires": 1, "signature": place}
    assert 400 <= storefront.delete("/api/v1/documents", json=asked | {"documents": [place]}).status_code < 500
    assert {address[:2] for address in reached} <= {("127.0.0.1", node)}


def test_visits_are_noticed(client: tuple[FlaskClient, int], reached: list[Any]) -> None:
    """A connection and a look-up, by the means that the storefront's libraries have."""
    _, node = client
    socket.create_connection(("127.0.0.1", node)).close()
    assert reached == [("127.0.0.1", node), ("127.0.0.1", node)]


def test_one_file_talks_to_the_network() -> None:
    """Whatever else the storefront imports cannot reach anybody."""
    files = [path for path in (ROOT / "frontend").rglob("*.py") if names(path) & NETWORK]
    assert sorted(str(path.relative_to(ROOT)) for path in files) == [NODE_FILE, MAIL_FILE]


def test_pages_do_not_know_the_mail_server() -> None:
    """What reaches it belongs to a process of its own."""
    found = "import sys, frontend.pages; print('frontend.notices.mail' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", found], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def names(path: Path) -> set[str]:
    """The first part of each module that a file imports; `urllib.request` counts as `http`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found |= {"http" if name == "urllib.request" else name.split(".")[0] for name in modules}
    return found
