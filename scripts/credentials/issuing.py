"""An issuer's work: credentials signed, written down, and put on the chain; renewed and taken back."""

from pathlib import Path

from scripts import documents, units
from scripts.credentials import claim_files, form, kinds, records
from scripts.credentials.claim_files import Wanted
from scripts.credentials.form import Credential
from scripts.credentials.ledger import Standing
from scripts.goods import sending
from scripts.parameters import DAY
from scripts.provenance import notices
from scripts.refusal import Refusal
from scripts.session import Session


def issue(session: Session, file: Path, to: Path | None) -> None:
    """Make the claims of a file; what is made already is left out, so that it can be typed again."""
    claims, me = session.claims, session.wallet.address
    wanted = claim_files.load(file, claims.place, me, session.resolve, session.now)
    held = claims.claims([(me, one.subject, one.kind) for one in wanted])
    standing = [Standing(me, one.subject, one.kind, claim) for one, claim in zip(wanted, held, strict=True)]
    new = [pair for pair in zip(wanted, standing, strict=True) if not _is_made(session, *pair)]
    if not new:
        session.say("All of it is issued already.")
        return
    session.announce(f"{session.who(me)}: issue {units.count(len(new), 'claim')}.")
    for one, stands in new:
        _put(session, one, "renew" if stands.state(session.now) == "expired" else "issue", to)


def renew(session: Session, who: str, kind: str, lasts: str, to: Path | None) -> None:
    """Another credential that says the same, checked today; the one before it is refused from then on."""
    stands = _standing(session, who, kind)
    if stands.state(session.now) not in ("holds", "expired"):
        raise Refusal(f"This claim is {stands.state(session.now)}; only what is issued can be renewed.")
    found = records.find(session.claims.place, *_names(stands), stands.claim)
    if found is None:
        raise Refusal("This machine has no record of what the credential says; revoke it, and issue it from a file.")
    now = session.now
    said = {**found[1].said, "checked": claim_files.today(now)}
    wanted = Wanted(stands.subject, kind, said, claim_files.ends(now, lasts))
    claim_files.check(session.claims.place, stands.issuer, wanted, now)
    session.announce(f"{session.who(stands.issuer)}: renew {_words(session, stands)}.")
    _put(session, wanted, "renew", to)


def revoke(session: Session, who: str, kind: str, reason: str, reason_zh: str) -> None:
    """Take a claim back; the reason is public, for all to read and for ever."""
    stands = _standing(session, who, kind)
    document, notice = notices.written_if(reason, reason_zh)
    call = session.claims.revoke(stands.subject, kind, document)
    sending.send(session, session.wallet, call, f"revoke {_words(session, stands)}", notice)


def show(session: Session, standing: list[Standing], title: str) -> None:
    """A table of claims of the acting account, what expires first at the top."""
    table = session.table("kind", "subject", "state", "until", "file", title=title)
    for one in sorted(standing, key=lambda one: one.claim.expires):
        found = records.find(session.claims.place, *_names(one), one.claim)
        file = found[0].name if found else ""
        table.add_row(one.kind, session.who(one.subject), one.state(session.now), _until(one), file)
    session.show(table)


def mine(session: Session) -> list[Standing]:
    """All claims of the acting account."""
    return session.claims.by(session.wallet.address)


def expiring(session: Session, days: int) -> list[Standing]:
    """Those that hold, and will not so many days from now."""
    last = session.now + days * DAY
    return [one for one in mine(session) if one.state(session.now) == "holds" and one.claim.expires <= last]


def _is_made(session: Session, wanted: Wanted, stands: Standing) -> bool:
    """Whether a claim says this already; refused where it says something else, or is not wanted by its subject."""
    state = stands.state(session.now)
    if state == "declined":
        raise Refusal(f"{session.who(wanted.subject)} wants no claim of the kind {wanted.kind} from you.")
    if state != "holds":
        return False
    found = records.find(session.claims.place, *_names(stands), stands.claim)
    if found is None or _content(found[1].said) != _content(wanted.said):
        raise Refusal(f"{_words(session, stands)} is issued and says something else; `revoke` it first.")
    session.say(f"{_words(session, stands)} is issued already, until {_until(stands)}.")
    return True


def _content(said: form.Json) -> form.Json:
    """What is said but for the day, which a file need not name."""
    return {name: value for name, value in said.items() if name != "checked"}


def _put(session: Session, wanted: Wanted, function: str, to: Path | None) -> None:
    """Sign, write down, send; the file for the subject is there before the chain says that there is one."""
    place, wallet, now = session.claims.place, session.wallet, session.now
    document = form.compose(place, wallet.address, wanted.subject, wanted.kind, wanted.said, now, wanted.expires)
    typed = form.asked(place, document)
    credential = form.read(documents.canonical(form.prove(document, typed, wallet.sign(typed))))
    path = records.keep(place, credential)
    call = session.claims.issue(function, wanted.subject, wanted.kind, wanted.expires, credential.sha256)
    try:
        session.send(wallet, call, f"{function} {wanted.kind} of {session.who(wanted.subject)}")
    except Refusal:
        records.forget(path)
        raise
    session.say(f"Its credential, for its subject to keep: {_given(credential, path, to)}")


def _given(credential: Credential, path: Path, to: Path | None) -> Path:
    """Where the subject's file is: in the folder that was asked for, or that of the records."""
    if to is None:
        return path
    to.mkdir(parents=True, exist_ok=True)
    copy = to / path.name
    copy.write_bytes(credential.data)
    return copy


def _standing(session: Session, who: str, kind: str) -> Standing:
    kinds.word(kind)
    me, subject = session.wallet.address, session.resolve(who)
    return Standing(me, subject, kind, session.claims.claim(me, subject, kind))


def _names(one: Standing) -> tuple[str, str, str]:
    return one.issuer, one.subject, one.kind


def _words(session: Session, one: Standing) -> str:
    return f"{one.kind} of {session.who(one.subject)}"


def _until(one: Standing) -> str:
    return units.format_time(one.claim.expires) if one.claim.expires else ""
