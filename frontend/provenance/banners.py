"""What somebody who scans has to see first: recalls, then what speaks against the goods, then what is to be known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from frontend.index.provenance.rows import About, Breach, Gap, Offered, Recall
from frontend.provenance import journey, measured, steps, temperatures
from frontend.provenance.blueprint import thousandths
from frontend.provenance.subjects import made, path_of
from frontend.wording import language
from frontend.wording.formats import DAY
from frontend.wording.texts import gettext, ngettext

BAD, WARN, GOOD, PLAIN = "bad", "warn", "good", ""
SHOWN = 3  # of a kind
ORDER = (About.LOT, About.UNIT, About.INGREDIENT, About.ITEM)  # of recalls, by what they are about


@dataclass(frozen=True)
class Covered:
    """Something that a notice is about: what it is called, and where its page is."""

    name: str
    path: str


@dataclass(frozen=True)
class Banner:
    """A notice: `account` is who says it, or whom it is about; `said` his own words per language; `link` leads further,
    to what `leads_to` says; `covers` are the lots or items that it is about, where a page is about several.

    What is `not_for` accounts is hidden once one of them has connected; what is `only_for` some, until then.
    """

    kind: str
    tone: str
    title: str
    text: str
    time: int = 0
    account: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    document: str = ""
    link: str = ""
    leads_to: str = ""
    not_for: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    covers: tuple[Covered, ...] = ()


def of_recalls(recalls: Iterable[Recall]) -> Iterator[Banner]:
    """Open recalls, the producers' first, and closed ones."""
    for recall in sorted(recalls, key=urgency):
        if recall.is_open:
            title, text = _recall_title(recall), _recall_text(recall)
            tone = BAD if recall.by_producer else WARN
            yield _recalled(recall, "recall", tone, title, text, recall.document)
        else:
            title = gettext("It was recalled, and the recall is closed")
            yield _recalled(recall, "recall-closed", PLAIN, title, "", recall.closed_document)


def of_contents(recalls: Iterable[Recall]) -> Iterator[Banner]:
    """Open recalls of what lies in a unit."""
    for recall in sorted(recalls, key=urgency):
        name = made(recall.lot).name if recall.lot else ""
        link = path_of(recall.lot) if recall.lot else ""
        text = gettext("%(name)s, lot %(lot)s", name=name, lot=recall.lot.batch) if recall.lot else ""
        banner = _recalled(recall, "recall", BAD, gettext("Something in it was recalled"), text, recall.document)
        yield replace(banner, link=link, leads_to=gettext("The lot") if link else "")


def warned(found: Iterable[Banner]) -> list[str]:
    """What speaks against goods, for whoever is about to take or give them: open recalls, and breaches of limits."""
    return list(dict.fromkeys(str(banner.title) for banner in found if banner.kind in ("recall", "breach")))


def urgency(recall: Recall) -> tuple[bool, int, int]:
    """What comes first is smallest."""
    return not recall.is_open, ORDER.index(recall.about), recall.class_


def of_offers(offers: Iterable[Offered]) -> Iterator[Banner]:
    """What waits for somebody to accept it: to him alone."""
    for offer in offers:
        yield Banner(
            "offered",
            WARN,
            gettext("It is offered to you and waits for you"),
            gettext("%(role)s: yours once you have accepted it.", role=journey.ROLES[offer.role]),
            offer.time,
            offer.by,
            link="#hand-on",
            leads_to=gettext("Look at the offer"),
            only_for=(offer.to,),
        )


def of_label(is_of_lot: bool | None) -> Iterator[Banner]:
    """Whether an item is one of its lot at all; None where nobody here can say."""
    if is_of_lot is False:
        yield Banner(
            "no-such-item",
            BAD,
            gettext("This lot has no such item"),
            gettext(
                "The producer's list, whose hash stands on the chain, has no item with this serial number. The label "
                "is mistyped or forged."
            ),
        )
    elif is_of_lot is None:
        yield Banner(
            "list-missing",
            WARN,
            gettext("This shop cannot tell whether the lot has such an item"),
            gettext(
                "It has no list of the lot's items, so this page would look the same for any serial number. Only the "
                "hidden code tells."
            ),
        )


