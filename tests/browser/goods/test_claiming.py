"""Claiming an item by its hidden code: once, also across a reload; and what a second person meets."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.parameters import DEVNET
from tests.browser import steps
from tests.browser.goods.test_scanning import photograph
from tests.browser.tabs import new_profile, wait_until, watched
from tests.browser.wallet import Wallet
from tests.fixtures.pedigree import BOTTLES, CLAIMABLE, GIVEN, SPARE, WARM, Pedigree
from tests.fixtures.shop import Shop

UNTOUCHED = BOTTLES[6]


def open_claim(page: Page, shop: Shop, pedigree: Pedigree, serial: str) -> None:
    page.goto(shop.url + pedigree.path(serial))
    steps.connect(page)


def claim(page: Page, code: str) -> None:
    page.locator("summary", has_text="Claim its hidden code").click()
    page.get_by_label("The hidden code").fill(code)
    page.get_by_role("button", name="Claim it", exact=True).click()


def begun(page: Page) -> int:
    """How many codes the browser keeps."""
    return int(page.evaluate("Object.keys(localStorage).filter((name) => name.includes('claim')).length"))


def owner(pedigree: Pedigree, serial: str) -> str:
    return str(pedigree.holding(serial)[0])


def sent(wallet: Wallet) -> list[str]:
    """The calls that the wallet was asked to send, by their selectors."""
    return [params[0]["data"][:10] for method, params in wallet.asked if method == "eth_sendTransaction"]


def test_claimed_in_two_steps(page: Page, shop: Shop, pedigree: Pedigree, wallet: Wallet) -> None:
    open_claim(page, shop, pedigree, CLAIMABLE)
    code = pedigree.code(CLAIMABLE)
    claim(page, code.lower().replace("-", " "))
    expect(page.locator("#status")).to_contain_text("Claimed. From now on")
    expect(page.locator("#claim")).to_have_count(0)
    assert owner(pedigree, CLAIMABLE) == wallet.address
    assert len(sent(wallet)) == 2
    expect(page.locator("[data-banner=claimed]")).to_be_hidden()
    expect(page.locator("[data-banner=yours]")).to_contain_text(re.compile("You claimed it on .*, it is yours."))
    page.goto(f"{shop.url}/items?account={wallet.address}")
    expect(page.get_by_role("main")).to_contain_text(CLAIMABLE)


def test_a_claim_is_followed_until_it_is_final(page: Page, shop: Shop, pedigree: Pedigree, wallet: Wallet) -> None:
    """Of an item that nobody touched, whose place in the tree comes from the lot's documents. A claim that the chain
    forgets is told of on any page, and offered again; of one that stays the code is forgotten.
    """
    open_claim(page, shop, pedigree, UNTOUCHED)
    claim(page, pedigree.code(UNTOUCHED))
    expect(page.locator("#status")).to_contain_text("Claimed. From now on")
    assert begun(page) == 1
    shop.node.rpc("anvil_reorg", 2, [])
    shop.node.rpc("evm_mine")
    shop.wait_for_index()
    page.goto(f"{shop.url}/about")
    expect(page.locator("#status")).to_contain_text(f"has forgotten that you claimed the item {UNTOUCHED}")
    page.get_by_role("link", name="Claim it again").click()
    expect(page.locator("#claim")).to_contain_text("You had claimed it, but the chain was re-organised")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#status")).to_contain_text("Claimed. From now on")
    assert owner(pedigree, UNTOUCHED) == wallet.address
    shop.node.rpc("anvil_mine", hex(12))
    shop.wait_for_index()
    with page.expect_response("**/api/v1/provenance?**"):
        page.goto(f"{shop.url}/about")
    wait_until(page, "!Object.keys(localStorage).some((name) => name.includes('claim'))")
    expect(page.locator("#status")).to_be_hidden()


def test_a_reload_in_the_middle(page: Page, shop: Shop, pedigree: Pedigree, wallet: Wallet) -> None:
    """The first transaction waits in the pool when the page is loaded again; it is sent once."""
    open_claim(page, shop, pedigree, GIVEN)
    shop.node.rpc("evm_setAutomine", False)
    try:
        claim(page, pedigree.code(GIVEN))
        expect(page.locator("#status")).to_contain_text("Sent.")
        page.reload()
        expect(page.locator("#claim")).to_contain_text("You have begun to claim it.")
        expect(page.locator("[data-step=commit]")).to_have_attribute("aria-current", "step")
        assert len(sent(wallet)) == 1
        shop.node.rpc("evm_mine")
    finally:
        shop.node.rpc("evm_setAutomine", True)
    expect(page.locator("#status")).to_contain_text("Claimed. From now on")
    assert len(sent(wallet)) == 2
    assert owner(pedigree, GIVEN) == wallet.address


def test_declined_after_the_first_step(page: Page, shop: Shop, pedigree: Pedigree, wallet: Wallet) -> None:
    """What was sealed stays; going on asks for the second transaction only."""
    open_claim(page, shop, pedigree, WARM)
    wallet.refuses = lambda _: len(sent(wallet)) == 2
    claim(page, pedigree.code(WARM))
    expect(page.locator("#status")).to_contain_text("You declined in your wallet.")
    assert owner(pedigree, WARM) == shop.people["dairy"]
    wallet.refuses = None
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#status")).to_contain_text("Claimed. From now on")
    assert len(sent(wallet)) == 3
    assert owner(pedigree, WARM) == wallet.address


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1234", "A hidden code has 28 letters and digits"),
        ("0000-0000-0000-0000-0000-0000-0000", "The code is mistyped somewhere"),
    ],
)
def test_a_mistyped_code_costs_nothing(
    page: Page, shop: Shop, pedigree: Pedigree, wallet: Wallet, typed: str, said: str
) -> None:
    open_claim(page, shop, pedigree, SPARE)
    claim(page, typed)
    expect(page.locator("#status")).to_contain_text(said)
    assert not sent(wallet)


def test_the_code_of_another_item_costs_nothing(page: Page, shop: Shop, pedigree: Pedigree, wallet: Wallet) -> None:
    open_claim(page, shop, pedigree, SPARE)
    claim(page, pedigree.code(UNTOUCHED))
    expect(page.locator("#status")).to_contain_text("This code is not that of this item.")
    assert not sent(wallet)


def test_a_copied_label_warns_the_second(
    page: Page, browser: Browser, shop: Shop, pedigree: Pedigree, wallet: Wallet
) -> None:
    """Two have opened the page when the first one claims; whoever scans the copy afterwards reads it at once."""
    first = Wallet(shop.node.url, DEVNET)
    other = new_profile(browser)
    tab = other.new_page()
    wrong = watched(tab)
    first.inject(tab)
    open_claim(page, shop, pedigree, SPARE)
    open_claim(tab, shop, pedigree, SPARE)
    claim(tab, pedigree.code(SPARE))
    expect(tab.locator("#status")).to_contain_text("Claimed. From now on")
    claim(page, pedigree.code(SPARE))
    expect(page.locator("#status")).to_contain_text("This code was claimed before.")
    assert not sent(wallet)
    page.reload()
    banner = page.locator("[data-banner=claimed]")
    expect(banner).to_contain_text("Its hidden code was claimed already")
    expect(banner).to_contain_text("what you hold may be a copy")
    expect(page.locator("#claim")).to_have_count(0)
    assert owner(pedigree, SPARE) == first.address
    assert not wrong
    other.close()


def test_given_away_and_accepted(
    page: Page, browser: Browser, shop: Shop, pedigree: Pedigree, wallet: Wallet, tmp_path: Path
) -> None:
    serial = BOTTLES[7]
    open_claim(page, shop, pedigree, serial)
    claim(page, pedigree.code(serial))
    expect(page.locator("#status")).to_contain_text("Claimed. From now on")
    friend = Wallet(shop.node.url, DEVNET)
    receiver = page.get_by_label("The new owner's account")
    receiver.fill(friend.address[:-1])
    page.get_by_role("button", name="Offer it").click()
    expect(page.locator("#status")).to_contain_text("An account has 40 digits and letters behind 0x; here are 39.")
    page.get_by_role("button", name="Scan their account").click()
    page.get_by_label("A photograph of the code").set_input_files(photograph(f"ethereum:{friend.address}", tmp_path))
    expect(page.locator("#scan-account")).to_be_hidden()
    expect(page.locator("[data-receiver]")).to_contain_text(friend.address[-4:])
    page.get_by_role("button", name="Offer it").click()
    expect(page.locator("#status")).to_contain_text("It is theirs once they accept it")
    expect(page.get_by_role("button", name="Accept it")).to_be_hidden()
    known = page.get_by_label("Or somebody you know").locator("optgroup").first
    expect(known).to_have_attribute("label", "Given to before, in this browser")
    page.get_by_role("button", name="Forget whom I gave to").click()
    expect(known).to_have_attribute("label", "In this practice market")
    other = new_profile(browser)
    tab = other.new_page()
    friend.inject(tab)
    tab.goto(f"{shop.url}/items?account={friend.address}")
    tab.get_by_role("link", name=re.compile(serial)).click()
    tab.wait_for_url(re.compile(re.escape(pedigree.path(serial))))
    steps.connect(tab)
    tab.get_by_role("button", name="Accept it").click()
    expect(tab.locator("#status")).to_contain_text("Accepted.")
    assert owner(pedigree, serial) == friend.address
    expect(tab.locator("[data-banner=claimed]")).to_be_hidden()
    expect(tab.locator("[data-banner=yours]")).to_contain_text("It has been yours since")
    page.reload()
    expect(page.locator("[data-banner=passed-on]")).to_contain_text(f"It has belonged to {friend.address[:6]}")
    for kind in ("claimed", "yours"):
        expect(page.locator(f"[data-banner={kind}]")).to_be_hidden()
    other.close()
