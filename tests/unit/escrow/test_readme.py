"""contracts/README.md says what the state table and the sources say; each test shows what the README should say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.people import ROLES
from tests.unit.escrow.state_table import TABLE, VARIANTS
from tests.unit.escrow.table_rules import LATE, STATUSES, WAITING, Rule, Table, deciding, moments, read

CONTRACTS = Path(__file__).parents[3] / "contracts"
README = (CONTRACTS / "README.md").read_text()
CELLS, UNTIL, _ = read(TABLE)
_, UNTIL_WITHOUT, IMPOSSIBLE_WITHOUT = read(VARIANTS["no carrier"])

# Not a row's own: buying, the batches of a verb that stands there, the default, and what moves nothing.
ELSEWHERE = ("pay", "pay_many", "ship_many", "enforce", "enforce_many", "submit_evidence")
MONEY = ("all to the seller", "half to the seller", "all back", "a third back", "own pocket", "paid in")
OUTSIDE = {
    ("payer", "pay_with_permit"),
    ("anyone", "pay_with_authorization"),
    ("anyone", "pay_many_with_authorization"),
    ("anyone", "act_signed"),
    ("anyone", "withdraw"),
    ("account", "withdraw_to"),
    ("account", "collect"),
}
SOURCES = [*CONTRACTS.glob("*.vy"), *(CONTRACTS / "modules").glob("*.vy")]


@pytest.fixture(autouse=True)
def isolation():
    """Nothing here touches the chain."""


# The state table


def state_table(cells: Table, until: dict[str, str]) -> list[str]:
    """The README's lines after the data."""
    return [row(cells, until, status) for status in STATUSES[1:]]


def row(cells: Table, until: dict[str, str], status: str) -> str:
    name = f"{STATUSES.index(status)} {status}"
    if status in IMPOSSIBLE_WITHOUT:
        name += ", with a carrier only"
    last = until[status]
    if UNTIL_WITHOUT.get(status, last) != last:
        last += f"; without a carrier {UNTIL_WITHOUT[status]}"
    outcome = deciding(cells[status, "enforce"], "stranger", moments(status)[-1]).outcome
    default = outcome.partition(", ")[2] if done(outcome) else ""
    default += verbs(cells, status, LATE)  # there is no verb for later only
    claims = verbs(cells, status, ("before",))
    concessions = verbs(cells, status, moments(status))
    return f"| {name} | {last} | {claims} | {concessions} | {default} |"


def verbs(cells: Table, status: str, accepted: tuple[str, ...]) -> str:
    """What each role may do at exactly these moments."""
    found = []
    for role in ROLES:
        names = [
            action
            for (where, action), cell in cells.items()
            if where == status and action not in ELSEWHERE and moments_of(cell, role, status) == accepted
        ]
        found += [f"{role}: {', '.join(names)}"] if names else []
    return " · ".join(found)


def moments_of(cell: tuple[Rule, ...], role: str, status: str) -> tuple[str, ...]:
    """When a role is not refused."""
    return tuple(moment for moment in moments(status) if done(deciding(cell, role, moment).outcome))


def done(outcome: str) -> bool:
    return outcome.split(", ", maxsplit=1)[0] in STATUSES


def shown(readme: str) -> list[str]:
    """The README's lines about statuses."""
    return re.findall(r"^\| [1-9] [A-Z_]+.*$", readme, re.MULTILINE)


def test_state_table():
    assert shown(README) == state_table(CELLS, UNTIL)


@pytest.mark.parametrize("column", ["status", "until", "claims", "concessions", "default"])
def test_no_cell_of_the_readme_can_be_changed(column):
    place = ["", "status", "until", "claims", "concessions", "default"].index(column)
    right = state_table(CELLS, UNTIL)
    for line in shown(README):
        cells = line.split("|")
        for poisoned in ("", " seller: concede ", cells[place].replace("seller", "buyer") + "x"):
            poison = "|".join([*cells[:place], poisoned, *cells[place + 1 :]])
            if poison != line:
                assert shown(README.replace(line, poison)) != right, poison