def of_breaches(breaches: Iterable[Breach]) -> Iterator[Banner]:
    """What was measured outside of limits, unless it was declared an error."""
    found = [breach for breach in breaches if not breach.errors]
    for breach in found[:SHOWN]:
        low, high = (
            (breach.promised_low, breach.promised_high) if breach.exceeds_promised else (breach.low, breach.high)
        )
        unit = measured.unit_of(vars(breach))
        text = gettext(
            "Measured from %(minimum)s to %(maximum)s; it had to stay within %(low)s and %(high)s.",
            minimum=thousandths(breach.minimum) + unit,
            maximum=thousandths(breach.maximum) + unit,
            low=thousandths(low or 0) + unit,
            high=thousandths(high or 0) + unit,
        )
        outside = measured.outside(breach.document, low or 0, high or 0) if unit else ()
        text = language.gap().join([text, *(temperatures.said_of(one, unit) for one in outside)])
        yield Banner("breach", WARN, _breach_title(breach, unit, low or 0, high or 0), text, breach.last, breach.by)


def _breach_title(breach: Breach, unit: str, low: int, high: int) -> str:
    """Warm or cold where it is known to be a temperature."""
    is_over, is_under = breach.maximum > high, breach.minimum < low
    if unit.strip() not in measured.DEGREES or is_over == is_under:
        return gettext("It was not kept within its limits")
    return gettext("It got too warm on the way") if is_over else gettext("It got too cold on the way")


def of_gaps(gaps: Iterable[Gap]) -> Iterator[Banner]:
    """Times of which nobody knows."""
    for gap in list(gaps)[:SHOWN]:
        days = max(round((gap.until - gap.since) / DAY), 1)
        if gap.handed:
            text = gettext("It went from one keeper to another, and nobody reported that it was sent or received.")
        else:
            text = ngettext(
                "Nobody reported anything of it for %(num)d day.",
                "Nobody reported anything of it for %(num)d days.",
                days,
            )
        yield Banner("gap", WARN, gettext("There is a gap in its journey"), text, gap.since)


def told_by_producer(recalls: Iterable[Recall]) -> bool:
    """Whether any of them is open and of a producer."""
    return any(recall.is_open and recall.by_producer for recall in recalls)


def only_of_ingredients(recalls: Iterable[Recall]) -> bool:
    """Whether nothing was recalled but what the goods were made of."""
    return {recall.about for recall in recalls} == {About.INGREDIENT}


def _recall_text(recall: Recall) -> str:
    """How bad it is; of what was made with it only the producer's own words can tell."""
    if recall.about is About.INGREDIENT:
        text = gettext("What that means for these goods is for the producer to say: read his words, or ask the seller.")
        return language.gap().join([*_ingredient(recall), text])
    return str(steps.RECALL_CLASSES[recall.class_])


def _ingredient(recall: Recall) -> Iterator[str]:
    """What was recalled instead of the goods themselves: a notice that forbids to drink it may not be about them."""
    if recall.lot:
        yield gettext(
            "Recalled is the ingredient %(name)s, lot %(lot)s, and not these goods themselves: its notice is about the "
            "ingredient.",
            name=made(recall.lot).name,
            lot=recall.lot.batch,
        )


def _recall_title(recall: Recall) -> str:
    match recall.about:
        case About.INGREDIENT:
            return gettext("Contains a recalled ingredient")
        case About.UNIT:
            return gettext("It lay in a case or pallet that was recalled")
        case About.ITEM:
            return gettext("Its owner has recalled it")
        case _:
            return gettext("Recalled: do not use it") if recall.class_ < 3 else gettext("Recalled")


def _recalled(recall: Recall, kind: str, tone: str, title: str, text: str, document: str) -> Banner:
    link = path_of(recall.lot) if recall.lot and recall.about is About.INGREDIENT else ""
    said = journey.notice(document)
    leads_to = gettext("What it was made with") if link else ""
    return Banner(kind, tone, title, text, recall.closed_time or recall.time, recall.by, said, document, link, leads_to)
