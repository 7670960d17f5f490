"""What buyers of the demo market say of their orders, and what sellers reply; days are counted back from now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from PIL import Image
from web3 import Web3

from scripts import documents, opinions
from scripts.address_book import AddressBook
from scripts.demo_market.story import Purchase
from scripts.reading import call_of
from scripts.terms import NO_DOCUMENT, Order
from scripts.wallet import Call


@dataclass(frozen=True)
class Words:
    """A text, so many days ago."""

    days_ago: float
    text: str
    language: str = "en"


@dataclass(frozen=True)
class Said:
    """Of the purchase of a listing by a buyer, paid so many days ago: stars, words, and what followed.

    A text may be empty: then there are only stars. Where it is `pictured`, the buyer shows the thing from nearby.
    """

    buyer: str
    listing: str
    paid: float
    stars: int
    review: Words
    is_pictured: bool = False
    reply: Words | None = None
    follow_up: Words | None = None
    reply_to_follow_up: Words | None = None


REVIEWS = (
    Said(
        "shopper1", "tasting-cup/Celadon", 38, 5,
        Words(33, "Six cups and no two alike, which is what I hoped for. Packed so well that it took an evening."),
        is_pictured=True,
        reply=Words(32, "Thank you! Two of them come from the first firing of the year, they are a little greener."),
        follow_up=Words(9, "A month of daily use: no crazing, no chips, and the glaze has not stained. Still five."),
        reply_to_follow_up=Words(8, "That is the best thing a potter can read."),
    ),
    Said(
        "shopper2", "oval-plate", 37, 2,
        Words(21, "到手时盘沿有缺口，商家不认，最后仲裁退了四成。盘子能用，但过程太累人。", "zh"),
        reply=Words(20, "The arbiter found that it broke on its way, and we accept it. Plates travel in new boxes."),
    ),
    Said(
        "shopper3", "tasting-cup/Tenmoku", 19, 4,
        Words(13, "Lovely dark glaze. A little smaller than I read it to be: 60 ml, look at the measures."),
    ),
    Said("shopper1", "tasting-cup/Plain white", 30, 3, Words(
        21, "Two of four arrived cracked. The seller paid for these without a fuss, the others are fine.")),
    Said(
        "shopper3", "pour-over-dripper", 24, 3,
        Words(11, "Too large for my cups, which I could have known. The shop took it back and returned every cent."),
        reply=Words(10, "Thank you for sending it back so well wrapped; somebody else has it now."),
    ),
    Said(
        "shopper2", "linen-notebook/Moss", 36, 5,
        Words(31, "纸很顺滑，钢笔不洇墨，布面的颜色比照片更沉稳。", "zh"),
        reply=Words(30, "谢谢！纸是今年新换的，很高兴你喜欢。", "zh"),
    ),
    Said("shopper3", "colour-pencils", 26, 4, Words(
        20, "Good pigments, hard enough for fine lines. The red breaks when it is sharpened.")),
    Said("shopper1", "woodcut-harbour", 40, 5, Words(18, "")),
    Said(
        "shopper2", "bottled-ink/Midnight blue", 14, 4,
        Words(9, "颜色漂亮，干得快。瓶口设计容易沾手，要垫张纸。", "zh"),
        follow_up=Words(2, "用了一周补充：放几天后颜色略偏灰，仍然喜欢。", "zh"),
    ),
    Said("shopper3", "high-mountain-oolong", 33, 5, Words(
        27, "Floral, buttery, good for six steepings. Sent within the day.")),
    Said("shopper2", "house-coffee/Whole beans", 28, 5, Words(22, "豆子很新鲜，烘焙日期就在三天前。", "zh")),
    Said("shopper1", "olive-oil", 21, 4, Words(15, "Peppery and fresh. The tin was dented, the oil was not.")),
    Said(
        "shopper1", "house-coffee/Ground for filter", 17, 3,
        Words(11, "Ground too fine for my filter. A quarter of the price came back before I even asked."),
        reply=Words(10, "Our mill was set wrongly that morning. It is put right, do try it again."),
    ),
    Said("shopper3", "fig-jam", 24, 2, Words(
        16, "One of two jars was open when it came. Half the price is back, the sofa is not.")),
    Said(
        "shopper1", "wool-scarf/Oatmeal", 31, 5,
        Words(26, "Warm, light, does not scratch. Wider than in the picture, in a good way."),
        is_pictured=True,
    ),
    Said(
        "shopper3", "wool-scarf/Berry", 34, 4,
        Words(17, "The first had a pulled thread, the second is perfect. An exchange as it should be."),
    ),
    Said("shopper2", "soy-candle", 29, 3, Words(
        19, "味道不错，但只烧了二十个小时，不是写的三十。商家后来退了一点。", "zh")),
    Said(
        "shopper2", "canvas-backpack", 27, 1,
        Words(13, "等了两周，包裹一直没到，商家也没有消息。期限一过，点一下钱就全退回来了，这点倒是放心。", "zh"),
    ),
    Said("shopper1", "field-watch", 20, 5, Words(
        12, "Two seconds a day, as its certificate says. I claimed its code on this site, and it was untouched.")),
    Said(
        "shopper1", "fresh-milk", 6.6, 1,
        Words(4, "Sour on the second day. The code on the bottle told why: the lorry was too warm. Recalled."),
    ),
)  # fmt: skip


class Add(Protocol):
    """Plans a transaction of a role, so many days ago."""

    def __call__(self, days_ago: float, role: str, call: Call, label: str) -> None: ...


class Reviewing:
    """Plans what is said of orders; `keep` puts a document aside and gives its hash."""

    def __init__(self, web3: Web3, book: AddressBook, add: Add, keep: Callable[[bytes], bytes]) -> None:
        self._contract = book.contract(web3, opinions.CONTRACT)
        self._add = add
        self._keep = keep

    def say(self, purchase: Purchase, order: Order, seller: str, pictures: Mapping[str, bytes]) -> None:
        """What is said of a purchase, if anything; `pictures` are those of the goods, by their sha-256."""
        for said in REVIEWS:
            if (said.buyer, said.listing, said.paid) == (purchase.buyer, purchase.listing, purchase.events[0].days_ago):
                self._say(said, order, seller, pictures)

    def _say(self, said: Said, order: Order, seller: str, pictures: Mapping[str, bytes]) -> None:
        shown = [self._keep(near(next(iter(pictures.values()))))] if said.is_pictured else []
        self._plan(said.review, said.buyer, "review", order, said.stars, self._review(said.review, shown))
        if said.follow_up:
            self._plan(said.follow_up, said.buyer, "follow_up", order, self._review(said.follow_up, []))
        for part, reply in ((opinions.REVIEW, said.reply), (opinions.FOLLOW_UP, said.reply_to_follow_up)):
            if reply:
                document = self._keep(opinions.reply(reply.text, reply.language))
                self._plan(reply, seller, "reply", order, part, document)

    def _plan(self, words: Words, role: str, verb: str, order: Order, *values: object) -> None:
        self._add(words.days_ago, role, call_of(self._contract, verb, order, *values), verb)

    def _review(self, words: Words, pictures: list[bytes]) -> bytes:
        if not words.text and not pictures:
            return NO_DOCUMENT
        return self._keep(opinions.review(words.text, words.language, [picture.hex() for picture in pictures]))


def near(picture: bytes) -> bytes:
    """The middle of a picture, as somebody shows what he has got."""
    with Image.open(BytesIO(picture)) as opened:
        width, height = opened.size
        middle = opened.convert("RGB").crop((width // 4, height // 3, width * 3 // 4, height * 5 // 6))
    output = BytesIO()
    middle.save(output, "PNG")
    return documents.encode_picture(output.getvalue())
