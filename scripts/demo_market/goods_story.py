"""The story of the demo market's goods: a milk that got warm, yoghurt that did not, and a watch that was sold twice.

Days are counted back from now; lots, units and items have short names here: `M-2`, `P-2`, `M-2/001`.
"""

from dataclasses import dataclass

FARM, DAIRY, ROAD, SHOP, LABORATORY, WORKSHOP, STUDIO = (
    *("9506000300016", "9506000300023", "9506000300030", "9506000300047"),
    *("9506000300054", "9506000300061", "9506000300078"),
)  # GLNs; where they are stands in their people's profiles

OWNERSHIP, CUSTODY, BOTH = 1, 2, 3
COLD = (2_000, 8_000)  # thousandths of °C


@dataclass(frozen=True)
class Made:
    """A lot: who made it, when, of what. `inputs` are lots and quantities; `place` is in its maker's profile."""

    lot: str
    maker: str
    gtin: str
    count: int
    days_ago: float
    place: str
    name: dict[str, str]
    description: dict[str, str]
    item: dict[str, str]
    picture: str = ""
    keeps: int = 0  # days
    limits: tuple[int, int] | None = None
    inputs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Act:
    """What somebody does with goods; what `about` and `details` are depends on the verb."""

    days_ago: float
    by: str
    verb: str
    about: str
    details: tuple[str | int, ...] = ()


RAW = {"en": "Raw milk, by the churn", "zh": "生乳（桶装）"}
RAW_MORE = {
    "en": "The evening's and the morning's milk of 32 brown cows, cooled within the hour.",
    "zh": "三十二头棕牛的晚奶与晨奶，一小时内冷却。",
}
CHURN = {"en": "churn of 25 litres", "zh": "桶（25 升）"}
MILK = {"en": "Fresh milk", "zh": "鲜牛奶"}
MILK_MORE = {
    "en": "Pasteurised, not homogenised; the cream rises. Keep it at 2 to 8 °C.",
    "zh": "巴氏杀菌，未均质，静置后有奶皮。请在 2 至 8 ℃ 保存。",
}
BOTTLE = {"en": "bottle of 1 litre", "zh": "瓶（1 升）"}
YOGHURT = {"en": "Set yoghurt", "zh": "凝固型酸奶"}
YOGHURT_MORE = {
    "en": "Pasteurised milk and two cultures, set in the pot.",
    "zh": "巴氏杀菌乳与两种菌种，杯中凝固。",
}
POT = {"en": "pot of 180 grams", "zh": "杯（180 克）"}
WATCH = {"en": "Field watch No. 3", "zh": "三号野外腕表"}
WATCH_MORE = {
    "en": "38 mm, steel, wound by hand; fifty were made. Each has its number on the back and a hidden "
    "code in its case.",
    "zh": "38 毫米，精钢，手动上链，共五十只。表背有编号，表盒内藏有隐藏码。",
}
PIECE = {"en": "watch", "zh": "只"}
RAW_GTIN, MILK_GTIN, YOGHURT_GTIN, WATCH_GTIN = "09506000200019", "09506000200026", "09506000200033", "09506000200040"

MADE = (
    Made("R-1", "farm", RAW_GTIN, 40, 25.5, FARM, RAW, RAW_MORE, CHURN, keeps=3, limits=COLD),
    Made("R-2", "farm", RAW_GTIN, 40, 8.6, FARM, RAW, RAW_MORE, CHURN, keeps=3, limits=COLD),
    Made("R-3", "farm", RAW_GTIN, 40, 3.5, FARM, RAW, RAW_MORE, CHURN, keeps=3, limits=COLD),
    Made("M-1", "dairy", MILK_GTIN, 600, 25.0, DAIRY, MILK, MILK_MORE, BOTTLE, "fresh-milk", 12, COLD, (("R-1", 26),)),
    Made("M-2", "dairy", MILK_GTIN, 600, 8.0, DAIRY, MILK, MILK_MORE, BOTTLE, "fresh-milk", 12, COLD, (("R-2", 26),)),
    Made("Y-1", "dairy", YOGHURT_GTIN, 300, 7.7, DAIRY, YOGHURT, YOGHURT_MORE, POT, "set-yoghurt", 25, COLD,
         (("M-2", 30), ("R-2", 1))),
    Made("M-3", "dairy", MILK_GTIN, 600, 3.0, DAIRY, MILK, MILK_MORE, BOTTLE, "fresh-milk", 12, COLD, (("R-3", 26),)),
    Made("W-3", "watchmaker", WATCH_GTIN, 50, 34.0, WORKSHOP, WATCH, WATCH_MORE, PIECE, "field-watch"),
)  # fmt: skip

# Cases and pallets: who made them, and their SSCC
UNITS = {
    "P-2": ("dairy", "095060000000000114"),
    "P-3": ("dairy", "095060000000000121"),
    "C-1": ("dairy", "095060000000000138"),
    "C-3": ("watchmaker", "095060000000000145"),
}


def _bottles(lot: str, count: int, width: int = 3) -> tuple[str, ...]:
    return tuple(f"{lot}/{number:0{width}}" for number in range(1, count + 1))


def _made(lot: str, days_ago: float, by: str, place: str) -> Act:
    return Act(days_ago, by, "report", lot, ("commissioning", "active", place))


def _report(days_ago: float, by: str, about: str, step: str, disposition: str, place: str) -> Act:
    return Act(days_ago, by, "report", about, (step, disposition, place))


