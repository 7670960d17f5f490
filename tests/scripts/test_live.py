"""On a network that is no devnet: keystores sign, one question is asked, keys that everybody knows are refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from eth_account import Account
from web3 import Web3

from scripts import parameters
from scripts.credentials import form, typed_data
from scripts.credentials.form import Place
from tests.fixtures.node import running_node
from tests.fixtures.shop import compile_contracts

CHAIN_ID = 4242
PASSWORD = "a long enough password"
PUBLIC_KEY = "0x" + "ac0974bec39a17e36ba4a6b4d238ff94" + "4bacb478cbed5efcae784d7bf4f2ff80"  # Anvil's first account


@pytest.fixture(scope="module")
def live():
    """A chain of another id: nothing of the devnet holds there."""
    compile_contracts()
    with running_node("--chain-id", str(CHAIN_ID), "--accounts", "1") as node:
        yield node


@pytest.fixture
def account():
    """Whose key only its keystore has."""
    return Account.create()


@pytest.fixture
def home(tmp_path, live, account) -> Path:
    """A home with a keystore and a network, as `brownie accounts` and `brownie networks` leave them."""
    accounts = tmp_path / ".brownie" / "accounts"
    accounts.mkdir(parents=True)
    (accounts / "seller.json").write_text(json.dumps(Account.encrypt(account.key, PASSWORD, iterations=2)))
    live.rpc("anvil_setBalance", account.address, hex(10**20))
    network = {"name": "Live test", "id": "live-test", "chainid": str(CHAIN_ID), "host": live.url}
    listed = {"live": [{"name": "Test", "networks": [network]}], "development": []}
    (tmp_path / ".brownie" / "network-config.yaml").write_text(json.dumps(listed))
    return tmp_path


@pytest.fixture
def brownie_run(home, tmp_path, live):
    """`brownie_run(words, typed)`: what a command prints, and its exit code; `typed` is what the person types."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "HANDOVER_DEPLOYMENTS": str(tmp_path / "deployments"),
        "HANDOVER_PROFILES": str(tmp_path / "profiles"),
        "HANDOVER_LIBRARY": str(tmp_path / "library"),
        "HANDOVER_CREDENTIALS": str(tmp_path / "credentials"),
        "HANDOVER_LOTS": str(tmp_path / "lots"),
        "HANDOVER_OUTBOX": str(tmp_path / "outbox"),
        "HANDOVER_ORIGIN": "http://127.0.0.1:9",
    }
    command = str(Path(sys.executable).parent / "brownie")

    def run(words, *typed):
        done = subprocess.run(
            [command, "run", *words.split(), "--network", "live-test"],
            cwd=parameters.ROOT,
            env=environment,
            input="".join(f"{line}\n" for line in typed),
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # no terminal: passwords are read from what is typed here
        )
        output = done.stdout + done.stderr
        assert "Traceback" not in output, output
        return output, done.returncode

    return run


