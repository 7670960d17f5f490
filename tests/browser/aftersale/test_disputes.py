"""Buyer and seller do not agree: the arbiter rules for each of them, or says nothing."""

from playwright.sync_api import expect

from tests.browser.aftersale.story import Story
from tests.fixtures.goods import ETHER

CLOCK = ETHER // 10
CHAIR = 50_360_000
COMMISSION = CHAIR * 137 // 10_000


def test_the_buyer_wins(story: Story) -> None:
    story.buys("clock")
    story.ships()
    story.carrier_delivers()
    story.asks("Send me my money back", text="It runs backwards.")
    story.lets_the_arbiter_decide("It ran well when it left.")
    expect(story.order_page().locator("[data-paper]").first).to_contain_text("It ran well when it left.")
    story.arbiter_rules(CLOCK)
    story.ended(back=CLOCK)


def test_the_seller_wins(story: Story) -> None:
    """Of what came back he says that it is not what he sent."""
    story.buys("chair")
    story.ships()
    story.asks("I send it back", text="It creaks.")
    story.takes_the_goods_back()
    story.sends_back("RR 111 222")
    story.lets_the_arbiter_decide("An old stool came back.")
    story.arbiter_rules(0)
    story.ended(seller=CHAIR - COMMISSION, commission=COMMISSION)


def test_the_arbiter_is_silent(story: Story) -> None:
    """The buyer asked him, being told to send the goods to nowhere."""
    story.buys("chair")
    story.ships()
    story.asks("I send it back", text="It creaks.")
    story.takes_the_goods_back()
    story.asks_the_arbiter("The road of that address does not exist.")
    story.nobody_acts()
    story.ends_it("Send the money back now")
    story.ended(back=CHAIR)
