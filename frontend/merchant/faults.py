"""What the scripts' checks say is wrong, in the reader's language; what is not known here stays as it is."""

import re

from frontend.wording.texts import Text, lazy_gettext

KNOWN: tuple[tuple[str, Text], ...] = (
    (r"'(?P<value>.*)' is not an amount; .*", lazy_gettext("“%(value)s” is no amount; write it like 12.50.")),
    (r"(?P<value>.*) is more than an order can hold\.", lazy_gettext("%(value)s is more than an order can hold.")),
    (
        r"(?P<value>.*) has more than the (?P<count>\d+) decimals of .*",
        lazy_gettext("%(value)s has more than %(count)s decimals."),
    ),
    (
        r"'(?P<value>.*)' is not a duration; .*",
        lazy_gettext("“%(value)s” is no time; write it like 3 days or 12 hours."),
    ),
    (r"'(?P<value>.*)' is not a share; .*", lazy_gettext("“%(value)s” is no share; write it like 1.5%%.")),
    (r"'(?P<value>.*)' is not a whole number\.", lazy_gettext("“%(value)s” is no whole number.")),
    (r"'(?P<value>.*)' is not an address\.", lazy_gettext("“%(value)s” is no account: 0x and 40 hex digits.")),
    (r"'(?P<value>.*)' is no GTIN: .*", lazy_gettext("“%(value)s” is no GTIN: it has 8, 12, 13 or 14 digits.")),
    (
        r"The GTIN (?P<value>\d+) is mistyped: its last digit would be (?P<count>\d)\.",
        lazy_gettext("The GTIN %(value)s is mistyped: its last digit would be %(count)s."),
    ),
    (
        r"The lot '(?P<value>.*)' has (?P<count>\d+) characters; .*",
        lazy_gettext("The lot “%(value)s” has %(count)s characters; 20 are allowed."),
    ),
    (
        r"The lot '(?P<value>.*)' has (?P<place>.*) in it, which GS1 does not allow\.",
        lazy_gettext("The lot “%(value)s” has %(place)s in it, which must not stand on a label."),
    ),
    (
        r"catalogue, offers\[0\]\.provenance\.gtin: .*",
        lazy_gettext("The GTIN of the goods is missing: without it nobody knows which goods are meant."),
    ),
    (
        r"catalogue, offers\[0\]\.provenance\.producer: .*",
        lazy_gettext("The account of the goods' producer is missing: anybody can register any GTIN."),
    ),
    (r"catalogue, offers\[0\]\.provenance\.lots: .*", lazy_gettext("20 lots at most.")),
    (
        r"offer, provenance\.lots: .*",
        lazy_gettext("A lot is named twice."),
    ),
    (
        r"The currency '(?P<value>.*)' is not in the address book .*",
        lazy_gettext("This shop does not know the currency “%(value)s”."),
    ),
    (r"A text has half a character in it, .*", lazy_gettext("A text has half a character in it.")),
    (r"it has no price\.", lazy_gettext("The price is missing.")),
    (r"it has no units\.", lazy_gettext("It is not said how many there are.")),
    (r"it has no return policy\.", lazy_gettext("It is not said what may be sent back.")),
    (r"it names no arbiter; .*", lazy_gettext("It is not said who rules on disputes.")),
    (r"it gives points of no Loyalty; .*", lazy_gettext("Points need a contract that gives them.")),
    (r"it names a Loyalty but gives no points\.", lazy_gettext("It names a points contract but gives no points.")),
    (
        r"the Loyalty (?P<value>.*) is not in the address book; .*",
        lazy_gettext("This shop does not know the points contract %(value)s."),
    ),
    (
        r"the Loyalty .* gives points in (?P<value>.*), the offer is in (?P<place>.*)\.",
        lazy_gettext("That contract's points are in %(value)s, but the offer is in %(place)s."),
    ),
    (
        r"the address book has no Loyalty for (?P<value>.*); .*",
        lazy_gettext("There are no points in %(value)s in this market."),
    ),
    (
        r"it has (?P<count>\d+) options but (?P<value>\d+) values\.",
        lazy_gettext("It has %(count)s options but %(value)s values."),
    ),
    (
        r"it has the label of another entry; .*",
        lazy_gettext("Another row has the same product and variant."),
    ),
    (r"the picture (?P<value>.*) was not chosen\.", lazy_gettext("The picture %(value)s was not chosen.")),
    (
        r"(?:offer|profile|catalogue), (?:offers\[0\]\.?)?(?P<place>[^:]*): (?:is empty|has characters .*)\.",
        lazy_gettext("“%(place)s” is empty, or has characters that are not allowed."),
    ),
    (
        r"(?:offer|profile|catalogue), (?:offers\[0\]\.?)?(?P<place>[^:]*): '(?P<value>.*)' is missing\.",
        lazy_gettext("“%(value)s” is missing (%(place)s)."),
    ),
    (
        r"(?:offer|profile|catalogue), (?:offers\[0\]\.?)?(?P<place>[^:]*): has more than (?P<count>\d+) .*\.",
        lazy_gettext("“%(place)s” has more than %(count)s."),
    ),
    (
        r"(?P<place>.*, line \d+): the price '(?P<value>.*)' can be read in two ways; .*",
        lazy_gettext("%(place)s: the price “%(value)s” can be read in two ways; write it like 1234.00 or 1.23."),
    ),
    (
        r"(?P<place>.*, line \d+): the price '(?P<value>.*)' is not written like .*",
        lazy_gettext("%(place)s: the price “%(value)s” is not written like 1234.50."),
    ),
    (
        r"(?P<place>.*, line \d+): '(?P<value>.*)' is not a whole number .*",
        lazy_gettext("%(place)s: “%(value)s” is no whole number."),
    ),
    (
        r"(?P<place>.*, line \d+): the row has \d+ fields, the first line (?P<count>\d+)\.",
        lazy_gettext("%(place)s: the row does not have %(count)s fields as the first line has."),
    ),
    (
        r"(?P<place>.*), line 1: these are not the columns of a product export; .*",
        lazy_gettext("%(place)s has not the columns of a product export of Shopify or WooCommerce, nor of ours."),
    ),
    (r"(?P<place>.*): the file has no products\.", lazy_gettext("%(place)s has no products.")),
    (
        r"(?P<place>.*, line \d+): this is not (?:.*) text; .*",
        lazy_gettext("%(place)s: this is not UTF-8 text; choose another encoding, such as windows-1252 or gb18030."),
    ),
    (r"Nothing in the file can be sold here .*", lazy_gettext("Nothing in the file can be sold here.")),
    # why an import leaves something out, or what it tells of it
    (r"twice in the file", lazy_gettext("twice in the file")),
    (r"more than 6 options", lazy_gettext("more than 6 options")),
    (r"no title", lazy_gettext("no title")),
    (r"no variants", lazy_gettext("no variants")),
    (r"no price", lazy_gettext("no price")),
    (r"price of zero", lazy_gettext("price of zero")),
    (r"stock is not counted .*", lazy_gettext("stock is not counted; say above how many there are of such")),
    (r"sold out", lazy_gettext("sold out")),
    (r"nothing to ship", lazy_gettext("nothing to ship")),
    (r"without a value for each option", lazy_gettext("without a value for each option")),
    (r"stands for any value of an option", lazy_gettext("stands for any value of an option")),
    (r"variation without its product", lazy_gettext("variation without its product")),
    (r"draft", lazy_gettext("a draft")),
    (r"archived", lazy_gettext("archived")),
    (r"private", lazy_gettext("private")),
    (r"not published", lazy_gettext("not published there")),
    (r"gift card", lazy_gettext("a gift card")),
    (r"no description", lazy_gettext("no description: the title stands for it")),
    (r"description is cut at .*", lazy_gettext("the description is cut at 8,000 characters")),
    (r"published without a picture", lazy_gettext("will be published without a picture")),
)


def in_words(fault: object) -> str:
    """One sentence of a check."""
    said = str(fault)
    for pattern, text in KNOWN:
        match = re.fullmatch(pattern, said, re.DOTALL)
        if match:
            return str(text) % match.groupdict() if match.groupdict() else str(text)
    return said
