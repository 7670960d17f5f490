"""What the fuzzer, in its own environment, adds to each question."""

import os
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import schemathesis

COOKIE = Path(os.environ["HANDOVER_FUZZ_COOKIE"]).read_text()
_questions = count()


@schemathesis.hook  # type: ignore[untyped-decorator]
def before_call(_context: Any, case: Any, _options: Any) -> None:
    """Each comes from another address, lest a limit ends the talk; pages are asked by who is signed in."""
    address = sha256(str(next(_questions)).encode()).digest()[:4]
    added = {"X-Forwarded-For": ".".join(str(1 + byte % 223) for byte in address)}
    if not case.operation.base_url.endswith("/api/v1"):
        added["Cookie"] = COOKIE
    case.headers = {**(case.headers or {}), **added}