def test_no_cell_of_the_data_can_be_changed():
    lines = shown(README)
    for (status, action), cell in CELLS.items():
        if status == "NEVER_PAID" or action in {*ELSEWHERE} - {"enforce"}:
            continue
        for poisoned in poisons(cell, status):
            assert row({**CELLS, (status, action): poisoned}, UNTIL, status) not in lines, (status, action)
    for status in WAITING:
        assert row(CELLS, {**UNTIL, status: "paid + 1 days"}, status) not in lines, status


def poisons(cell: tuple[Rule, ...], status: str) -> Iterator[tuple[Rule, ...]]:
    """The cell with one of its rules changed: done by another role, at other times, refused, or the other default."""
    if not any(done(rule.outcome) for rule in cell):
        yield (Rule(("stranger",), moments(status), "CLOSED, all to the seller"), *cell)
    for place, rule in enumerate(cell):
        if not done(rule.outcome):
            continue
        changed = [rule._replace(outcome="not in this status")]
        if rule.who == ROLES:
            other = {"CLOSED, all back": "CLOSED, all to the seller", "CLOSED, all to the seller": "CLOSED, all back"}
            changed = [rule._replace(outcome=other[rule.outcome])]
        elif status in WAITING:
            changed.append(rule._replace(who=("deployer", *rule.who)))
            changed += [rule._replace(moments=LATE)] if rule.moments != LATE else []
        for poisoned in changed:
            yield (*cell[:place], poisoned, *cell[place + 1 :])


# Who can move money


def test_who_can_move_money():
    """What each role does that moves money, before or after the deadline; OUTSIDE is not in the state table."""
    found = set(OUTSIDE)
    for (status, action), cell in CELLS.items():
        for role in ROLES:
            outcomes = [deciding(cell, role, moment).outcome for moment in moments(status)]
            if any(done(outcome) and any(words in outcome for words in MONEY) for outcome in outcomes):
                found.add(("anyone" if action.startswith("enforce") else role, action))
    lines = re.findall(r"^\| (\w+) \| ((?:`\w+`(?:, )?)+) \|", section("Who can move money"), re.MULTILINE)
    assert {(who, verb.strip("`")) for who, verbs_ in lines for verb in verbs_.split(", ")} == found


# Who calls whom


def test_who_calls_whom():
    """A file reaches a module where it names a function of it, also in order to export it, or its storage."""
    lines = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section("Who calls whom"), re.MULTILINE))
    modules = [source.stem for source in SOURCES if source.parent.name == "modules"]
    found = {}
    for source in SOURCES:
        functions = re.compile(rf"\b({'|'.join(modules)})\.[a-z_]\w*")
        called = sorted({match[1] for match in functions.finditer(source.read_text())} - {source.stem})
        found[source.stem] = ", ".join(f"`{name}`" for name in called) or "nobody"
    assert lines == found


def test_calls_that_leave():
    """Five modules, three contracts reach another account's code, by the calls that the README names."""
    outside = re.compile(r"\b(?:extcall|staticcall|raw_call|send)\b")
    reaching = {source.stem: source.read_text() for source in SOURCES if outside.search(source.read_text())}
    modules = {"payments", "signatures", "bindings", "debts", "vault"}
    assert reaching.keys() == modules | {"Loyalty", "Credit", "Reviews"}
    called = set()
    for source in reaching.values():
        called |= {*re.findall(r"(?:extcall|staticcall) \w+\([^)]*\)\.(\w+)", source)}
        called |= {*re.findall(r'method_id\(\s*"(\w+)', source)}
    assert {*re.findall(r"`(\w+)`", section("Calls that leave"))} == called


def section(title: str) -> str:
    """The README's text under a heading."""
    return re.split(r"^#+ ", README.split(f"# {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]
