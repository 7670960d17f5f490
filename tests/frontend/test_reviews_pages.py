"""What buyers say, on the pages as they come from the server: of goods, of a shop, of an order; in the dashboard."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event

from frontend.wording import review_words
from scripts import opinions
from scripts.parameters import ROOT
from tests.fixtures.reviewed import Reviewed
from tests.fixtures.shop import Shop, closed_shop
from tests.frontend.desk import signed_in
from tests.frontend.test_pages import CHINESE

HOSTILE = "<img src=x onerror=alert(1)>"
REASON = "it names a neighbour"


@dataclass
class Market:
    """A shop whose kettle was bought by several people, who say different things of it."""

    shop: Shop
    goods: Reviewed
    client: FlaskClient

    def get(self, path: str, language: str = "en", status: int = 200) -> str:
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, path
        return unescape(answer.get_data(as_text=True))

    def order(self, name: str) -> str:
        return self.goods.order_id(self.shop, name)

    @property
    def kettle(self) -> str:
        return f"/offers/{self.goods.id('kettle')}"

    @property
    def seller(self) -> str:
        return self.shop.people["merchant1"]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    goods, folder = Reviewed(), tmp_path_factory.mktemp("reviewed")
    with closed_shop(folder, goods.furnish) as shop:
        goods.review(shop, "kept", 5, f"Boils fast. {HOSTILE}", "en", _picture())
        goods.reply(shop, "kept", "Thank you, it is a good one.")
        goods.follow_up(shop, "kept", "Still no limescale.")
        goods.review(shop, "plain", 1, "壶盖关不紧。", "zh")
        goods.review(shop, "back", 2, "Too heavy for me, sent it back.")
        goods.review(shop, "let", 4, "The seller paid all of it back.")
        goods.review(shop, "never", 1)
        shop.settings["HANDOVER_TRUST"] = str(_trust(folder, goods.order_id(shop, "plain")))
        shop.index_once()
        yield Market(shop, goods, shop.app().test_client())


def _trust(folder: Path, order: str) -> Path:
    """An operator's file that believes nobody and hides one text."""
    path = folder / "trust.yaml"
    reason = f"{{en: {REASON}, zh: 提到了邻居}}"
    path.write_text(f'hidden: [{{order: "{order}", part: review, reason: {reason}, since: 2026-11-23}}]', "utf-8")
    return path


def _picture() -> bytes:
    output = BytesIO()
    Image.new("RGB", (80, 60), "teal").save(output, "WEBP")
    return output.getvalue()


