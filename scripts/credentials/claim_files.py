"""An issuer's file: several claims in YAML, all of them checked before anything is signed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import catalogue_file, documents, units
from scripts.credentials import form, kinds
from scripts.credentials.form import Place
from scripts.refusal import Refusal

LASTS = "365 days"
NO_SIGNATURE = "0x" + "00" * 65
TERMS = ("subject", "kind", "lasts", "expires")

Json = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A claim that an issuer wants to make; `said` is what its credential says, `expires` in Unix seconds."""

    subject: str
    kind: str
    said: Json
    expires: int


def load(path: Path, place: Place, issuer: str, resolve: Callable[[str], str], now: int) -> list[Wanted]:
    """All claims of a file; refused as a whole, with the place, if anything in it is wrong.

    `resolve` gives an account by what the file calls it; `now` is the chain's time.
    """
    raw = catalogue_file.read_yaml(path)
    documents.check(raw, "claims")
    claims: list[Wanted] = []
    for number, entry in enumerate(raw["claims"], 1):
        try:
            claims.append(_wanted(_filled(entry, raw.get("defaults", {})), place, issuer, resolve, now))
        except Refusal as refusal:
            raise Refusal(f"{path.name}, claim {number}: {refusal}") from None
    named = [(one.subject, one.kind) for one in claims]
    if twice := next((one for one in named if named.count(one) > 1), None):
        raise Refusal(f"{path.name}: the kind {twice[1]} is claimed of {twice[0]} twice.")
    return claims


def today(now: int) -> str:
    """The chain's day, like 2026-11-23."""
    return form.moment(now)[:10]


def check(place: Place, issuer: str, wanted: Wanted, now: int) -> None:
    """Refuse what no credential could say."""
    document = form.compose(place, issuer, wanted.subject, wanted.kind, wanted.said, now, wanted.expires)
    proof = {**document["proof"], "eip712": {}, "proofValue": NO_SIGNATURE}
    form.read(documents.canonical({**document, "proof": proof}))


def _filled(entry: Json, defaults: Json) -> Json:
    """An entry and what it need not say; an end that it names is the one that counts."""
    ends = {"lasts", "expires"} if {"lasts", "expires"} & entry.keys() else set()
    return {name: value for name, value in defaults.items() if name not in ends} | entry


def _wanted(entry: Json, place: Place, issuer: str, resolve: Callable[[str], str], now: int) -> Wanted:
    if missing := [name for name in ("subject", "kind") if name not in entry]:
        raise Refusal(f"'{missing[0]}' is missing.")
    kinds.word(entry["kind"])
    said = {"checked": today(now), **{name: value for name, value in entry.items() if name not in TERMS}}
    wanted = Wanted(resolve(entry["subject"]), entry["kind"], said, _expires(entry, now))
    check(place, issuer, wanted, now)
    return wanted


def _expires(entry: Json, now: int) -> int:
    if "lasts" in entry and "expires" in entry:
        raise Refusal("Say how long it lasts or when it expires, not both.")
    expires = units.parse_moment(entry["expires"]) if "expires" in entry else ends(now, entry.get("lasts", LASTS))
    if expires <= now:
        raise Refusal("It would have expired already.")
    return expires


def ends(now: int, lasts: str) -> int:
    """When what lasts so long from now on expires."""
    return now + units.parse_duration(lasts)
