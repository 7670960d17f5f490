"""To whom a thing is given: accounts as people have them, and what the practice wallet says before it signs."""

from eth_utils.address import to_checksum_address
from playwright.sync_api import Page, expect

from scripts.parameters import DEVNET, NOBODY
from tests.fixtures.pedigree import JOURNEYED, Pedigree
from tests.fixtures.shop import Shop

ACCOUNT = to_checksum_address("0x" + "b7" * 20)
MISTYPED = ACCOUNT.swapcase().replace("0X", "0x")
READ = """async (texts) => {
  const { accountIn } = await import("/static/js/provenance/recipient.js");
  return texts.map((text) => { try { return accountIn(text); } catch (error) { return error.message; } });
}"""
ASK = """async ({ to, data }) => {
  const main = document.querySelector("script[src*='devnet'][src$='main.js']").src;
  const { asked } = await import(main.replace("main.js", "prompt.js"));
  const { role } = await import(main.replace("main.js", "provider.js"));
  asked(role(), "eth_sendTransaction", [{ from: role().address, to, data }]);
}"""

TEXTS = {
    ACCOUNT: ACCOUNT,
    f"  {ACCOUNT.lower()} ": ACCOUNT,
    ACCOUNT.upper().replace("0X", "0x"): ACCOUNT,
    f"did:pkh:eip155:{DEVNET}:{ACCOUNT}": ACCOUNT,
    f"eip155:{DEVNET}:{ACCOUNT}": ACCOUNT,
    f"ethereum:{ACCOUNT}": ACCOUNT,
    f"ethereum:pay-{ACCOUNT}@{DEVNET}?value=1e18": ACCOUNT,
    f"did:pkh:eip155:1:{ACCOUNT}": "This is an account on another network",
    f"ethereum:{ACCOUNT}@1": "This is an account on another network",
    f"ethereum:{ACCOUNT}/transfer?address={ACCOUNT}": "This names no account.",
    "anna.eth": "This names no account.",
    NOBODY: "This names no account.",
    ACCOUNT[:-1]: "An account has 40 digits and letters behind 0x; here are 39.",
    ACCOUNT[:-1] + "g": "“g” cannot stand in an account",
    MISTYPED: "This account is mistyped somewhere: its capital and small letters do not fit.",
}


def test_accounts_are_read_as_people_have_them(page: Page, shop: Shop) -> None:
    page.goto(f"{shop.url}/scan")
    found = page.evaluate(READ, list(TEXTS))
    wrong = {text: said for text, said in zip(TEXTS, found, strict=True) if not said.startswith(TEXTS[text])}
    assert wrong == {}


def test_the_practice_wallet_warns_before_it_signs(page: Page, shop: Shop, pedigree: Pedigree) -> None:
    page.goto(shop.url + pedigree.path(JOURNEYED))
    call = pedigree.contract.encode_abi("offer", args=[pedigree.item(JOURNEYED), shop.people["shopper2"], 1])
    page.evaluate(ASK, {"to": pedigree.contract.address, "data": call})
    said = page.locator("#devnet-prompt [data-what]")
    expect(said).to_contain_text(f"Offer the item {JOURNEYED} to Shopper 2, who may accept it.")
    expect(said).to_contain_text("It was not kept within its limits.")
