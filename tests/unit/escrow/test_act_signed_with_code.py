"""act_signed for buyers that have code: contract wallets (ERC-1271) and delegated accounts (EIP-7702)."""

import brownie
import pytest
from brownie.exceptions import VirtualMachineError

from tests.fixtures import chains
from tests.fixtures.consent import action
from tests.fixtures.terms import AWAITING_SHIPMENT, CLOSED

NOT_SIGNED = "Escrow: not signed by the buyer"
MAGIC = bytes.fromhex("1626ba7e").ljust(32, b"\0")
DELEGATION = "0xef0100"  # EIP-7702: the account's code is this and an address


@pytest.fixture
def contract_wallet(ContractWallet, people, stranger):
    """Owned by the account that is the buyer in other tests."""
    return ContractWallet.deploy(people["buyer"], {"from": stranger})


@pytest.fixture
def bought(order, reach, payer):
    """`bought(account)`: somebody paid an order for it."""
    return lambda account: reach(order._replace(buyer=str(account), payer=payer.address), AWAITING_SHIPMENT)


@pytest.fixture
def confirmed(escrow, wallet, record, stranger):
    """`confirmed(order, signer)`: a stranger brings what the signer signed; whether it counts."""

    def bring(order, signer) -> bool:
        signed = wallet.act(order, "confirm", action("confirm"), by=signer)
        try:
            escrow.act_signed.call(*signed, {"from": stranger})
        except VirtualMachineError as refusal:
            if refusal.revert_msg != NOT_SIGNED:
                raise
            return False
        escrow.act_signed(*signed, {"from": stranger})
        return record(order)["status"] == CLOSED

    return bring


def test_default_behavior(contract_wallet, bought, confirmed, people, stranger):
    """An honest wallet says yes to its owner's signature, and to no other."""
    order = bought(contract_wallet)
    assert not confirmed(order, stranger)
    assert confirmed(order, people["buyer"])


def test_always_yes_is_the_wallets_own_matter(contract_wallet, bought, confirmed, people, stranger):
    contract_wallet.set_mode(contract_wallet.ALWAYS_YES(), {"from": stranger})
    assert confirmed(bought(contract_wallet), stranger)


def test_always_yes_says_nothing_for_others(escrow, contract_wallet, order, reach, wallet, stranger):
    """Whatever wallet brings it: only the buyer is asked."""
    contract_wallet.set_mode(contract_wallet.ALWAYS_YES(), {"from": stranger})
    reach(order, AWAITING_SHIPMENT)
    order, wanted, signature = wallet.act(order, "confirm", action("confirm"), by=stranger)
    with brownie.reverts(NOT_SIGNED):
        data = escrow.act_signed.encode_input(order, wanted, signature)
        contract_wallet.execute(escrow, data, 0, {"from": stranger})


def test_gas_eater(escrow, contract_wallet, bought, wallet, people, stranger):
    """Burns what it is given, and that is bounded."""
    contract_wallet.set_mode(contract_wallet.GAS_EATER(), {"from": stranger})
    signed = wallet.act(bought(contract_wallet), "confirm", action("confirm"), by=people["buyer"])
    with brownie.reverts(NOT_SIGNED):
        escrow.act_signed(*signed, {"from": stranger, "gas_limit": 5_000_000})
    assert 500_000 < brownie.history[-1].gas_used < 700_000


@pytest.mark.parametrize(
    ("word", "length", "counts"),
    [
        pytest.param(MAGIC, 32, True, id="yes"),
        pytest.param(MAGIC, 64, True, id="yes and a word"),
        pytest.param(MAGIC, 60_000, True, id="yes without end"),
        pytest.param(MAGIC, 31, False, id="too short"),
        pytest.param(MAGIC, 4, False, id="four bytes"),
        pytest.param(MAGIC, 0, False, id="nothing"),
        pytest.param(MAGIC[:31] + b"\1", 32, False, id="more than yes"),
        pytest.param(bytes(28) + MAGIC[:4], 32, False, id="yes at the wrong end"),
        pytest.param(bytes(31) + b"\1", 32, False, id="one"),
        pytest.param(b"\xff" * 32, 60_000, False, id="nonsense without end"),
        pytest.param(bytes(32), 32, False, id="zero"),
    ],
)
def test_answers(bought, confirmed, wire, people, stranger, word, length, counts):
    """Only the magic word is a yes, and of an answer that is too long no more is read."""
    account = "0x" + "c0de" * 10
    code = b"\x7f" + word + b"\x5f\x52\x61" + length.to_bytes(2, "big") + b"\x5f\xf3"
    wire.ask("anvil_setCode", account, "0x" + code.hex())
    assert confirmed(bought(brownie.web3.to_checksum_address(account)), stranger) == counts


@pytest.mark.parametrize("contract", ["RefusingReceiver", "GasEatingReceiver", "ReturnBombReceiver", "NamedToken"])
def test_wallets_that_cannot_answer(bought, confirmed, request, people, stranger, contract):
    arguments = ("Six", "SIX", 6) if contract == "NamedToken" else ()
    account = request.getfixturevalue(contract).deploy(*arguments, {"from": stranger})
    assert not confirmed(bought(account), people["buyer"])


def delegate(wire, account, contract) -> None:
    wire.ask("anvil_setCode", str(account), DELEGATION + str(contract)[2:])


@chains.DELEGATION
def test_delegated_to_what_cannot_answer(bought, confirmed, wire, buyer, stranger, NamedToken):
    """The key signs for its account, whatever its code is."""
    order = bought(buyer)
    delegate(wire, buyer, NamedToken.deploy("Six", "SIX", 6, {"from": stranger}))
    assert not confirmed(order, stranger)
    assert confirmed(order, buyer)


@chains.DELEGATION
def test_delegated_to_a_wallet(bought, confirmed, wire, buyer, carrier, stranger, ContractWallet):
    """Then both the key and whom the code lets sign decide; nobody else."""
    ours = ContractWallet.deploy(carrier, {"from": stranger})
    order = bought(buyer)
    delegate(wire, buyer, ours)
    assert not confirmed(order, stranger)
    assert confirmed(order, carrier)


@chains.DELEGATION
def test_delegated_to_a_wallet_and_signed_by_the_key(bought, confirmed, wire, buyer, carrier, stranger, ContractWallet):
    order = bought(buyer)
    delegate(wire, buyer, ContractWallet.deploy(carrier, {"from": stranger}))
    assert confirmed(order, buyer)


@chains.DELEGATION
def test_key_before_code(escrow, bought, wire, wallet, buyer, stranger, GasEatingReceiver):
    """The code is not even asked where the key has signed."""
    order = bought(buyer)
    signed = wallet.act(order, "submit_evidence", action("submit_evidence"))
    delegate(wire, buyer, GasEatingReceiver.deploy({"from": stranger}))
    assert escrow.act_signed(*signed, {"from": stranger}).gas_used < 100_000
