"""Commands as they are typed: words become arguments, and whatever is wrong ends with one sentence."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import brownie
import pytest

from scripts import arbiter, carrier, commands, keeper, merchant, parameters
from scripts.commands import command
from scripts.refusal import Refusal
from scripts.session import Session
from tests.fixtures.node import running_node

pytestmark = pytest.mark.usefixtures("isolation")

ID = "0x" + "5e" * 32


@pytest.fixture
def typed():
    """A command that tells what it was given, and where it keeps that."""
    given = []

    @command("merchant1")
    def sample(
        session: Session, first: bytes, second: int = 3, *, path: Path | None = None, words: str = "none"
    ) -> None:
        """A sample."""
        given.append((session.wallet.address, first, second, path, words))

    return sample, given


def test_words_become_arguments(typed, terminal, account):
    sample, given = typed

    terminal.run(sample, ID)
    terminal.run(sample, ID[2:], "12", "path=a/b.txt", "words=x=y", "as=merchant2")

    id_ = bytes.fromhex(ID[2:])
    assert given == [
        (account("merchant1"), id_, 3, None, "none"),
        (account("merchant2"), id_, 12, Path("a/b.txt"), "x=y"),
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Usage: sample FIRST [SECOND] [path=PATH] [words=WORDS] [as=NAME]"),
        ([ID, "1", "2"], "Usage: sample FIRST [SECOND] [path=PATH] [words=WORDS] [as=NAME]"),
        (["0x12"], "'0x12' is not an id; ids have 0x and 64 hexadecimal digits."),
        (["0x" + "zz" * 32], "is not an id"),
        ([ID, "two"], "'two' is not a whole number."),
        ([ID, "as=nobody"], "There is no role 'nobody' on the devnet; its roles are deployer, merchant1"),
        ([ID, "what=ever"], "'what=ever' is not a whole number."),
    ],
)
def test_wrong_words(typed, terminal, words, sentence):
    sample, given = typed

    assert sentence in terminal.refused(sample, *words)
    assert given == []


@pytest.mark.parametrize("words", [(), ("as=merchant2",)])
@pytest.mark.parametrize("script", [merchant, carrier, arbiter, keeper])
def test_overview_names_every_command(script, words):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        script.main(*words)
    functions = [value for value in vars(script).values() if getattr(value, "usage", None) and callable(value)]

    assert len(functions) > 1
    assert "function" not in output.getvalue()
    for function in functions:
        if hasattr(function, "__wrapped__"):
            assert f"  {function.usage}" in output.getvalue()
            assert function.__doc__.splitlines()[0] in output.getvalue()


@pytest.mark.parametrize("script", [merchant, carrier, arbiter, keeper])
def test_unknown_command(script):
    with pytest.raises(SystemExit) as end:
        script.nonsense  # noqa: B018 - as Brownie looks it up

    assert end.value.code.startswith("There is no command 'nonsense'; `brownie run ")


def test_node_without_the_market(terminal):
    with running_node() as other:
        brownie.web3.connect(other.url)
        sentence = terminal.refused(merchant.balance)

    assert "is not this node's: the node's first block is another one; deploy anew." in sentence


def test_node_that_goes_away(terminal):
    with running_node() as other:
        brownie.web3.connect(other.url)

        @command("merchant1")
        def gone(session: Session) -> None:
            other.stop()
            session.web3.eth.get_balance("0x" + "00" * 20)

        assert terminal.refused(gone).startswith("The node cannot be reached any more")


@pytest.fixture(autouse=True)
def connected(web3, node):
    """A test may connect Brownie to another node."""
    yield
    brownie.web3.connect(node.url)


def test_refusals_are_sentences():
    with pytest.raises(Refusal, match=r"^'0x' is not an id; ids have 0x and 64 hexadecimal digits\.$"):
        commands.parse_id("0x")


TYPED = {
    "merchant orders": "There are no such orders.",
    "merchant ship 0x12": "'0x12' is not an id; ids have 0x and 64 hexadecimal digits.",
    "merchant": "brownie run merchant COMMAND ... --network NETWORK",
    "merchant nonsense": "There is no command 'nonsense'; `brownie run merchant` lists those that there are.",
    "verify": "Everything on chain 31337",
}


@pytest.mark.parametrize("words", TYPED)
def test_as_a_brownie_user_types_it(node, words):
    environment = {
        **os.environ,
        "HANDOVER_PORT": str(node.port),
        "HANDOVER_DEPLOYMENTS": str(parameters.DEPLOYMENTS),
        "HANDOVER_PROFILES": str(parameters.PROFILES),
    }
    brownie_command = str(Path(sys.executable).parent / "brownie")
    done = subprocess.run(
        [brownie_command, "run", *words.split(), "--network", "anvil"],
        cwd=parameters.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    output = done.stdout + done.stderr
    assert TYPED[words] in output
    assert "Traceback" not in output
    assert "File " not in output
    assert done.returncode == (1 if "'" in TYPED[words] else 0)
