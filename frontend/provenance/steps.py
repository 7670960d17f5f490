"""What happens to goods in plain words: GS1's business steps, conditions and reasons of errors, by their numbers.

The numbers are the chain's: places, from 1, in the vocabulary's alphabet (scripts/provenance/vocabulary.py).
"""

from frontend.wording.texts import Text, lazy_gettext
from scripts.provenance import vocabulary

UNTOLD = lazy_gettext("Something was reported")

STEPS: tuple[Text, ...] = (
    lazy_gettext("Accepted"),
    lazy_gettext("Arrived"),
    lazy_gettext("Assembled"),
    lazy_gettext("Collected"),
    lazy_gettext("Made and marked with its number"),
    lazy_gettext("Consigned"),
    lazy_gettext("A kind of goods was defined"),
    lazy_gettext("Counted in passing"),
    lazy_gettext("Taken out of use"),
    lazy_gettext("Departed"),
    lazy_gettext("Destroyed"),
    lazy_gettext("Taken apart"),
    lazy_gettext("Dispensed"),
    lazy_gettext("Label written"),
    lazy_gettext("Went in or out"),
    lazy_gettext("Held back"),
    lazy_gettext("Inspected"),
    lazy_gettext("Installed"),
    lazy_gettext("Label made unreadable"),
    lazy_gettext("Loaded"),
    lazy_gettext("Something else was done"),
    lazy_gettext("Packed for its way"),
    lazy_gettext("Picked for an order"),
    lazy_gettext("Received"),
    lazy_gettext("Removed"),
    lazy_gettext("Repackaged"),
    lazy_gettext("Repaired"),
    lazy_gettext("A part was replaced"),
    lazy_gettext("Reserved"),
    lazy_gettext("Sold in a shop"),
    lazy_gettext("A sample was taken"),
    lazy_gettext("Measured"),
    lazy_gettext("Sent on its way"),
    lazy_gettext("Made ready for sending"),
    lazy_gettext("Counted in the warehouse"),
    lazy_gettext("Put on the shelf"),
    lazy_gettext("Put into storage"),
    lazy_gettext("Transported"),
    lazy_gettext("Unloaded"),
    lazy_gettext("Unpacked"),
    lazy_gettext("The sending was called off"),
)

DISPOSITIONS: tuple[Text, ...] = (
    lazy_gettext("in circulation"),
    lazy_gettext("available"),
    lazy_gettext("taken to be complete"),
    lazy_gettext("found to be complete"),
    lazy_gettext("as it should be"),
    lazy_gettext("container closed"),
    lazy_gettext("container open"),
    lazy_gettext("damaged"),
    lazy_gettext("destroyed"),
    lazy_gettext("dispensed"),
    lazy_gettext("disposed of"),
    lazy_gettext("label written"),
    lazy_gettext("expired"),
    lazy_gettext("in the works"),
    lazy_gettext("on its way"),
    lazy_gettext("not in circulation"),
    lazy_gettext("of another kind than expected"),
    lazy_gettext("another one than expected"),
    lazy_gettext("another quantity than expected"),
    lazy_gettext("to be replaced"),
    lazy_gettext("does not fit its papers"),
    lazy_gettext("not as it should be"),
    lazy_gettext("not for sale"),
    lazy_gettext("dispensed in part"),
    lazy_gettext("recalled"),
    lazy_gettext("reserved"),
    lazy_gettext("sold"),
    lazy_gettext("returned"),
    lazy_gettext("for sale, at hand"),
    lazy_gettext("for sale, not at hand"),
    lazy_gettext("stolen"),
    lazy_gettext("not available"),
    lazy_gettext("condition unknown"),
)

# What a condition adds nothing to, or seems to gainsay: a lorry that has arrived, before it is unloaded
UNDER_WAY = ("arriving", "departing", "shipping", "transporting", "loading", "unloading", "receiving")
PLAIN = frozenset(
    (vocabulary.STEPS.number(step), vocabulary.DISPOSITIONS.number(condition))
    for step, condition in (
        *((step, "in_transit") for step in UNDER_WAY),
        ("destroying", "destroyed"),
        ("dispensing", "dispensed"),
        ("encoding", "encoded"),
        ("reserving", "reserved"),
        ("retail_selling", "retail_sold"),
    )
)

ERRORS: dict[int, Text] = {1: lazy_gettext("it did not happen"), 2: lazy_gettext("something in it is wrong")}

RECALL_CLASSES: dict[int, Text] = {
    1: lazy_gettext("It can harm your health seriously. Do not use it."),
    2: lazy_gettext("It can make you ill, usually not for long. Do not use it."),
    3: lazy_gettext("It is not as it should be; harm is unlikely."),
}


def step(number: int) -> Text:
    """What a step is called."""
    return STEPS[number - 1] if 1 <= number <= len(STEPS) else UNTOLD


def disposition(number: int) -> Text | None:
    """In which condition something was; None where nothing is said."""
    return DISPOSITIONS[number - 1] if 1 <= number <= len(DISPOSITIONS) else None


def is_plain(step: int, disposition: int) -> bool:
    """Whether the condition says the same as the step, or seems to say the opposite."""
    return (step, disposition) in PLAIN