def review(text: str, order: str) -> str:
    """The part of a page that shows the review of an order, without tags."""
    (found,) = re.findall(rf'<article [^>]*id="review-{order[2:10]}".*?</article>', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_offer_says_what_reviews_come_to(market: Market) -> None:
    text = market.get(market.kettle)
    line = " ".join(re.sub(r"<[^>]+>", " ", text.split('class="rating-line">')[1].split("</p>")[0]).split())
    assert line == (
        "★ 5.0 of 5, by weight 1 of 2 reviews counted, weight 1.0 "
        "1 never arrived 1 sent back, money returned 1 refunded in full"
    )
    assert text.count("Only what cannot be had for nothing is counted; the others are no worse.") == 1
    assert 'href="/believed#weights"' in text


def test_what_counts_is_told_whole_and_with_figures(market: Market) -> None:
    text = market.get("/believed")
    assert "only for that person's first review of each seller" in text
    assert "loses a commission of 0.0001\u00a0ETH or 0.25\u00a0USD for each weight of 1" in text
    assert "Nobody sees what is agreed outside the chain" in text
    assert 'href="/believed#weights"' in market.get("/guide/glossary").split('id="word-weight"')[1].split("</dd>")[0]


def test_only_what_weighs_is_told_to_search_engines(market: Market) -> None:
    (block,) = re.findall(r'ld\+json">(.*?)</script>', market.client.get(market.kettle).get_data(as_text=True))
    average = json.loads(block)["aggregateRating"]
    assert (average["ratingValue"], average["ratingCount"]) == (5.0, 1)
    assert "ld+json" not in market.get(f"/offers/{market.goods.id('teapot')}")


def test_facts_of_the_chain_stand_beside_a_review(market: Market) -> None:
    text = market.get(f"{market.kettle}/reviews")
    kept, plain = review(text, market.order("kept")), review(text, market.order("plain"))
    assert "there after 1 minute, says the carrier kept, the seller was paid in full first order with this" in kept
    assert "Counted in full: a commission of 0.001 ETH went to this shop." in kept
    assert "Not counted in the stars: no commission that counts here, and no issuer known here vouched for" in plain
    never = review(text, market.order("never"))
    assert "no arrival on record all the money went back order no. 2 with this seller" in never
    assert "Only stars, no words." in never


@pytest.mark.parametrize(
    ("name", "badge", "sentence"),
    [
        ("never", "Never arrived", "The carrier never said that it arrived, and all the money was returned."),
        ("back", "Sent back, all money returned", "The buyer sent it back, and all the money was returned."),
        ("let", "Refunded in full", "It arrived and was not sent back, and all the money was returned nevertheless."),
    ],
)
def test_no_honest_seller_is_said_not_to_have_delivered(market: Market, name: str, badge: str, sentence: str) -> None:
    said = review(market.get(f"{market.kettle}/reviews"), market.order(name))
    assert f" {badge} " in said
    assert f"{sentence} Its stars are in no average." in said
    assert ("Never arrived" in said) == (name == "never")
    assert "星不计入平均分。" in review(market.get(f"{market.kettle}/reviews", "zh"), market.order(name))


def test_another_language_is_marked(market: Market) -> None:
    text, own = (market.get(f"{market.kettle}/reviews", language) for language in ("zh", "en"))
    assert "英文" in review(text, market.order("kept"))
    assert 'lang="en">Boils fast.' in text
    assert "in English" not in own
    assert 'lang="en">Boils fast.' not in own


def test_arrival_is_told_by_who_said_so(market: Market) -> None:
    """Nobody attests what its buyer confirms before the carrier has said anything."""
    text = market.get(f"{market.kettle}/reviews")
    assert "confirmed by the buyer after 1 minute" in review(text, market.order("plain"))
    assert "says the carrier" in review(text, market.order("kept"))


def test_what_followed_stands_in_its_order(market: Market) -> None:
    said = review(market.get(f"{market.kettle}/reviews"), market.order("kept"))
    places = [
        said.index(words)
        for words in (
            "Boils fast.",
            "Reply of the seller",
            "Thank you, it",
            "Added 1 minute later",
            "Still no limescale.",
        )
    ]
    assert places == sorted(places)


def test_words_are_text_whatever_they_look_like(market: Market) -> None:
    for path in (f"{market.kettle}/reviews", f"/orders/{market.order('kept')}"):
        raw = market.client.get(path).get_data(as_text=True)
        assert HOSTILE not in raw
        assert "&lt;img src=x" in raw


def test_hidden_text_leaves_its_mark_and_its_stars(market: Market) -> None:
    for path in (f"{market.kettle}/reviews", f"/orders/{market.order('plain')}"):
        text = market.get(path)
        assert "壶盖" not in text
        said = review(text, market.order("plain"))
        assert f"This shop does not show the text: {REASON}." in said
        assert "Nov 23, 2026" in said
        assert '1 star of 5"' in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["never", "let", "back", "plain", "kept"]),
        ("?sort=critical", ["never", "plain", "back", "let", "kept"]),
        ("?sort=weightiest", ["kept", "never", "let", "back", "plain"]),
        ("?stars=1", ["never", "plain"]),
        ("?pictures=1", ["kept"]),
        ("?language=en", ["let", "back", "kept"]),
        ("?happened=never_arrived", ["never"]),
        ("?happened=sent_back", ["back"]),
        ("?happened=refunded", ["let"]),
        ("?happened=fulfilled", ["plain", "kept"]),
        ("?q=limescale", ["kept"]),
        ("?q=nothing-like-it", []),
        ("?stars=9&sort=best&language=xx&happened=lost", ["never", "let", "back", "plain", "kept"]),
    ],
)
def test_lists_are_filtered_sorted_and_searched(market: Market, query: str, expected: list[str]) -> None:
    for path in (f"{market.kettle}/reviews", f"/shops/{market.seller}/reviews"):
        found = re.findall(r'id="review-(\w+)"', market.get(path + query))
        assert found == [market.order(name)[2:10] for name in expected]


