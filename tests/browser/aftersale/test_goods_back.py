"""Goods go back, or others come in their place."""

from playwright.sync_api import expect

from tests.browser.aftersale.story import Story
from tests.fixtures.goods import ETHER

CUP = ETHER // 20
CLOCK = ETHER // 10
LAMP = CHAIR = 50_360_000


def test_goods_go_back_then_the_money(story: Story) -> None:
    story.buys("lamp")
    story.ships()
    story.asks("I send it back", text="It is blue, and I wanted a green one.")
    story.takes_the_goods_back()
    page = story.order_page()
    expect(page.locator("[data-letter]")).to_contain_text("5 Return Road")
    story.sends_back("RR 123 456")
    expect(story.dashboard_page().locator("[data-paper]").first).to_contain_text("RR 123 456")
    story.gives_all_back()
    story.ended(back=LAMP)


def test_an_exchange_is_confirmed(story: Story) -> None:
    story.buys("cup")
    story.ships()
    story.asks("Exchange it", text="The handle is loose.")
    story.takes_the_goods_back()
    story.sends_back("RR 654 321")
    story.sends_another()
    story.confirms()
    commission, points = CUP * 250 // 10_000, CUP * 211 // 10_000
    story.ended(seller=CUP - commission - points, commission=commission, points=points)


def test_an_exchange_is_lost_on_the_way(story: Story) -> None:
    story.buys("clock")
    story.ships()
    story.carrier_delivers()
    story.asks("Exchange it", text="It runs backwards.")
    story.sends_another()
    story.nobody_acts()
    story.ends_it("Send the money back now")
    story.ended(back=CLOCK)


def test_goods_go_back_and_the_seller_is_silent(story: Story) -> None:
    story.buys("chair")
    story.ships()
    story.asks("I send it back", text="It creaks.")
    story.takes_the_goods_back()
    story.sends_back("RR 777 888")
    story.nobody_acts()
    story.stranger_ends_it()
    story.ended(back=CHAIR)
