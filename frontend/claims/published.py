"""Credentials in the vault: put there by their subjects, taken back by them, and asked anew whether they hold."""

from frontend.claims.journal import Journal
from frontend.resources import book, chain, settings, vault
from frontend.vault import Missing
from scripts.credentials import checking, form
from scripts.credentials.checking import Refused, Witness
from scripts.credentials.form import Credential, Place
from scripts.documents import CREDENTIAL_STARTS
from scripts.refusal import Refusal


def domain() -> str:
    """This storefront, as presentations and requests to take back name it: its origin."""
    return settings().origin.rstrip("/")


def place() -> Place:
    """The Identity of this market."""
    return Place(book().chain_id, book().identity.address)


def witness() -> Witness:
    """What credentials are checked against: the node, now."""
    return Witness(chain().now(), chain().claim, chain().accepts_signature)


def credential(sha256: str) -> Credential | None:
    """A published credential by its hash; None where nobody has published it. It was genuine when it came.

    Whether it still holds, the index says of its claim; or `refusal`, of the credential itself.
    """
    try:
        data = vault().read(sha256)
        return form.read(data) if data.startswith(CREDENTIAL_STARTS) else None
    except (Missing, Refusal):
        return None


def refusal(found: Credential) -> Refused | None:
    """Why a published credential does not hold at this moment; None where it does. Asks the node."""
    try:
        checking.verify(found.data, place(), witness())
    except Refused as refused:
        return refused
    return None


def publish(found: Credential) -> None:
    """Keeps a credential that its subject presented."""
    Journal(vault().folder).add(vault().write(found.data))


def take_back(found: Credential) -> None:
    """Deletes a credential; its subject may publish it again."""
    vault().drop(found.sha256)
    Journal(vault().folder).add(found.sha256)
