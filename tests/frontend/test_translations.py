"""Every text has its Chinese, and nothing is said that has no words."""

import re
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel

from frontend import devnet
from frontend.orders import story
from frontend.wording import credit_words, language, provenance_words, reasons, words
from scripts.parameters import ROLES, ROOT
from scripts.terms import Status

FRONTEND = ROOT / "frontend"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(%%)")
SAME_IN_BOTH = {"%(role)s %(number)s", "%(number)s × %(item)s", "{label}: {problem}", "%(what)s: %(name)s"}

# One word per idea: what is said instead is behind it
AVOIDED = {
    **{"您": "你", "卖家": "商家", "本店": "本站", "手续费": "费用", "生产商": "生产者", "仿制品": "仿品"},
    **{"包装单元": "箱或托盘", "限定范围": "规定范围"},
}

# The statuses as Chinese shoppers know them.
STATUS_NAMES = {
    Status.AWAITING_SHIPMENT: "待发货",
    Status.AWAITING_DELIVERY: "运输中",
    Status.AWAITING_CONFIRMATION: "待收货",
    Status.AWAITING_ANSWER: "待商家处理",
    Status.AWAITING_RETURN: "待退货",
    Status.AWAITING_RETURN_CHECK: "待商家收货",
    Status.AWAITING_RULING: "仲裁中",
    Status.CLOSED: "已完成",
    Status.CANCELLED: "已取消",
}


@pytest.fixture(scope="module")
def said() -> set[str]:
    """Every text that templates and modules mark for translation."""
    with (language.SOURCES / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(FRONTEND, methods, options, KEYWORDS, directory_filter=lambda _: True)
    return {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    """The Chinese translations."""
    with (language.SOURCES / "zh" / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source)


def entries(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Each text with its translation."""
    for message in catalogue:
        if message.id:
            yield first(message.id), first(message.string)


def first(text: str | tuple[str, ...] | list[str]) -> str:
    """A text, or the singular of one that counts."""
    return text if isinstance(text, str) else text[0]


def test_every_text_is_translated(chinese: Catalog, said: set[str]) -> None:
    translated = {text for text, translation in entries(chinese) if translation}
    assert said - translated == set()


def test_no_translation_is_left_over(chinese: Catalog, said: set[str]) -> None:
    assert {text for text, _ in entries(chinese)} - said == set()


def test_translations_are_chinese_and_finished(chinese: Catalog) -> None:
    for message in chinese:
        assert not (message.id and message.fuzzy), message.id
    for text, translation in entries(chinese):
        assert text in SAME_IN_BOTH or CHINESE.search(translation), text


def test_one_idea_has_one_word_in_chinese(chinese: Catalog) -> None:
    for _, translation in entries(chinese):
        said_ = translation.replace("本站不是卖家", "")  # no shop, but somebody who sells
        assert not [word for word in AVOIDED if word in said_], translation


def test_translations_keep_the_placeholders(chinese: Catalog) -> None:
    for text, translation in entries(chinese):
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(translation)), text
        if "%(" not in text:
            assert fields(text) == fields(translation), text


def fields(text: str) -> set[str]:
    """The {names} in a text of the browser's modules."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_roles_have_titles() -> None:
    assert {role.rstrip("0123456789") for role in ROLES} == devnet.TITLES.keys()


def test_statuses_have_the_shoppers_words() -> None:
    language.compile_translations()
    app = Flask(__name__)
    Babel(app, default_locale="zh", default_translation_directories=str(language.COMPILED))
    with app.app_context():
        assert {status: str(text) for status, text in story.STATUSES.items()} == STATUS_NAMES


def test_modules_say_only_what_has_words() -> None:
    scripts = "".join(path.read_text() for path in sources("*.js"))
    used = set(re.findall(r'\bsay\(\s*"(\w+)"', scripts))
    assert used <= known().keys()


def test_no_word_is_left_over() -> None:
    scripts = "".join(path.read_text() for path in sources("*.js"))
    prefixes = re.findall(r"say\(`(\w+)\$\{", scripts)
    scripts += (FRONTEND / "orders" / "proof.py").read_text()  # which tells its page what to call a document
    for key in known():
        assert f'"{key}"' in scripts or any(key.startswith(prefix) for prefix in prefixes), key


def known() -> dict[str, object]:
    """All that modules may say: what every page has, and what only some have."""
    more = [import_module(f"frontend.wording.{path.stem}") for path in (FRONTEND / "wording").glob("*_words.py")]
    tables = [table for module in (words, *more) for table in vars(module).items() if table[0].isupper()]
    assert len(more) >= 2
    others = ("REASONS", "LABELS")  # which pages say, not modules
    return {key: text for name, table in tables if name not in others for key, text in table.items()}


def sources(pattern: str) -> list[Path]:
    """The browser's modules."""
    return [*(FRONTEND / "static" / "js").rglob(pattern), *(FRONTEND / "devnet" / "static").glob(pattern)]


def refusals() -> set[str]:
    """What Escrow, Credit, their modules (facts of errors.vy, each with its speaker) and Loyalty refuse with."""
    contracts = ROOT / "contracts"
    table = (contracts / "modules" / "errors.vy").read_text()
    facts = dict(re.findall(r"^(\w+): constant\(bytes32\) = \w+  # (.+)$", table, re.MULTILINE))
    loyalty = re.findall(r'"(Loyalty: .+)"', (contracts / "Loyalty.vy").read_text())
    return set(loyalty) | {
        f"{'Escrow' if speaker == 'errors' else path.stem}: {facts[name]}"
        for path in (contracts / "Escrow.vy", contracts / "Credit.vy", *(contracts / "modules").glob("*.vy"))
        for speaker, name in re.findall(r"(errors|self)\._refuse\(errors\.(\w+)\)", path.read_text())
    }


def test_every_reason_a_shopper_can_meet_has_words() -> None:
    given = refusals()
    known = reasons.REASONS.keys() | credit_words.REASONS.keys()
    assert not reasons.REASONS.keys() & credit_words.REASONS.keys()
    publishing = {reason for reason in given if reason.startswith("offers: ")} - known
    assert given - publishing == known


def test_every_reason_of_provenance_has_words() -> None:
    uses = re.findall(
        r"^from \.modules import (\w+)$", (ROOT / "contracts" / "Provenance.vy").read_text(), re.MULTILINE
    )
    said = "".join((ROOT / "contracts" / "modules" / f"{name}.vy").read_text() for name in uses)
    asserted = set(re.findall(r'"([a-z]+: [^"]+)"', said))
    assert len(asserted) > 50
    assert asserted == provenance_words.REASONS.keys()


def test_compiling_writes_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "COMPILED", tmp_path)
    language.compile_translations()
    compiled = tmp_path / "zh" / "LC_MESSAGES" / "messages.mo"
    before = compiled.stat().st_mtime_ns
    assert "待发货".encode() in compiled.read_bytes()
    language.compile_translations()
    assert compiled.stat().st_mtime_ns == before
