"""What the browser computes is what the contract and the scripts compute."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from eth_utils.abi import function_abi_to_4byte_selector
from playwright.sync_api import Browser, Page

from frontend.wording.formats import money
from scripts import sealing
from scripts.parameters import COIN, NOBODY, ROOT
from scripts.terms import Order, offer_id
from tests.browser.selling import enter
from tests.browser.tabs import new_profile, watched
from tests.browser.wallet import Wallet
from tests.fixtures.goods import DOLLAR, ETHER, Goods
from tests.fixtures.shop import Shop

VECTORS, EVIDENCE = (
    json.loads((ROOT / "tests" / "scripts" / "vectors" / name).read_text())
    for name in ("sealing.json", "evidence.json")
)

IDS = """async ([order, chainId, escrow]) => {
  const { offerId, orderId, total } = await import("/static/js/terms.js");
  return [offerId(order.offer), orderId(order, chainId, escrow), String(total(order))];
}"""

SEAL = """async ([plain, recipient, ephemeral, iv]) => {
  const { seal, sha256, decode64 } = await import("/static/js/sealing.js");
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("jwk", ephemeral, curve, true, ["deriveBits"]);
  const { kty, crv, x, y } = ephemeral;
  const publicKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, true, []);
  const sealed = await seal(plain, recipient, undefined, { privateKey, publicKey }, decode64(iv));
  return [new TextDecoder().decode(sealed), await sha256(sealed)];
}"""

SEAL_FRESH = """async ([plain, recipient]) => {
  const { seal } = await import("/static/js/sealing.js");
  return new TextDecoder().decode(await seal(plain, recipient));
}"""

SEAL_FOR = """async ([{ readers, between }, { plain, readers: count, key, iv, wraps }]) => {
  const { sealFor } = await import("/static/js/evidence.js");
  const { decode64 } = await import("/static/js/sealing.js");
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const pairs = wraps.map(async ({ ephemeral_private_key: jwk, iv: own }) => {
    const { kty, crv, x, y } = jwk;
    const privateKey = await crypto.subtle.importKey("jwk", jwk, curve, true, ["deriveBits"]);
    const publicKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, true, []);
    return { pair: { privateKey, publicKey }, iv: decode64(own) };
  });
  const chance = { key: decode64(key), iv: decode64(iv), wraps: await Promise.all(pairs) };
  const points = readers.slice(0, count).map(({ point }) => point);
  const { hash, body } = await sealFor(plain, points, between, chance);
  return [hash, new TextDecoder().decode(body)];
}"""

OPEN_ALL = """async ([{ readers, cases }, reader]) => {
  const { openedAll } = await import("/static/js/evidence.js");
  const { kty, crv, x, y, d } = readers[reader].private_key;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, curve, true, ["deriveBits"]);
  const publicKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, true, []);
  const bodies = new Map(cases.map(({ sealed, sha256 }) => [`0x${sha256}`, new TextEncoder().encode(sealed)]));
  const opened = await openedAll(bodies, { privateKey, publicKey });
  return [...opened].map(([hash, { plain }]) => [hash.slice(2), plain]);
}"""

OPENED = """async ([{ readers }, cases]) => {
  const { openedAll } = await import("/static/js/evidence.js");
  const { letterOf } = await import("/static/js/papers.js");
  const { kty, crv, x, y, d } = readers[0].private_key;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, curve, true, ["deriveBits"]);
  const publicKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, true, []);
  const own = { privateKey, publicKey };
  return Promise.all(cases.map(async ({ sealed }) => {
    const body = new TextEncoder().encode(sealed);
    const shared = await openedAll(new Map([["", body]]), own);
    return (shared.get("") ?? (await letterOf(body, own)))?.plain ?? null;
  }));
}"""

SHOWN = """async ([{ readers }, cases]) => {
  const { openedAll } = await import("/static/js/evidence.js");
  const { showPapers } = await import("/static/js/papers.js");
  const { kty, crv, x, y, d } = readers[0].private_key;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, curve, true, ["deriveBits"]);
  const publicKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, true, []);
  const bodies = new Map(cases.map(({ sealed }, place) => [String(place), new TextEncoder().encode(sealed)]));
  const places = cases.map((_, place) => `<p data-paper="${place}"><i data-unopened>Sealed.</i></p>`);
  document.body.insertAdjacentHTML("beforeend", places.join(""));
  const opened = await openedAll(bodies, { privateKey, publicKey });
  opened.get("1").plain = { type: "constructor" };
  await showPapers(opened);
  return [...document.querySelectorAll("[data-paper]")].map((place) => place.textContent);
}"""

SHOWABLE = """async (pictures) => {
  const { canonical, encode64, plainFrom } = await import("/static/js/forms.js");
  const type = "handover/evidence/1";
  const bytes = (value) => new TextEncoder().encode(canonical(value));
  const plain = { type, salt: encode64(new Uint8Array(32)), text: "", keys: {} };
  const isRead = (picture) => plainFrom(bytes({ ...plain, pictures: [picture] }), [type]) !== null;
  return pictures.map((picture) => isRead({ type: picture.type, data: picture.data }));
}"""

FIT = """async (text) => {
  const { evidence } = await import("/static/js/evidence.js");
  return evidence(text).text;
}"""

POINTS = """async (keys) => {
  const { usable } = await import("/static/js/case_readers.js");
  return (await Promise.all(keys.map(usable))).flat();
}"""

MONEY = """async (cases) => {
  const { money } = await import("/static/js/amounts.js");
  return cases.map(([amount, currency]) => money(BigInt(amount), currency));
}"""

SHORTENED = """async ([amount, currency]) => {
  const { brief, plain, rough } = await import("/static/js/amounts.js");
  return [brief(BigInt(amount), currency), rough(BigInt(amount)), plain(BigInt(amount), currency)].map(String);
}"""

SELECTORS = """async () => {
  const { ESCROW, ERC20 } = await import("/static/js/contracts.js");
  const { Interface } = await import("/static/js/ethers.js");
  const selectors = (abi) => new Interface(abi).fragments.map((call) => call.selector);
  return { Escrow: selectors(ESCROW), Dollar: selectors(ERC20) };
}"""


NEWEST = """async (most) => {
  const { newest } = await import("/static/js/logs.js");
  const query = async (first, last) => {
    if (last - first >= most) throw new Error("too many blocks");
    return [3, 7].filter((block) => block >= first && block <= last);
  };
  const provider = { send: async () => "0x20" };
  const isIt = (block) => block < 7;
  return [await newest(query, 2, provider, isIt), await newest(query, 4, provider, isIt)];
}"""


@pytest.fixture(scope="module")
def about(browser: Browser, shop: Shop) -> Iterator[Page]:
    """A page to run modules in, which keeps nothing of what they are given."""
    context = new_profile(browser)
    page = context.new_page()
    wrong = watched(page)
    page.goto(f"{shop.url}/about")
    yield page
    context.close()
    assert not wrong


def as_json(terms: Any) -> Any:
    """Terms as pages carry them: numbers as texts, hashes as hexadecimal digits."""
    if isinstance(terms, tuple):
        return {name: as_json(value) for name, value in terms._asdict().items()}  # type: ignore[attr-defined]
    return "0x" + terms.hex() if isinstance(terms, bytes) else str(terms)


@pytest.mark.parametrize("name", ["teapot", "lamp"])
@pytest.mark.parametrize("quantity", [1, 2**64])
def test_ids_are_the_contracts(about: Page, shop: Shop, goods: Goods, name: str, quantity: int) -> None:
    people = shop.people
    order = Order(
        goods.offers[name], people["shopper1"], people["shopper2"], quantity, NOBODY, b"\x11" * 32, b"\xfe" * 32
    )
    offer_hash, order_hash, total = about.evaluate(
        IDS, [as_json(order), shop.book.chain_id, shop.market.escrow.address]
    )
    terms = tuple(order.offer)
    functions = shop.market.escrow.functions
    assert offer_hash == "0x" + functions.offer_id(terms).call().hex() == "0x" + offer_id(order.offer).hex()
    assert order_hash == "0x" + functions.order_id((terms, *order[1:])).call().hex()
    assert int(total) == order.total


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["name"]))
def test_sealing_meets_the_vectors(about: Page, case: dict[str, Any]) -> None:
    arguments = [case["plain"], VECTORS["recipient"], case["ephemeral_private_key"], case["iv"]]
    sealed, digest = about.evaluate(SEAL, arguments)
    assert sealed == case["sealed"]
    assert digest.removeprefix("0x") == case["sha256"].removeprefix("0x")


def test_evidence_meets_the_vectors(about: Page) -> None:
    """The arbiter opens the earlier document by the key in the later one; a reader who came earlier opens both too."""
    for case in EVIDENCE["cases"]:
        assert about.evaluate(SEAL_FOR, [EVIDENCE, case]) == ["0x" + case["sha256"], case["sealed"]]
    plain = {case["sha256"]: case["plain"] for case in EVIDENCE["cases"]}
    for reader in range(3):
        assert dict(about.evaluate(OPEN_ALL, [EVIDENCE, reader])) == plain


def test_browsers_refuse_what_scripts_refuse(about: Page) -> None:
    opened = about.evaluate(OPENED, [EVIDENCE, EVIDENCE["refused"]])
    assert [case["name"] for case, plain in zip(EVIDENCE["refused"], opened, strict=True) if plain is not None] == []
    assert about.evaluate(OPENED, [EVIDENCE, EVIDENCE["opened"]]) == [case["plain"] for case in EVIDENCE["opened"]]


def test_browsers_show_pictures_that_scripts_take(about: Page) -> None:
    cases = EVIDENCE["pictures"]
    shown = about.evaluate(SHOWABLE, cases)
    assert [case["name"] for case, is_shown in zip(cases, shown, strict=True) if is_shown != case["shown"]] == []


def test_no_paper_stops_those_after_it(page: Page, shop: Shop, wallet: Wallet) -> None:
    enter(page, shop, "/arbiter/")
    named = {case["name"]: case for case in [*EVIDENCE["refused"], *EVIDENCE["opened"]]}
    papers = [named[name] for name in ("a text that is none", "lines", "a carrier that is no text", "a parcel")]
    unknown = "This opened, but it has no form that is known here, so it is not shown."
    *odd, parcel = page.evaluate(SHOWN, [EVIDENCE, papers])
    assert odd == [unknown, unknown, unknown]
    assert "DHL" in parcel


def test_what_is_typed_is_made_fit_to_be_read(about: Page) -> None:
    assert about.evaluate(FIT, "It\tis\u202e\nbroken\x07 🫖, \u200dsay I.") == "It is\nbroken 🫖, \u200dsay I."


def test_only_points_of_the_curve_are_keys(about: Page, goods: Goods) -> None:
    point = sealing.public_point(goods.key)
    off = point[:-1] + bytes([point[-1] ^ 1])
    short = b"\x02" + point[1:33]
    keys = [sealing.encode(one) for one in (point, off, short, b"")]
    assert about.evaluate(POINTS, [*keys, None, 1, {}, f"{keys[0]}="]) == [keys[0]]


def test_scripts_read_what_the_browser_seals(about: Page, goods: Goods) -> None:
    plain = {"type": "handover/delivery/1", "name": "收件人 Ünïcode", "address": {"city": "上海"}}
    recipient = sealing.encode(sealing.public_point(goods.key))
    first, second = (about.evaluate(SEAL_FRESH, [plain, recipient]) for _ in range(2))
    assert sealing.unseal(first.encode(), goods.key) == plain
    assert first != second


def test_calls_have_the_compiled_selectors(about: Page, shop: Shop) -> None:
    for name, selectors in about.evaluate(SELECTORS).items():
        abi = shop.book.contracts[name].abi
        compiled = {"0x" + function_abi_to_4byte_selector(entry).hex() for entry in abi if entry["type"] == "function"}
        assert set(selectors) <= compiled, name


def test_amounts_are_written_as_the_server_does(about: Page, shop: Shop) -> None:
    dollar = shop.book.contracts["Dollar"].address
    cases = [(0, COIN), (ETHER // 20, COIN), (1, COIN), (1234567 * ETHER, COIN), (0, dollar), (45 * DOLLAR, dollar)]
    cases += [(1_234_567_890_123, dollar), (45_500_000, dollar), (2**96 - 1, dollar)]
    written = about.evaluate(MONEY, [[str(amount), currency] for amount, currency in cases])
    with shop.app().app_context():
        assert written == [money(amount, currency) for amount, currency in cases]


def test_amounts_are_shortened(about: Page, shop: Shop) -> None:
    assert about.evaluate(SHORTENED, ["1234567890123456789", COIN]) == [
        "1234567000000000000",
        "1200000000000000000",
        "1.234567890123456789",
    ]
    dollar = shop.book.contracts["Dollar"].address
    assert about.evaluate(SHORTENED, [str(1250 * DOLLAR), dollar]) == ["1250000000", "1200000000", "1250.00"]


def test_times_name_the_zone_of_their_season(about: Page) -> None:
    moments = "import('/static/js/countdown.js').then(({ moment }) => [1767225600, 1782864000].map(moment))"
    assert about.evaluate(moments) == [
        "1 Jan 2026, 01:00\N{NO-BREAK SPACE}CET",
        "1 Jul 2026, 02:00\N{NO-BREAK SPACE}CEST",
    ]


def test_logs_are_asked_for_in_parts(about: Page) -> None:
    assert about.evaluate(NEWEST, 4) == [3, None]
