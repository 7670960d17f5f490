"""Scripts and styles: compressed, kept by browsers, and found under an address that changes with them."""

import gzip
import re
import zlib
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from frontend.web import compression
from frontend.web.assets import FOLDER, Assets
from tests.fixtures.shop import closed_shop

PACKED = {"Accept-Encoding": "gzip, br"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A storefront with nothing to sell."""
    with closed_shop(tmp_path_factory.mktemp("assets"), lambda shop: None) as shop:
        shop.index_once()
        yield shop.app().test_client()


def linked(client: FlaskClient) -> list[str]:
    """The addresses of all styles, scripts and icons that a page names."""
    page = client.get("/about").get_data(as_text=True)
    return re.findall(r'(?:src|href)="(/(?:assets|static|devnet)/[^"#]*)', page)


def test_pages_name_versions_that_browsers_keep(client: FlaskClient) -> None:
    found = linked(client)
    assert len(found) >= 4
    for address in found:
        answer = client.get(address)
        assert address.startswith("/assets/")
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address


def test_what_is_packed_is_the_same(client: FlaskClient) -> None:
    address = next(
        address for address in linked(client) if address.endswith("/static/js/main.js") and "/devnet/" not in address
    )
    plain, packed = client.get(address), client.get(address, headers=PACKED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data == (FOLDER / "static" / "js" / "main.js").read_bytes()
    assert len(packed.data) < len(plain.data)
    assert {answer.headers["Vary"] for answer in (plain, packed)} == {"Accept-Encoding"}


@pytest.mark.parametrize("address", ["/", "/about", "/guide/", "/nothing/here"])
def test_a_page_is_styled_by_what_stands_in_it(client: FlaskClient, address: str) -> None:
    """Its policy allows these sheets and no others; none is asked for after it."""
    answer = client.get(address)
    found = re.findall(r"<style>(.*?)</style>", answer.get_data(as_text=True), re.DOTALL)
    allowed = {b64encode(sha256(sheet.encode()).digest()).decode() for sheet in found}
    policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert found
    assert set(policy["style-src"].split()) == {f"'sha256-{digest}'" for digest in allowed}
    assert 'rel="stylesheet"' not in answer.get_data(as_text=True)


def test_what_is_no_page_may_not_be_styled(client: FlaskClient) -> None:
    assert "style-src 'none';" in client.get("/api/v1/health").headers["Content-Security-Policy"]


def test_scripts_find_each_other_under_one_version(client: FlaskClient) -> None:
    """Whatever a script imports, from its own address, is there and kept as well."""
    waiting = [address for address in linked(client) if address.endswith(".js")]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/javascript"), address
        assert "immutable" in answer.headers["Cache-Control"], address
        if "/vendor/" not in address:
            names = re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", answer.get_data(as_text=True))
            waiting += [found for name in names if (found := _resolved(address, name)) not in seen]
    assert any("/vendor/ethers.min.js" in address for address in seen)
    assert any("/devnet/static/" in address for address in seen)


def _resolved(address: str, name: str) -> str:
    parts = address.split("/")[:-1]
    for part in name.split("/"):
        parts = parts[:-1] if part == ".." else parts if part == "." else [*parts, part]
    return "/".join(parts)


@pytest.mark.parametrize("address", ["/static/js/main.js", "/assets/0123456789abcdef/static/js/main.js"])
def test_another_version_is_served_and_asked_for_again(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["nothing.js", "../app.py", "..%2f..%2fconfig.py", "%2e%2e/config.py", "js"])
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_the_version_changes_with_any_file(tmp_path: Path) -> None:
    one, other = tmp_path / "one.js", tmp_path / "other.js"
    one.write_text("1")
    other.write_text("2")
    before = Assets({"one.js": one, "other.js": other}).version
    assert Assets({"one.js": one, "other.js": other}).version == before
    other.write_text("3")
    assert Assets({"one.js": one, "other.js": other}).version != before


def test_pages_are_packed_where_that_is_taken(client: FlaskClient) -> None:
    plain, packed = client.get("/about"), client.get("/about", headers=PACKED)
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == (
        "gzip",
        "Accept-Encoding, Accept-Language, Cookie",
    )
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data) / 2
    assert gzip.decompress(packed.data).startswith(b"<!doctype html>")
    assert int(packed.headers["Content-Length"]) == len(packed.data)


@pytest.mark.parametrize(
    "pieces", [(), ("two ",), ("one ", "three "), ("three ", "one "), ("four ",), ("", "one two ")]
)
def test_what_was_packed_apart_is_one_stream_with_the_rest(pieces: tuple[str, ...]) -> None:
    """Browsers read one stream and leave what follows; a piece that is not there changes nothing."""
    body = "".join(f"{word} " * 50 for word in ("zero", "one", "two", "three", "一二三")).encode()
    reading = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    assert reading.decompress(compression.packed(body, pieces)) == body
    assert (reading.eof, reading.unused_data) == (True, b"")


def test_what_is_private_is_not_packed(client: FlaskClient) -> None:
    """Its length would tell what stands in it beside what somebody else wrote into the address line."""
    answer = client.get("/sign-in", headers=PACKED)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Content-Encoding" not in answer.headers