def test_deployed_and_sold_by_a_keystore(brownie_run, account, tmp_path):
    told, code = brownie_run("deploy main as=seller", PASSWORD, "y")
    assert code == 0, told
    assert told.count("Go ahead on chain 4242") == 1
    book = json.loads((tmp_path / "deployments" / f"{CHAIN_ID}.json").read_text())
    assert set(book["contracts"]) == {"Escrow", "Identity", "Provenance", "Reviews", "Loyalty ETH"}

    (tmp_path / "c.csv").write_text(
        "product,title,description,price,units,arbiter,return_policy\nlamp,Lamp,Bright.,1,2,none,None.\n"
    )
    output, code = brownie_run(f"merchant publish {tmp_path / 'c.csv'}", PASSWORD, "y")
    assert code == 0, output
    assert "c.csv is published: 1 offer." in output
    written = [path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert account.address in told + output + "".join(written)
    for secret in (PASSWORD, account.key.hex()):
        assert not any(secret in text for text in (told, output, *written))


def test_credentials_are_signed_by_a_keystore(brownie_run, account, tmp_path):
    """The claim is made and its credential signed by the one account, after one password and one yes."""
    assert brownie_run("deploy main as=seller", PASSWORD, "y")[1] == 0
    who = Account.create().address
    (tmp_path / "claims.yaml").write_text(
        f'claims: [{{subject: "{who}", kind: person, method: {{en: We met.}}}}]\n'  # addresses are texts in YAML
    )

    output, code = brownie_run(f"issuer issue {tmp_path / 'claims.yaml'} as=seller", PASSWORD, "y")

    assert code == 0, output
    assert output.count("Go ahead on chain 4242") == 1
    (path,) = (tmp_path / "credentials").rglob("*.json")
    book = json.loads((tmp_path / "deployments" / f"{CHAIN_ID}.json").read_text())
    place = Place(CHAIN_ID, book["contracts"]["Identity"]["address"])
    found = form.read(path.read_bytes())
    assert (found.issuer, found.subject, found.kind) == (account.address, who, "person")
    signature = bytes.fromhex(found.document["proof"]["proofValue"][2:])
    assert typed_data.signer(form.asked(place, found.document), signature) == account.address


def test_nothing_is_sent_without_a_yes(brownie_run, live):
    before = live.rpc("eth_blockNumber")

    for typed in ((PASSWORD, "n"), (PASSWORD,)):
        output, code = brownie_run("deploy main as=seller", *typed)
        assert (code, live.rpc("eth_blockNumber")) == (1, before), output
        assert "Not confirmed; nothing was sent." in output


def test_lot_is_registered_after_a_yes_with_the_codes_of_before(brownie_run, tmp_path, live):
    """The passphrase of its codes is typed twice when they are made, and once when they are found again."""
    assert brownie_run("deploy main as=seller", PASSWORD, "y")[1] == 0
    before, secret = live.rpc("eth_blockNumber"), "a passphrase of its own"
    (tmp_path / "lots.csv").write_text("gtin,lot,count,name\n09506000134352,M-1,20,Milk\n")
    register = f"producer register {tmp_path / 'lots.csv'}"

    output, code = brownie_run(register, PASSWORD, secret, "another passphrase")
    assert (code, list(tmp_path.glob("lots/*"))) == (1, []), output
    output, code = brownie_run(register, PASSWORD, secret, secret, "n")
    assert (code, live.rpc("eth_blockNumber")) == (1, before), output
    assert "Not confirmed; nothing was sent." in output
    (made,) = tmp_path.glob("lots/*.codes")
    codes = made.read_bytes()
    assert "does not open" in brownie_run(register, PASSWORD, "the wrong passphrase")[0]

    output, code = brownie_run(register, PASSWORD, secret, "y")

    assert code == 0, output
    assert "lots.csv is registered: 1 lot." in output
    assert made.read_bytes() == codes
    assert secret not in output


def test_wrong_password(brownie_run, live):
    output, code = brownie_run("deploy main as=seller", "wrong")

    assert code == 1
    assert "The password does not open the account seller." in output


def test_unknown_account(brownie_run):
    output, code = brownie_run("deploy main as=nobody")

    assert code == 1
    assert "Say which account of Brownie's keystore acts, as=NAME (it has seller)." in output


def test_keys_that_everybody_knows_are_refused(brownie_run, home):
    keystore = home / ".brownie" / "accounts" / "public.json"
    keystore.write_text(json.dumps(Account.encrypt(PUBLIC_KEY, PASSWORD, iterations=2)))

    output, code = brownie_run("deploy main as=public", PASSWORD)

    assert code == 1
    assert "is known to everyone; it signs on a devnet only." in output


def test_options_without_a_command(brownie_run):
    output, code = brownie_run("deploy as=seller")

    assert code == 1
    assert "Options come after the command: brownie run deploy main as=seller" in output


def test_no_demo_outside_a_devnet(brownie_run):
    output, code = brownie_run("demo main as=seller")

    assert code == 1
    assert "The demo market is for a devnet; this is another chain." in output


def test_public_accounts_are_anvils():
    with running_node("--accounts", "23") as node:
        assert tuple(Web3(node.provider).eth.accounts) == parameters.PUBLIC_ACCOUNTS
