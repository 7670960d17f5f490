"""Ids, nonces and points in salts: the contracts, the scripts and the pages' modules (by ethers) compute the same."""

import json
import random
from itertools import product

import pytest
from eth_utils import keccak, to_checksum_address

from scripts import terms
from scripts.credit import terms as credit_terms
from scripts.credit.terms import Plan
from scripts.provenance import identity as goods
from scripts.provenance import tree
from tests.fixtures import javascript
from tests.fixtures.chance import SEED
from tests.fixtures.consent import cart_nonce
from tests.fixtures.funds import view
from tests.fixtures.terms import EMPTY, MAX_AMOUNT, MAX_UINT, NO_HASH, Offer, Order
from tests.unit.provenance.test_layout import STORAGE

CASES = 150
COMMITMENTS, _ = STORAGE["commitments"]
NUMBERS = (0, 1, 2**96 - 1, 2**96, 2**255, MAX_UINT)
ADDRESSES = (EMPTY, "0x" + "ff" * 20)
HASHES = (NO_HASH, b"\xff" * 32, b"\x00" * 31 + b"\x01")

# The pages' modules as they are; of the page only what its server writes into it: the market's currencies.
PAGES = """
const { readFileSync } = require("node:fs");
const { register } = require("node:module");
const { pathToFileURL } = require("node:url");
const root = pathToFileURL(process.cwd() + "/").href;
const hooks = `export async function resolve(name, context, next) {
  const isEthers = name.endsWith("/vendor/ethers.min.js");
  const url = new URL(isEthers ? "${root}node_modules/ethers/dist/ethers.min.js" : name, context.parentURL).href;
  return url.startsWith("${root}") ? { url, format: "module", shortCircuit: true } : next(name, context);
}`;
register("data:text/javascript," + encodeURIComponent(hooks));
const { market, cases } = JSON.parse(readFileSync(0, "utf8"));
globalThis.document = { getElementById: (id) => ({ textContent: JSON.stringify(id === "market" ? market : {}) }) };
const page = (name) => import(root + "frontend/static/js/" + name);
(async () => {
  const { offerId, orderId, purchaseId, total } = await page("terms.js");
  const { freshSalt, pointsOf } = await page("points.js");
  const { purchaseNonce, repaymentNonce } = await page("credit/nonces.js");
  const { codeHash, rootOf } = await page("provenance/tree.js");
  const { commitmentOf } = await page("provenance/contract.js");
  const { AbiCoder, keccak256 } = await page("ethers.js");
  const PLAN = ["tuple(bytes32, address, address, uint256, uint256, uint256, uint256, uint256)"];
  const computed = ({ order, plan, item, points }) => {
    const ids = [offerId(order.offer), orderId(order, market.chain.id, market.escrow)];
    const planId = keccak256(AbiCoder.defaultAbiCoder().encode(PLAN, [plan]));
    const hash = codeHash(item.lot, item.code);
    return [
      ...ids,
      purchaseId(ids),
      planId,
      purchaseNonce(ids[1], { instalments: plan[5], days: plan[6] }),
      repaymentNonce(planId, order.salt),
      hash,
      rootOf(item.serial, hash, item.path),
      commitmentOf(item, item.code, order.buyer),
      String(total(order)),
      String(pointsOf({ ...order, payer: market.currencies[order.offer.currency.toLowerCase()]?.loyalty.address })),
      freshSalt(BigInt(points)),
    ];
  };
  console.log(JSON.stringify(cases.map(computed)));
})();
"""


class Case:
    """Terms of all kinds, drawn at random, extremes among them."""

    def __init__(self, source: random.Random, currency: str):
        self.source = source
        numbers = [self._number() for _ in range(5)]
        places = [self._address() for _ in range(4)]
        offer = Offer(
            places[0], currency, *numbers, *places[1:3], self._number(), places[3], self._number(), self._hash()
        )  # fmt: skip
        people = [self._address() for _ in range(3)]
        self.order = Order(offer, *people[:2], self._number(), people[2], self._hash(), self._hash())
        self.plan = Plan(self._hash(), *people[:2], *(self._number() for _ in range(5)))
        self.item = goods.Item(self._hash(), self._hash())
        self.code = source.randbytes(16)
        self.path = [self._hash() for _ in range(source.randrange(5))]
        self.points = source.choice((0, 1, MAX_AMOUNT, source.getrandbits(96)))

    def _number(self) -> int:
        return self.source.choice((*NUMBERS, self.source.getrandbits(64), self.source.getrandbits(256)))

    def _address(self) -> str:
        drawn = "0x" + self.source.randbytes(20).hex()
        return to_checksum_address(self.source.choice((*ADDRESSES, drawn, drawn, drawn)))

    def _hash(self) -> bytes:
        return self.source.choice((*HASHES, *(self.source.randbytes(32) for _ in range(3))))

    def told(self) -> dict:
        """As JSON."""
        fields = {**self.order._asdict(), "offer": self.order.offer._asdict()}
        item = {"lot": self.item.lot, "serial": self.item.serial, "code": self.code, "path": self.path}
        return plain({"order": fields, "plan": list(self.plan), "item": item, "points": self.points})


