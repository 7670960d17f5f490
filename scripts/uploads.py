"""Sending documents to where pages read them: a storefront's vault, over the network or as files beside it."""

import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import requests

from scripts import documents, parameters
from scripts.refusal import Refusal

Documents = Mapping[str, bytes]

CODES = requests.codes
LATER = (CODES.not_found, CODES.conflict, CODES.too_many, CODES.service_unavailable)  # to what is sent too early


class Unreachable(Refusal):
    """No storefront answers at an address."""


def find(origin: str, name: str) -> bytes | None:
    """A document by its sha-256, from this machine or from the storefront; None where neither has it."""
    places = [path_in(folder, name) for folder in (parameters.LIBRARY, parameters.VAULT, parameters.OUTBOX)]
    path = next((path for path in places if path.exists()), None)
    try:
        found = path.read_bytes() if path else _fetch(origin, name) if _answers(origin) else b""
    except (OSError, Unreachable):
        return None
    return found if documents.sha256(found) == name else None


def upload(origin: str, wanted: Documents, on_done: Callable[[], None] = lambda: None) -> int:
    """Send what a storefront does not have yet; returns how many it took. Refused with the storefront's sentence."""
    sent = 0
    for name, data in wanted.items():
        if not _has(origin, name):
            _put(origin, name, data)
            sent += 1
        on_done()
    return sent


def is_reachable(origin: str) -> bool:
    """Whether a storefront answers there."""
    try:
        requests.get(f"{origin}/api/v1/health", timeout=parameters.UPLOAD_TIMEOUT)
    except requests.RequestException:
        return False
    return True


def store(vault: Path, wanted: Documents) -> None:
    """Write documents into a vault's folder on this machine."""
    for name, data in wanted.items():
        path = path_in(vault, name)
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)


def path_in(vault: Path, name: str) -> Path:
    """Where a vault keeps a document."""
    return vault / name[:2] / name


@cache
def _answers(origin: str) -> bool:
    """Asked once in a run: whoever lists a hundred orders shall not wait for a hundred timeouts."""
    return is_reachable(origin)


def _fetch(origin: str, name: str) -> bytes:
    """What a storefront answers; one that asks to be left alone for a while is asked again after it."""
    end = time.monotonic() + parameters.READ_PATIENCE
    while (answer := ask("GET", f"{origin}/api/v1/documents/{name}")).status_code == requests.codes.too_many:
        left = end - time.monotonic()
        if left < 0:
            raise Refusal(f"The storefront at {origin} gives no more documents for now; start the command again later.")
        time.sleep(min(max(_pause(answer), parameters.UPLOAD_PAUSE), max(left, parameters.UPLOAD_PAUSE)))
    return answer.content


def _pause(answer: requests.Response) -> float:
    """Seconds that a storefront asks to wait; none where it does not say."""
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdecimal() else 0


def _has(origin: str, name: str) -> bool:
    answer = ask("HEAD", f"{origin}/api/v1/documents/{name}")
    return bool(answer.ok)


def _put(origin: str, name: str, data: bytes) -> None:
    """Send one document; a storefront whose index has not reached its offer yet is asked again for a while."""
    end = time.monotonic() + parameters.UPLOAD_PATIENCE
    while True:
        answer = ask("PUT", f"{origin}/api/v1/documents/{name}", data)
        if answer.ok:
            return
        waits = answer.status_code in LATER
        if not waits or time.monotonic() > end:
            raise Refusal(f"The storefront did not take the document {name[:12]}…: {sentence(answer)}")
        time.sleep(parameters.UPLOAD_PAUSE)


def ask(method: str, url: str, data: bytes | None = None) -> requests.Response:
    """A storefront's answer, whatever it is; raises Unreachable."""
    try:
        return requests.request(method, url, data=data, timeout=parameters.UPLOAD_TIMEOUT)
    except requests.RequestException as error:
        raise Unreachable(f"The storefront at {url} cannot be reached ({type(error).__name__}).") from None


def sentence(answer: requests.Response) -> str:
    """Why a storefront refuses, in its words."""
    try:
        return str(answer.json()["error"])
    except (ValueError, KeyError, TypeError):
        return f"it answered {answer.status_code}."