def test_filters_can_be_taken_away(market: Market) -> None:
    text = market.get(f"{market.kettle}/reviews?stars=1&pictures=1&q=lid&happened=sent_back")
    assert "No review fits." in text
    chips = re.findall(r'class="chip" href="([^"]+)"', text)
    assert len(chips) == 4
    assert all(market.client.get(chip).status_code == 200 for chip in chips)


def test_no_reviews_are_no_bad_sign(market: Market) -> None:
    for path in (f"/offers/{market.goods.id('teapot')}", f"/offers/{market.goods.id('teapot')}/reviews"):
        assert "That is no bad sign" in market.get(path)


def test_tiles_have_ratings_by_one_question(market: Market) -> None:
    asked: list[str] = []
    engine = market.client.application.extensions["handover"].engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cu, statement, *_: asked.append(statement))
    text = market.get("/")
    assert "5.0 · 1 of 2 counted" in text.split("<bdi>Kettle")[1].split("</article>")[0]
    assert len([statement for statement in asked if "listing_ratings" in statement]) == 1


def test_variants_whose_reviews_are_left_out_are_told(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the offer's page and in its list, never dropped in silence."""
    paths = (market.kettle, f"{market.kettle}/reviews")
    assert not any("but are not listed" in market.get(path) for path in paths)
    monkeypatch.setattr("frontend.index.reviews.rows.MOST_LINES", 0)
    for path in paths:
        assert "Reviews of 1 more variant or earlier text count here, but are not listed" in market.get(path)
        assert "另有 1 个款式或旧版说明的评价计入评分，但未列出" in market.get(path, "zh")
    assert market.client.get(f"/api/v1/offers/{market.goods.id('kettle')}/rating").get_json()["left_out"] == 1


def test_goods_are_sorted_by_rating(market: Market) -> None:
    text = market.get("/?sort=rated")
    assert text.index("<bdi>Kettle") < text.index("<bdi>Teapot")
    assert "What weighs too little for an average comes last." in text
    assert ">Best rated</option>" in market.get("/")


def test_shop_and_trust_panel_lead_to_the_reviews(market: Market) -> None:
    text = market.get(f"/shops/{market.seller}")
    assert "5.0 of 5 stars by weight, 1 of 2 reviews counted, weight 1.0" in text
    assert f'href="/shops/{market.seller}/reviews"' in text
    assert "Boils fast." in market.get(f"/shops/{market.seller}/reviews?sort=weightiest")


def test_order_tells_its_review_and_what_can_be_said_still(market: Market) -> None:
    text = market.get(f"/orders/{market.order('kept')}")
    titles = re.findall(r"<li><strong data-to-buyer=[^>]*>([^<]+)</strong>", text)
    assert titles[:3] == ["The buyer added to the review", "The seller replied to the review", "The buyer gave 5 stars"]
    assert "review this order" not in text
    assert "Play the other side" not in text
    assert f'href="/orders/{market.order("silent")}/review"' in market.get(f"/orders/{market.order('silent')}")
    assert "/review" not in market.get(f"/orders/{market.order('open')}")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("open", "An order can be reviewed once it has ended"),
        ("cancelled", "This order was cancelled before anything was sent"),
        ("kept", "that is all that can be said of it"),
    ],
)
def test_nothing_is_asked_that_would_be_refused(market: Market, name: str, sentence: str) -> None:
    text = market.get(f"/orders/{market.order(name)}/review")
    assert sentence in text
    assert 'id="review-form"' not in text


def test_writing_says_what_it_moves_and_what_stays(market: Market) -> None:
    text = market.get(f"/orders/{market.order('silent')}/review")
    assert "no money of this order moves by it" in text
    assert "Only the network takes a fee for publishing it" in text
    assert text.count('type="radio" name="stars"') == 5
    assert "it needs a little of this chain's coin, ETH." in text
    assert '"verb": "review"' in text
    adding = market.get(f"/orders/{market.order('back')}/review")
    assert '"verb": "follow_up"' in adding
    assert 'name="stars"' not in adding
    market.get(f"/orders/0x{'ab' * 32}/review", status=404)


