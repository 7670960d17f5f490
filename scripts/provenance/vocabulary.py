"""The words of GS1's Core Business Vocabulary 2.0, and the numbers under which the chain knows them.

A number is a word's place, from 1, in the alphabetical order of ASCII; 0 is none. The chain holds these numbers for
ever, so a list never changes: words of a later release get numbers behind the last one.
"""

from dataclasses import dataclass, field

from scripts.provenance.gs1 import quoted
from scripts.refusal import Refusal

WEB = "https://ref.gs1.org/cbv/"
OLDER_WEB = "https://ns.gs1.org/cbv/"  # before the standard was ratified


@dataclass(frozen=True)
class Words:
    """One list of the vocabulary: its words in the order of their numbers, and what stands before a word in URIs."""

    name: str
    urn: str
    web: str
    words: tuple[str, ...]
    numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", {word: number for number, word in enumerate(self.words, 1)})

    def number(self, text: str) -> int:
        """The number of a word, bare, as a URN or as a web address; 0 for another vocabulary's URI.

        Refused is a bare word, or one under a prefix of the standard, that is not in the list.
        """
        word = self.bare(text)
        if word in self.numbers:
            return self.numbers[word]
        if ":" in word:
            return 0
        raise Refusal(f"{quoted(word)} is not a {self.name} of CBV 2.0")

    def word(self, number: int) -> str:
        """The word that has a number; empty for 0."""
        if not 0 <= number <= len(self.words):
            raise Refusal(f"{number} is not the number of a {self.name}; they go from 1 to {len(self.words)}")
        return self.words[number - 1] if number else ""

    def bare(self, text: str) -> str:
        """A word without the standard's prefixes; another vocabulary's URI stays as it is."""
        for prefix in (self.urn, f"{WEB}{self.web}", f"{OLDER_WEB}{self.web}", f"cbv:{self.web}"):
            if text.startswith(prefix):
                return text.removeprefix(prefix)
        return text

    def address(self, text: str) -> str:
        """A word of the list as its web address, as event hash ids have it; anything else as it is."""
        word = self.bare(text)
        return f"{WEB}{self.web}{word}" if word in self.numbers else text


STEPS = Words(
    "business step",
    "urn:epcglobal:cbv:bizstep:",
    "BizStep-",
    (
        "accepting",
        "arriving",
        "assembling",
        "collecting",
        "commissioning",
        "consigning",
        "creating_class_instance",
        "cycle_counting",
        "decommissioning",
        "departing",
        "destroying",
        "disassembling",
        "dispensing",
        "encoding",
        "entering_exiting",
        "holding",
        "inspecting",
        "installing",
        "killing",
        "loading",
        "other",
        "packing",
        "picking",
        "receiving",
        "removing",
        "repackaging",
        "repairing",
        "replacing",
        "reserving",
        "retail_selling",
        "sampling",
        "sensor_reporting",
        "shipping",
        "staging_outbound",
        "stock_taking",
        "stocking",
        "storing",
        "transporting",
        "unloading",
        "unpacking",
        "void_shipping",
    ),
)

DISPOSITIONS = Words(
    "disposition",
    "urn:epcglobal:cbv:disp:",
    "Disp-",
    (
        "active",
        "available",
        "completeness_inferred",
        "completeness_verified",
        "conformant",
        "container_closed",
        "container_open",
        "damaged",
        "destroyed",
        "dispensed",
        "disposed",
        "encoded",
        "expired",
        "in_progress",
        "in_transit",
        "inactive",
        "mismatch_class",
        "mismatch_instance",
        "mismatch_quantity",
        "needs_replacement",
        "no_pedigree_match",
        "non_conformant",
        "non_sellable_other",
        "partially_dispensed",
        "recalled",
        "reserved",
        "retail_sold",
        "returned",
        "sellable_accessible",
        "sellable_not_accessible",
        "stolen",
        "unavailable",
        "unknown",
    ),
)

ERROR_REASONS = Words("reason of an error", "urn:epcglobal:cbv:er:", "ER-", ("did_not_occur", "incorrect_data"))

# The chain knows no numbers of these.
TRANSACTIONS = Words(
    "type of a business transaction",
    "urn:epcglobal:cbv:btt:",
    "BTT-",
    (
        *("bol", "cert", "desadv", "inv", "pedigree", "po", "poc"),
        *("prodorder", "recadv", "rma", "testprd", "testres", "upevt"),
    ),
)
PARTIES = Words(
    "type of a source or destination",
    "urn:epcglobal:cbv:sdt:",
    "SDT-",
    ("location", "owning_party", "possessing_party"),
)
COMPONENTS = Words(
    "component",
    "urn:epcglobal:cbv:comp:",
    "Comp-",
    (
        *("altitude", "axial_distance", "azimuth", "easting", "elevation_angle", "height", "latitude", "longitude"),
        *("northing", "polar_angle", "spherical_radius", "x", "y", "z"),
    ),
)


def permission(*steps: str) -> int:
    """What a reporter permitted for these steps has on the chain: one bit for each."""
    return sum({1 << STEPS.number(step) for step in steps})
