"""Who wants mail, and what he was told: files in the vault's private folder, which no page and no index reads.

Pages write a subscription, the process that sends writes what it has done about it: neither waits for the other.
"""

import json
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from frontend.vault import Vault, write_whole

ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^-~]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST = 254
QUESTIONS = 3  # that one mailbox is sent in a while before its owner has said yes, whoever asks for them
A_WHILE = 3 * 86_400  # seconds by this machine's clock


class Unwanted(Exception):
    """This subscription is not taken. One sentence."""


@dataclass(frozen=True)
class Subscription:
    """An account's wish; `token` is the secret of the links in its mails."""

    account: str
    email: str
    language: str
    token: str
    confirmed: bool = False


@dataclass
class Told:
    """What was done about the subscription with this token; `things` are the latest that were told, in order."""

    token: str
    asked: int = 0  # when the mail with the link to confirm was sent, in Unix seconds
    begun: bool = False
    things: list[str] = field(default_factory=list)


class Subscriptions:
    """One file for each account, and one for what it was told."""

    def __init__(self, vault: Vault) -> None:
        self._folder = vault.folder / "private" / "notices"

    def all(self) -> Iterator[Subscription]:
        """Every subscription."""
        for path in sorted(self._folder.glob("*.wish")):
            if found := self._read(path):
                yield found

    def get(self, account: str) -> Subscription | None:
        """An account's, or None."""
        return self._read(self._path(account, "wish"))

    def ask(self, account: str, email: str, language: str) -> None:
        """Takes an account's wish, in place of an earlier one; raises Unwanted."""
        if len(email) > LONGEST or not ADDRESS.fullmatch(email):
            raise Unwanted("not an address")
        before = self.get(account)
        if before and before.email == email:
            self._write(replace(before, language=language))  # the question is on its way, or there already
            return
        self._count(email)
        self._write(Subscription(account, email, language, secrets.token_urlsafe(24)))

    def confirm(self, account: str, token: str) -> bool:
        """Whether the token was right; from then on mail is sent."""
        found = self.by_token(account, token)
        if found and not found.confirmed:
            self._write(replace(found, confirmed=True))
            self._questions(found.email).unlink(missing_ok=True)
        return found is not None

    def by_token(self, account: str, token: str) -> Subscription | None:
        """The subscription that a link of one of its mails is about."""
        found = self.get(account)
        return found if found and secrets.compare_digest(found.token.encode(), token.encode()) else None

    def end(self, account: str) -> None:
        """Forgets an account's address."""
        for kind in ("wish", "told"):
            self._path(account, kind).unlink(missing_ok=True)

    def told(self, wish: Subscription) -> Told:
        """What was done about a subscription; nothing where it is a new one."""
        try:
            found = Told(**json.loads(self._path(wish.account, "told").read_bytes()))
        except (OSError, ValueError, TypeError):
            return Told(wish.token)
        return found if found.token == wish.token else Told(wish.token)

    def note(self, account: str, told: Told) -> None:
        """Writes down what was done."""
        write_whole(self._path(account, "told"), json.dumps(asdict(told)).encode())

    def _count(self, email: str) -> None:
        """Counts a question to a mailbox; raises Unwanted where there were too many lately."""
        since = int(time.time()) - A_WHILE
        for path in self._folder.glob("*.asked"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < since:
                    path.unlink()
        path = self._questions(email)
        try:
            lately = [moment for moment in json.loads(path.read_bytes()) if moment > since]
        except (OSError, ValueError, TypeError):
            lately = []
        if len(lately) >= QUESTIONS:
            raise Unwanted("too many")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, json.dumps([*lately, int(time.time())]).encode())

    def _questions(self, email: str) -> Path:
        """When a mailbox was asked; its owner has many names for it, and none of them stands here."""
        local, _, domain = email.lower().partition("@")
        mailbox = f"{local.partition('+')[0].replace('.', '')}@{domain}"
        return self._folder / f"{sha256(mailbox.encode()).hexdigest()}.asked"

    def _read(self, path: Path) -> Subscription | None:
        try:
            return Subscription(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def _write(self, wish: Subscription) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._path(wish.account, "wish"), json.dumps(asdict(wish)).encode())

    def _path(self, account: str, kind: str) -> Path:
        return self._folder / f"{account.lower()}.{kind}"
