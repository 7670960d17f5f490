"""Digital Links and EPC URNs, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.provenance import digital_link, epc, gs1
from scripts.provenance.gs1 import Place, Product, Unit
from scripts.refusal import Refusal
from tests.fixtures.refused import refusal_of

GTIN = "09506000134352"
texts = st.text(sorted(gs1.TEXT_CHARACTERS), max_size=20).filter(lambda text: text not in gs1.DOTS)
full_texts = texts.filter(bool)


def key(length):
    """Keys of so many digits with the right check digit."""
    digits = st.text("0123456789", min_size=length - 1, max_size=length - 1)
    return digits.map(lambda body: body + gs1.check_digit(body))


products = st.builds(Product, key(14), texts, texts, texts)
units = st.builds(Unit, key(18))
places = st.builds(Place, key(13), texts)


@pytest.mark.parametrize(
    ("thing", "link"),
    [
        (Product(GTIN), f"https://id.gs1.org/01/{GTIN}"),
        (Product(GTIN, lot="ABC123", serial="12345"), f"https://id.gs1.org/01/{GTIN}/10/ABC123/21/12345"),
        (
            Product(GTIN, "2A", "ABC", "1/2%?"),
            f"https://id.gs1.org/01/{GTIN}/22/2A/10/ABC/21/1%2F2%25%3F",
        ),
        (Unit("106141412345678908"), "https://id.gs1.org/00/106141412345678908"),
        (Place("9506000134369"), "https://id.gs1.org/414/9506000134369"),
        (Place("9506000134369", "dock-4"), "https://id.gs1.org/414/9506000134369/254/dock-4"),
    ],
)
def test_links(thing, link):
    assert digital_link.write(thing) == link
    assert digital_link.read(link) == thing


@given(st.one_of(products, units, places), st.sampled_from(["https://a.example", "http://127.0.0.1:5000/x/01/en/"]))
def test_whatever_is_written_is_read_back(thing, host):
    assert digital_link.read(digital_link.write(thing, host)) == thing


@pytest.mark.parametrize(
    ("link", "thing"),
    [
        (f"http://shop.example:8080/some/path/01/{GTIN}/21/7", Product(GTIN, serial="7")),
        ("https://a.example/01/9506000134352", Product(GTIN)),
        ("https://a.example/01/96385074", Product("00000096385074")),
        (f"https://a.example/01/{GTIN}/10/00/21/01", Product(GTIN, lot="00", serial="01")),
        (f"https://a.example/01/{GTIN}/21/%61%2Bb+c", Product(GTIN, serial="a+b+c")),
        (f"https://a.example/01/{GTIN}?17=261231&linkType=gs1:pip#top", Product(GTIN)),
        (f"HTTPS://A.example/01/{GTIN}", Product(GTIN)),
    ],
)
def test_links_of_others(link, thing):
    assert digital_link.read(link) == thing


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("", "'' is not a web address."),
        (f"/01/{GTIN}", f"'/01/{GTIN}' is not a web address."),
        (f"ftp://a/01/{GTIN}", f"'ftp://a/01/{GTIN}' is not a web address."),
        (f"https://a.example/01/{GTIN} ", "is not a web address."),
        ("https://[/01/1", "'https://[/01/1' is not a web address."),
        ("https://a.example/", "'https://a.example/' ends without a value."),
        ("https://a.example", "names nothing of GS1: /01/, /00/ or /414/ is missing."),
        ("https://a.example/gtin/9506000134352", "names nothing of GS1"),
        ("https://a.example/AQnYUc1gmiCNV4JG", "names nothing of GS1"),
        (f"https://a.example/01/{GTIN}/10/", "ends without a value."),
        (f"https://a.example/01/{GTIN}/10//21/5", "The lot is empty."),
        (f"https://a.example/01/{GTIN}/21/5/10/A", "The lot (/10/) stands too late in the link; the order is /22/, "),
        (f"https://a.example/01/{GTIN}/21/5/21/5", "The link has two serials."),
        (f"https://a.example/01/{GTIN}/17/261231", "/17/ does not belong behind /01/ in a link."),
        ("https://a.example/00/106141412345678908/21/5", "/21/ does not belong behind /00/ in a link."),
        (f"https://a.example/01/{GTIN}?10=ABC", "The link has 10= behind its question mark; it belongs into the path."),
        (f"https://a.example/01/{GTIN}/10/%zz", "'%zz' has a % without two hexadecimal digits behind it."),
        (f"https://a.example/01/{GTIN}/10/%ff", "'%ff' is not percent-encoded UTF-8."),
        (f"https://a.example/01/{GTIN}/10/%E2%84%96", "The lot '№' has '№' in it, which GS1 does not allow."),
        (f"https://a.example/01/{GTIN}/10/{'A' * 21}", "has 21 characters; GS1 allows 20."),
        ("https://a.example/01/09506000134353", "is mistyped: its last digit would be 2."),
        (f"https://a.example/{'a' * 2000}/01/{GTIN}", "The link has more than 2,000 characters."),
    ],
)
def test_faults_of_links_are_named(link, sentence):
    assert sentence in refusal_of(lambda: digital_link.read(link))


@given(st.text(max_size=60), st.text("/0123456789%?=&#", max_size=60))
def test_nothing_but_sentences_comes_of_nonsense(anything, like_a_link):
    for link in (anything, f"https://a.example/01/{GTIN}{like_a_link}", f"https://{anything}/01/{GTIN}"):
        assert said_of(link).isprintable()


def said_of(link):
    """What is said of a link that names nothing, or what it names."""
    try:
        return repr(digital_link.read(link))
    except Refusal as refusal:
        return str(refusal)


@pytest.mark.parametrize(
    ("thing", "prefix", "urn"),
    [
        (Product("80614141123458", serial="6789"), 7, "urn:epc:id:sgtin:0614141.812345.6789"),
        (Product("04012345123456", lot="998877"), 7, "urn:epc:class:lgtin:4012345.012345.998877"),
        (Product("04012345123456"), 7, "urn:epc:idpat:sgtin:4012345.012345.*"),
        (Product("80614141123458", serial="32a/b"), 7, "urn:epc:id:sgtin:0614141.812345.32a%2Fb"),
        (Unit("106141412345678908"), 7, "urn:epc:id:sscc:0614141.1234567890"),
        (Place("0614141123452", "400"), 7, "urn:epc:id:sgln:0614141.12345.400"),
        (Place("0614141123452"), 12, "urn:epc:id:sgln:061414112345..0"),
    ],
)
def test_urns(thing, prefix, urn):
    assert epc.write(thing, prefix) == urn
    assert epc.read(urn) == thing


@given(
    st.one_of(
        st.builds(Product, key(14), serial=full_texts),
        st.builds(Product, key(14), lot=texts),
        units,
        places.filter(lambda place: place.extension != "0"),
    ),
    st.integers(6, 12),
)
def test_whatever_urn_is_written_is_read_back(thing, prefix):
    assert epc.read(epc.write(thing, prefix)) == thing


@pytest.mark.parametrize(
    ("urn", "sentence"),
    [
        ("urn:epc:id:giai:0614141.12345400", "is not an EPC URN of goods, a unit or a place."),
        ("urn:epc:id:sgtin:06141.81234567.6789", "is not an EPC URN"),
        ("urn:epc:id:sgtin:0614141.12345.6789", "has 12 digits; id:sgtin has 13."),
        ("urn:epc:id:sgtin:0614141.812345", "does not have the parts of id:sgtin."),
        ("urn:epc:id:sscc:0614141.1234567890.1", "does not have the parts of id:sscc."),
        ("urn:epc:id:sgln:0614141.12345", "does not have the parts of id:sgln."),
        ("urn:epc:idpat:sgtin:0614141.812345.[1-9]", "is a pattern of serials; only .*, any of them, is read."),
        ("urn:epc:id:sgtin:0614141.812345.%4", "'%4' has a % without two hexadecimal digits behind it."),
        ("urn:epc:id:sgtin:0614141.812345.a b", "has ' ' in it, which GS1 does not allow."),
    ],
)
def test_faults_of_urns_are_named(urn, sentence):
    assert sentence in refusal_of(lambda: epc.read(urn))


@pytest.mark.parametrize(
    ("thing", "prefix", "sentence"),
    [
        (Product(GTIN, variant="1"), 7, "An EPC URN cannot name a variant."),
        (Place("0614141123452", "0"), 7, "An EPC URN cannot name a place's extension 0: there it means none."),
        (Product(GTIN), 5, "A company prefix has 6 to 12 digits, not 5."),
    ],
)
def test_what_urns_cannot_say_is_refused(thing, prefix, sentence):
    assert sentence == refusal_of(lambda: epc.write(thing, prefix))
