"""What an account says beforehand about its lots: who may report for it, and between which values they are kept."""

from scripts.goods import naming, words
from scripts.provenance import sensors
from scripts.refusal import Refusal
from scripts.session import Session

UNITS = "units"  # in place of a lot: the acting account's own units
NONE = "none"


def permit(session: Session, text: str, reporter: str, steps: str) -> None:
    """Let somebody report steps (with commas between them) of a lot's items for the acting account; none ends it."""
    wallet = session.wallet
    lot = bytes(12) + bytes.fromhex(wallet.address[2:]) if text == UNITS else naming.lot(session, text).id
    named = [step.strip() for step in steps.split(",") if step.strip()] if steps != NONE else []
    if not named and steps != NONE:
        raise Refusal(f"Say which steps, like shipping,receiving, or {NONE}.")
    account = session.resolve(reporter)
    mask = sum({1 << words.step(step) for step in named})
    ((now,),) = session.goods.reader.read("permissions", [(wallet.address, lot, account)])
    what = ", ".join(named) or "nothing any more"
    if now == mask:
        session.say(f"{session.who(account)} may report {what} of {text} already, for {session.who(wallet.address)}.")
        return
    call = session.goods.call("permit", lot, account, mask)
    session.check(wallet, call)
    session.announce(f"{session.who(wallet.address)}: let {session.who(account)} report {what} of {text}")
    session.send(wallet, call, f"permit {what}")


def promise_limits(session: Session, text: str, low: str, high: str, unit: str) -> None:
    """Promise between which values a lot is kept, from now on."""
    lot = naming.lot(session, text)
    wallet = session.acting(lot.producer, "producer")
    code, bounds = sensors.unit_code(unit), (sensors.thousandths(low), sensors.thousandths(high))
    shown = " to ".join(sensors.shown(bound, code) for bound in bounds)
    if session.goods.promised([lot.id]).get(lot.id) == bounds:
        session.say(f"{shown} is promised already.")
        return
    call = session.goods.call("promise_limits", lot.id, *bounds)
    session.check(wallet, call)
    session.announce(f"{session.who(wallet.address)}: promise that {text} is kept at {shown}")
    session.send(wallet, call, f"promise {shown}")
