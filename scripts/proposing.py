"""Calls of contracts that take part, such as multisigs: what their signers are to propose in their own wallet."""

from scripts.session import Session
from scripts.wallet import Call, refuse_failing
from scripts.wording import hexadecimal

DELEGATED = bytes.fromhex("ef0100")  # how the code of an account begins that has its own key beside it (EIP-7702)


def is_contract(session: Session, account: str) -> bool:
    """Whether an account has no key of its own, so that nobody here can sign for it."""
    code = bytes(session.web3.eth.get_code(account))  # type: ignore[arg-type]
    return bool(code) and not code.startswith(DELEGATED)


def tell(session: Session, contract: str, call: Call, what: str) -> None:
    """Tell the call that a contract has to make; refused with the reason where it would fail now."""
    refuse_failing(session.web3, contract, call)
    session.say(f"{session.who(contract)} is a contract: nothing was sent. To {what}, have its signers propose")
    for name, value in (("to", call.to), ("value", str(call.value)), ("data", hexadecimal(call.data))):
        session.say(f"  {name:<6} {value}")
    session.say("Once it is done, `arbiter upload` sends the documents that it names.")