def _hand(days_ago: float, giver: str, about: str, taker: str, role: int) -> Act:
    """Offered, and accepted half an hour later."""
    return Act(days_ago, giver, "hand", about, (taker, role))


def _delivered(lot: str, unit: str, left: float, worst: int) -> tuple[Act, ...]:
    """A pallet of a dairy's lot on its way to the shop, with a logger that shows `worst` (thousandths of °C)."""
    return (
        Act(left + 0.4, "dairy", "pack", unit, _bottles(lot, 12)),
        _report(left + 0.3, "dairy", unit, "packing", "container_closed", DAIRY),
        _hand(left + 0.1, "dairy", unit, "carrier", CUSTODY),
        _report(left, "carrier", unit, "departing", "in_transit", DAIRY),
        Act(left - 0.4, "carrier", "sense", unit, (worst, ROAD)),
        _report(left - 0.42, "carrier", unit, "arriving", "in_transit", SHOP),
        _hand(left - 0.45, "carrier", unit, "merchant3", CUSTODY),
        _hand(left - 0.5, "dairy", unit, "merchant3", OWNERSHIP),
        _report(left - 0.55, "merchant3", unit, "receiving", "sellable_accessible", SHOP),
        Act(left - 0.6, "merchant3", "unpack", unit, _bottles(lot, 12)),
    )


MILKY = (
    Act(25.4, "farm", "permit", "R-1", ("dairy", "commissioning", "receiving")),
    _made("R-1", 25.4, "farm", FARM),
    _made("M-1", 24.9, "dairy", DAIRY),
    Act(20.0, "dairy", "recall", "M-1", (3,)),
    Act(18.0, "dairy", "close", "M-1", (3,)),
    Act(8.5, "farm", "permit", "R-2", ("dairy", "commissioning", "receiving")),
    _made("R-2", 8.5, "farm", FARM),
    _report(8.2, "dairy", "R-2", "receiving", "in_progress", DAIRY),
    _made("M-2", 7.9, "dairy", DAIRY),
    *_delivered("M-2", "P-2", 7.3, 11_400),
    _made("Y-1", 7.6, "dairy", DAIRY),
    Act(6.0, "dairy", "pack", "C-1", _bottles("Y-1", 6)),
    _hand(5.8, "dairy", "C-1", "merchant3", BOTH),
    _report(5.7, "merchant3", "C-1", "receiving", "sellable_accessible", SHOP),
    Act(5.65, "merchant3", "unpack", "C-1", _bottles("Y-1", 6)),
    Act(4.2, "dairy", "permit", "M-2", ("certifier", "sampling", "inspecting")),
    _report(3.9, "certifier", "M-2", "sampling", "in_progress", LABORATORY),
    _report(1.2, "certifier", "M-2", "inspecting", "non_conformant", LABORATORY),
    Act(3.4, "farm", "permit", "R-3", ("dairy", "commissioning", "receiving")),
    _made("R-3", 3.4, "farm", FARM),
    _made("M-3", 2.9, "dairy", DAIRY),
    *_delivered("M-3", "P-3", 2.3, 6_900),
    Act(1.9, "dairy", "permit", "M-3", ("certifier", "sampling", "inspecting")),
    _report(1.6, "certifier", "M-3", "inspecting", "conformant", LABORATORY),
    Act(1.0, "dairy", "recall", "M-2", (2,)),
)

WATCHES = _bottles("W-3", 5, 2)
TICKING = (
    _made("W-3", 33.9, "watchmaker", WORKSHOP),
    Act(33.8, "watchmaker", "permit", "W-3", ("certifier", "inspecting")),
    _report(32.0, "certifier", "W-3", "inspecting", "conformant", LABORATORY),
    Act(31.0, "watchmaker", "pack", "C-3", WATCHES),
    _report(30.9, "watchmaker", "C-3", "shipping", "in_transit", WORKSHOP),
    _hand(28.0, "watchmaker", "C-3", "merchant4", BOTH),
    _report(27.9, "merchant4", "C-3", "receiving", "sellable_accessible", STUDIO),
    Act(27.8, "merchant4", "unpack", "C-3", WATCHES),
    Act(13.0, "shopper1", "claim", "W-3/01"),
    _hand(5.0, "shopper1", "W-3/01", "shopper2", BOTH),
)

ACTS = (*MILKY, *TICKING)

RECALLED = {
    "M-1": {
        "en": "A laboratory suspects too much copper in milk of lot M-1. Until it is sure, please do not drink it.",
        "zh": "化验室怀疑 M-1 批次牛奶铜含量偏高。结果确定之前请勿饮用。",
    },
    "M-2": {
        "en": "This is about milk of lot M-2. Yoghurt of lot Y-1 is not affected: it was made of this milk here before "
        "the lorry left. All milk of the lot that left us went in that lorry, where it was more than 8 °C for about an "
        "hour. A laboratory has since found more germs in it than there may be. Please do not drink the milk; ask the "
        "shop for your money.",
        "zh": "本次召回只涉及 M-2 批次牛奶。Y-1 批次酸奶不受影响：货车出发前，所用牛奶已在厂内制成酸奶。"
        "该批次出厂的牛奶由同一辆货车运送，途中约有一小时温度高于 8 ℃，其后化验室检出菌落总数超标。"
        "请勿饮用该牛奶，可向店铺要求退款。",
    },
}
CLOSED = {
    "M-1": {
        "en": "A second laboratory found no copper: the first sample was mixed up. The milk is as it should be.",
        "zh": "另一家化验室复检，铜含量正常，首份样品系取错。本批次牛奶合格。",
    },
}