def plain(value):
    """As JSON has it: numbers as text."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


@pytest.fixture(scope="module")
def market(contracts, hook, web3) -> dict:
    """What pages know of one."""
    currencies = {
        hook.address.lower(): {"symbol": "HOOK", "decimals": 6, "loyalty": {"address": contracts["Loyalty"].address}}
    }
    return {"chain": {"id": web3.eth.chain_id}, "escrow": contracts["Escrow"].address, "currencies": currencies}


@pytest.fixture(scope="module")
def cases(hook) -> list[Case]:
    source = random.Random(SEED)
    return [Case(source, hook.address) for _ in range(CASES)]


@pytest.fixture(scope="module")
def pages(market, cases) -> list[list[str]]:
    """What the pages' modules compute of each."""
    return json.loads(javascript.run(PAGES, json.dumps({"market": market, "cases": [case.told() for case in cases]})))


@pytest.fixture(scope="module")
def scripts(market, cases) -> list[list[str]]:
    """What the scripts do, in the same order."""
    domain = terms.domain_separator(market["chain"]["id"], market["escrow"])

    def computed(case: Case) -> list[str]:
        order, plan = terms.Order(terms.Offer(*case.order.offer), *case.order[1:]), case.plan
        ids = [terms.offer_id(order.offer), terms.order_id(order, domain)]
        plan_id = credit_terms.plan_id(plan)
        number = ids[1] + plan.instalments.to_bytes(32, "big") + plan.interval.to_bytes(32, "big")
        code_hash = tree.hash_of_code(case.item.lot, case.code)
        root = tree.root_of(tree.item_leaf(case.item.serial, code_hash), case.path)
        hashes = [*ids, cart_nonce(ids), plan_id, keccak(number), keccak(plan_id + order.salt)]
        hashes += [code_hash, root, goods.commitment(case.item, case.code, order.buyer)]
        return [*map(hexed, hashes), str(order.total), str(order.points)]

    return [computed(case) for case in cases]


def test_pages_and_scripts_agree(pages, scripts):
    assert [found[:-1] for found in pages] == scripts


def test_contracts_agree(contracts, cases, scripts, wire):
    """Offers, orders, plans."""
    escrow, credit = contracts["Escrow"], contracts["Credit"]
    asked = []
    for case in cases:
        asked.append(view(escrow.address, escrow.offer_id.encode_input(case.order.offer)))
        asked.append(view(escrow.address, escrow.order_id.encode_input(case.order)))
        asked.append(view(credit.address, credit.plan_id.encode_input(case.plan)))
    answers = [answer["result"] for answer in wire.answers(asked)]
    assert answers == [found[place] for found, place in product(scripts, (0, 1, 3))]


def test_points_in_a_salt(contracts, cases, pages, hook, wire):
    """What a page writes into one, the scripts read there, and so does Loyalty: one more than the total is too much."""
    loyalty = contracts["Loyalty"]
    asked = []
    for case, found in zip(cases, pages, strict=True):
        order = case.order._replace(salt=bytes.fromhex(found[-1][2:]), quantity=1).of(shipping=0)
        assert terms.Order(*order).points == case.points
        for price in (case.points, case.points - 1):
            call = {
                "from": order.buyer,
                "to": loyalty.address,
                "data": loyalty.pay.encode_input(order.of(price=max(price, 0))),
            }
            asked.append(("eth_call", [call, "latest"]))
    answers = ["points above the total" in str(answer["error"]) for answer in wire.answers(asked)]
    assert answers == [wanted for case in cases for wanted in (False, case.points > 0)]


def test_commitments(contracts, cases, scripts, wire):
    """Provenance looks for the one of whoever shows the code."""
    provenance = contracts["Provenance"]
    for case, found in zip(cases[:40], scripts, strict=False):
        data = provenance.claim.encode_input(case.item, case.code, case.path)
        call = {"from": case.order.buyer, "to": provenance.address, "data": data}
        place = keccak(COMMITMENTS.to_bytes(32, "big") + bytes.fromhex(found[8][2:]))
        made = {provenance.address: {"stateDiff": {hexed(place): hexed((1).to_bytes(32, "big"))}}}
        without, committed = wire.answers([("eth_call", [call, "latest"]), ("eth_call", [call, "latest", made])])
        assert "claims: not committed" in str(without["error"])
        assert "claims: " not in str(committed["error"])


def test_lots(contracts, wire, people):
    """Register logs the id that scripts compute."""
    provenance, producer = contracts["Provenance"], people["seller"].address
    gtins = [number * 10 + check(number) for number in (1, 95_060_001_343_5, 10**13 - 1, 4_006_381_333_93)]
    batches = ["A", "L-1", "z" * 20]
    asked = [
        {"from": producer, "to": provenance.address,
         "data": provenance.register.encode_input(gtin, goods.word(batch, "lot"), 5, b"\x01" * 32, NO_HASH)}
        for gtin, batch in product(gtins, batches)
    ]  # fmt: skip
    (block,) = wire.ask("eth_simulateV1", {"blockStateCalls": [{"calls": asked}]}, "latest")
    logged = [call["logs"][0]["topics"][1] for call in block["calls"]]
    assert logged == [
        hexed(goods.lot_id(producer, str(gtin).zfill(14), batch)) for gtin, batch in product(gtins, batches)
    ]


def check(number: int) -> int:
    """The last digit of a GTIN, after these."""
    return -sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(str(number)))) % 10
