"""Money goes back: without the goods, in parts, by silence, after the end. A lamp costs 50.36 USD, with shipping."""

from playwright.sync_api import expect

from tests.browser import search, steps
from tests.browser.aftersale.story import Story
from tests.fixtures.goods import ETHER

CENT = 10_000  # of a Dollar
CUP = ETHER // 20
CLOCK = ETHER // 10
LAMP = 50_36 * CENT


def test_it_never_came_and_the_seller_is_silent(story: Story) -> None:
    story.buys("cup")
    story.ships()
    story.asks("It never came", text="The box was empty, and the neighbours have nothing.")
    story.nobody_acts()
    story.ends_it("Send the money back now")
    story.ended(back=CUP)


def test_it_never_came_and_the_carrier_is_silent(story: Story) -> None:
    """A gift: its payer has the money back, whoever ends it."""
    story.gets_as_a_gift("clock", "shopper1")
    story.ships()
    story.nobody_acts()
    story.waits_longer()
    story.nobody_acts()
    story.ends_it("Send the money back now")
    story.ended(back=CLOCK)


def test_it_was_never_shipped(story: Story) -> None:
    story.buys("lamp")
    story.nobody_acts()
    story.stranger_ends_it()
    story.ended(back=LAMP)


def test_money_back_without_the_goods(story: Story) -> None:
    story.buys("lamp")
    story.ships()
    story.asks("Send me my money back", text="It flickers.")
    story.gives_all_back()
    story.ended(back=LAMP)


def test_the_seller_gives_a_part_back_and_the_buyer_keeps_it(story: Story) -> None:
    story.buys("lamp")
    story.ships()
    story.gives_back("12.345")
    story.confirms()
    story.ended(seller=36_692_079, commission=520_805, points=802_116, back=12_345_000)


def test_only_part_of_it_is_wrong(story: Story) -> None:
    """No more than is held; markup in a name stays text; afterwards the seller pays for the mending, too."""
    story.buys("markup")
    story.ships()
    page = story.order_page()
    expect(page.locator("h1")).to_contain_text("<img src=x onerror=alert(1)>")
    dialog = steps.wish(page, "Only part of it is wrong", "0.06")
    dialog.get_by_role("button", name="Ask the seller").click()
    expect(dialog.locator("#asked-error")).to_have_text("Enter an amount above zero, and at most what is held.")
    story.asks("Only part of it is wrong", amount="0.02")
    story.gives_all_back()
    story.pays_back_afterwards("0.001")
    story.ended(seller=CUP - ETHER // 50, back=ETHER // 50, goodwill=ETHER // 1_000)


def test_the_buyer_lets_go_of_a_part_and_the_seller_concedes_the_rest(story: Story) -> None:
    story.buys("lamp")
    story.ships()
    story.asks("Send me my money back")
    story.lets_go_of_all_but("20.001")
    story.gives_all_back()
    story.ended(seller=29_302_508, commission=415_918, points=640_574, back=20_001_000)


def test_a_seller_without_an_arbiter_has_to_answer(story: Story) -> None:
    story.buys("cup")
    story.ships()
    page = story.order_page()
    page.get_by_role("button", name="Something is wrong").click()
    dialog = page.locator("#request-dialog")
    expect(dialog).to_contain_text(
        "This offer names no arbiter: the seller cannot have your request refused by anybody."
    )
    page.keyboard.press("Escape")
    story.asks("Send me my money back")
    expect(page.locator("[data-action=dispute]")).to_have_count(0)
    story.gives_back("0.03")
    expect(story.seller.page.locator("[data-verb=dispute]")).to_have_count(0)
    story.nobody_acts()
    story.ends_it("Send the money back now")
    story.ended(back=CUP)


def test_money_goes_back_after_the_end(story: Story) -> None:
    story.buys("lamp")
    story.ships()
    story.nobody_acts()
    story.ends_it("Pay the seller now")
    story.pays_back_afterwards("7.5", why="For a new bulb.")
    assert search.places(story.shop, "For a new bulb.") == set()
    commission, points = LAMP * 137 // 10_000, LAMP * 211 // 10_000
    story.ended(seller=LAMP - commission - points, commission=commission, points=points, goodwill=7_50 * CENT)
    page = story.buyer.page
    expect(page.locator("[data-paper]").first).to_contain_text("For a new bulb.")
    expect(page.locator(".next-step")).to_contain_text("The seller paid 7.50\u00a0USD back afterwards.")
