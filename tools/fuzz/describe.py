"""`python -m tools.fuzz.describe URL FOLDER` writes what a storefront can be asked: api.json, pages.json, and a cookie.

The cookie is that of a merchant who is signed in, for whom there are more pages.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any

import requests
from web3 import Web3
from werkzeug.routing import Rule

from frontend import config
from frontend.app import create_app
from scripts.parameters import PUBLIC_ACCOUNTS, ROLES
from tools.fuzz.walk import Values, Walk

MOST = 40  # values of one parameter
LISTS = {"offer_id": "offers", "order_id": "orders"}
ACCOUNT, HASH = "0x[0-9a-fA-F]{40}", "0x[0-9a-f]{64}"
TOKEN = re.compile(r'"token": ?"([^"]+)"')
ENTRANCES = ("/", "/dashboard", "/points", "/lend", "/cart")
NOT_ASKED = ("/api/", "/static/", "/sign-in/out")  # the API has its own; who signs out sees less
Json = dict[str, Any]


def main(url: str, folder: Path) -> None:
    """Write the three files."""
    session = requests.Session()
    token = sign_in(url, session)
    (folder / "cookie").write_text("; ".join(f"{name}={value}" for name, value in session.cookies.items()))
    (folder / "api.json").write_text(json.dumps(api(url)))
    (folder / "pages.json").write_text(json.dumps(pages(url, session, token)))


def sign_in(url: str, session: requests.Session) -> str:
    """Enter as the first merchant; the token that pages want back."""
    token = _token(session.get(f"{url}/sign-in", timeout=60))
    account, headers = PUBLIC_ACCOUNTS[ROLES.index("merchant1")], {"X-CSRFToken": token}
    asked = session.post(f"{url}/sign-in/message", json={"account": account}, headers=headers, timeout=60).json()
    call = {"jsonrpc": "2.0", "id": 1, "method": "eth_sign", "params": [account, Web3.to_hex(text=asked["message"])]}
    signature = requests.post(config.load().node, json=call, timeout=60).json()["result"]
    entered = session.post(f"{url}/sign-in", json={**asked, "signature": signature}, headers=headers, timeout=60)
    entered.raise_for_status()
    return _token(session.get(f"{url}/dashboard", timeout=60))


def api(url: str) -> Json:
    """The API's own description, in which each parameter may also be what it is somewhere in this market."""
    description: Json = requests.get(f"{url}/api/v1/openapi.json", timeout=60).json()
    known = _known(f"{url}/api/v1")
    for methods in description["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                parameter["schema"] = _or_known(parameter["schema"], known[parameter["name"]])
    return description


def pages(url: str, session: requests.Session, token: str) -> Json:
    """The paths of all pages, and what they can be asked."""
    app = create_app(config.load({**environ, "HANDOVER_RELAY_ROLE": ""}))
    walk = Walk(url, app.url_map, session)
    for entrance in ENTRANCES:
        walk.begin(entrance)
    paths: Json = defaultdict(dict)
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(NOT_ASKED):
            path = re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule)
            paths[path] |= dict(_operations(rule, walk, token))
    return {"openapi": "3.1.0", "info": {"title": "Pages", "version": "1"}, "servers": [{"url": url}], "paths": paths}


def _operations(rule: Rule, walk: Walk, token: str) -> Iterator[tuple[str, Json]]:
    parts, arguments = walk.parts[rule.rule], walk.arguments[rule.rule]
    parameters = [
        *_parameters("path", {name: parts[name] for name in rule.arguments}),
        *_parameters("query", arguments),
    ]
    allowed = {str(status): {"description": "a page"} for status in (200, 201, 202, 302, 303, 308, *range(400, 452))}
    if "GET" in (rule.methods or ()):
        yield "get", {"parameters": parameters, "responses": allowed}
    if "POST" in (rule.methods or ()):
        csrf = {"name": "X-CSRFToken", "in": "header", "required": True, "schema": {"enum": [token]}}
        file = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        body = {"application/json": {"schema": {"type": "object"}}, "multipart/form-data": {"schema": file}}
        yield "post", {"parameters": [*parameters, csrf], "requestBody": {"content": body}, "responses": allowed}


def _parameters(where: str, values: Values) -> list[Json]:
    texts: Json = {"type": "string"}
    return [
        {"name": name, "in": where, "required": where == "path", "schema": _or_known(texts, sorted(known))}
        for name, known in values.items()
    ]


def _or_known(schema: Json, known: list[str]) -> Json:
    return {"anyOf": [{"enum": known[:: len(known) // MOST + 1]}, schema]} if known else schema


def _known(api_url: str) -> dict[str, list[str]]:
    """Texts of the market by the names of the fields that hold them, and by those of parameters."""
    found: Values = defaultdict(set)
    for line in requests.get(f"{api_url}/dump.jsonl", timeout=60).text.splitlines():
        _gather(json.loads(line), "", found)
    for name, path in LISTS.items():
        items = requests.get(f"{api_url}/{path}?limit=100", timeout=60).json()["items"]
        found[name] = {item["id"] for item in items}
    accounts = {text for texts in found.values() for text in texts if re.fullmatch(ACCOUNT, text)}
    found["address"], found["sha256"] = accounts, {text.removeprefix("0x") for text in found["details"]}
    found["lot"] |= found["lot_id"]
    return defaultdict(list, {name: sorted(texts) for name, texts in found.items()})


def _gather(value: Any, name: str, found: Values) -> None:
    if isinstance(value, str) and value:
        found[name].add(value)
    for key, part in value.items() if isinstance(value, dict) else ():
        _gather(part, key, found)
    for part in value if isinstance(value, list) else ():
        _gather(part, name, found)


def _token(page: requests.Response) -> str:
    found = TOKEN.search(page.text)
    assert found, f"{page.url} has no token"
    return found[1]


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
