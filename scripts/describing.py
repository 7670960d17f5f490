"""Publishing who an account is: its profile document, and the key that others seal for, kept in an encrypted file."""

from pathlib import Path

from scripts import documents, outbox, profiles, proposing, publishing, sealing
from scripts.profiles import Secrets
from scripts.reading import call_of
from scripts.session import Session


def describe(session: Session, profile: Path, contract: str = "") -> None:
    """Publish a profile (a YAML file) of the acting account; of a contract the call is told, for its signers."""
    account = contract or session.wallet.address
    document, return_address, pictures = profiles.read_shop(profile)
    path = profiles.path_of(session.chain_id, account)
    passphrase = session.passphrase(new=not path.exists())
    key = profiles.read_secrets(path, passphrase).key if path.exists() else sealing.new_key()
    data = profiles.with_key(document, key)
    digest = bytes.fromhex(documents.sha256(data))
    identity = session.book.contract(session.web3, "Identity")
    published = identity.functions.profiles(account).call() == digest
    session.announce(f"Profile {digest.hex()[:12]}… of {session.who(account)}; its key is kept in {path}.")
    profiles.write_secrets(path, Secrets(key, return_address), passphrase)
    wanted = {digest.hex(): data, **pictures}
    if published:
        session.say("This profile is published already.")
    elif contract:
        outbox.keep(wanted)
        proposing.tell(session, contract, call_of(identity, "describe", digest), "describe")
        return
    else:
        session.send(session.wallet, call_of(identity, "describe", digest), "describe")
    publishing.upload(session, wanted)