def test_orders_to_review_have_a_list(market: Market) -> None:
    path = f"/orders/?account={market.shop.people['shopper1']}"
    assert "To review (1)" in market.get(path)
    text = market.get(f"{path}&status=to_review")
    assert f'href="/orders/{market.order("silent")}/review"' in text
    assert market.order("kept") not in text
    assert "待评价 (1)" in market.get(path, "zh")


def test_seller_replies_where_nobody_has(market: Market) -> None:
    client = signed_in(market.shop, market.seller)
    waiting, everything = (
        client.get(f"/dashboard/reviews{query}", headers={"Accept-Language": "en"}).get_data(as_text=True)
        for query in ("", "?which=all")
    )
    assert re.findall(r'data-reply="(\w+)" data-part="(\w+)"', waiting) == [
        (market.order(name), part)
        for name in ("never", "let", "back", "plain", "kept")
        for part in ["follow_up" if name == "kept" else "review"]
    ]
    assert waiting.count('<details class="reply" hidden>') == 5
    assert len(re.findall(r'id="review-', everything)) == 5
    overview = client.get("/dashboard/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "5 reviews have no reply of yours yet." in overview
    assert '<span class="count">5<' in overview
    known = json.loads(re.findall(r'id="desk">(.*?)</script>', waiting)[0])["orders"]
    assert known[market.order("kept")]["salt"]
    stranger = signed_in(market.shop, market.shop.people["stranger"]).get("/dashboard/reviews")
    assert "data-reply" not in stranger.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_are_in_one_language(market: Market, language: str) -> None:
    for path in (f"/orders/{market.order('silent')}/review", f"{market.kettle}/reviews?language=en"):
        text = re.sub(r"<script.*?</script>|<[^>]*lang=\"[^>]*>[^<]*<", "", market.get(path, language), flags=re.DOTALL)
        assert bool(CHINESE.search(text)) == (language == "zh"), path


def test_every_reason_of_reviews_has_words() -> None:
    source = (ROOT / "contracts" / "Reviews.vy").read_text()
    assert set(re.findall(r'"(Reviews: [^"]+)"', source)) == review_words.REASONS.keys()


def test_documents_are_what_schemas_take() -> None:
    assert b'"text"' not in opinions.review("", "en", ["ab" * 32])
    with pytest.raises(ValueError, match="reply, text"):
        opinions.reply("x" * 2001, "en")


def test_record_and_public_account_name_the_reviews_written(market: Market) -> None:
    buyer = market.shop.people["shopper3"]
    for path, title in ((f"/record?account={buyer}", "Reviews I wrote"), (f"/accounts/{buyer}", "Reviews it wrote")):
        text = market.get(path).split(title)[1]
        for name, badge in (("let", "Refunded in full"), ("back", "Sent back, all money returned")):
            line = text.split(f'href="/orders/{market.order(name)}#review"')[1].split("</li>")[0]
            assert badge in line
    assert "No issuer whom this shop knows says anything of this account." in market.get(f"/record?account={buyer}")
    menu = market.get("/").split('<dialog id="account"')[1].split("</dialog>")[0]
    assert 'data-of-account="/record"' in menu


def test_privacy_names_reviews_claims_and_credentials(market: Market) -> None:
    text = market.get("/privacy")
    for words in (
        "who reviewed which order",
        "Words and pictures of reviews",
        "Credentials that you published yourself",
    ):
        assert words in text


def test_what_was_bought_under_another_title_is_told(market: Market) -> None:
    """Where a seller calls his product something else, its reviews say what they are of; not under its own title."""
    paths = (market.kettle, f"{market.kettle}/reviews")
    assert not any("Sold as" in market.get(path) for path in paths)
    market.goods.publish(market.shop, ("watch", "Gold watch", "金表"), text={"product": "kettle"}, price=10**16)
    market.shop.index_once()
    watch = f"/offers/{market.goods.id('watch')}"
    for path in (watch, f"{watch}/reviews"):
        assert f'Sold as <a href="{market.kettle}"><bdi>Kettle</bdi></a>' in market.get(path)
        assert f'当时名为 <a href="{market.kettle}"><bdi>水壶</bdi></a>' in market.get(path, "zh")
