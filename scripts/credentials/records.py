"""What an issuer has signed, as files of this machine: who lost his credential gets the same one again."""

from pathlib import Path

from scripts import parameters
from scripts.credentials import form
from scripts.credentials.checking import Claim
from scripts.credentials.form import HASH_BYTES, Credential, Place
from scripts.refusal import Refusal

SHORT = 12  # digits of a hash in a file's name


def keep(place: Place, credential: Credential) -> Path:
    """Write a credential down so that only the issuer reads it; returns where."""
    path = _folder(place, credential.issuer) / _name(credential)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_bytes(credential.data)
    part.chmod(0o600)
    part.replace(path)
    return path


def forget(path: Path) -> None:
    """What was written down was not issued after all."""
    path.unlink(missing_ok=True)


def find(place: Place, issuer: str, subject: str, kind: str, claim: Claim) -> tuple[Path, Credential] | None:
    """The credential that a claim was last made with, and its file; None where it is not on this machine."""
    start = f"{subject}-{kind}-{claim.document.hex()[:SHORT]}"
    for path in sorted(_folder(place, issuer).glob(f"{start}*.json")):
        found = read(path)
        if bytes.fromhex(found.sha256)[:HASH_BYTES] == claim.document:
            return path, found
    return None


def read(path: Path) -> Credential:
    """A credential's file; refused in words."""
    try:
        data = path.read_bytes()
    except OSError:
        raise Refusal(f"The file {path} cannot be read.") from None
    try:
        return form.read(data)
    except Refusal as refusal:
        raise Refusal(f"{path}: {refusal}") from None


def _folder(place: Place, issuer: str) -> Path:
    return parameters.CREDENTIALS / f"{place.chain_id}-{issuer}"


def _name(credential: Credential) -> str:
    return f"{credential.subject}-{credential.kind}-{credential.sha256[:SHORT]}.json"
