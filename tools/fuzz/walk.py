"""A visitor who follows every kind of link of the storefront once, and reads every form."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import requests
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

FIELDS = ("input", "select", "textarea")
Values = dict[str, set[str]]


class _Reader(HTMLParser):
    """The links of a page, and of its forms the places and fields."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self._form: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a" and said.get("href"):
            self.links.append(str(said["href"]))
        elif tag == "form" and said.get("method", "get") == "get":
            self._form = said.get("action") or ""
        elif tag in FIELDS and self._form is not None and said.get("name"):
            asked = urlencode({str(said["name"]): said.get("value") or ""})
            self.links.append(f"{self._form}?{asked}")

    def handle_endtag(self, tag: str) -> None:
        self._form = None if tag == "form" else self._form


@dataclass
class Walk:
    """What was found: by rule of the storefront's map the parts of its paths, and the arguments."""

    url: str
    rules: Map
    session: requests.Session
    parts: dict[str, Values] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    arguments: dict[str, Values] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    _seen: set[str] = field(default_factory=set)

    def begin(self, place: str = "/") -> None:
        """Go everywhere that can be reached from a place."""
        waiting = [urljoin(self.url, place)]
        while waiting:
            here = waiting.pop(0)
            kind = self._learn(here)
            if kind and kind not in self._seen:
                self._seen.add(kind)
                waiting += set(self._links(here))

    def _learn(self, place: str) -> str:
        """The kind of a place, as the arguments of its link tell: its rule and their names; empty for none of ours."""
        parts = urlsplit(place)
        try:
            rule, found = self.rules.bind("").match(parts.path, return_rule=True)
        except (HTTPException, RequestRedirect):
            return ""
        asked = parse_qsl(parts.query, keep_blank_values=True)
        for values, pairs in ((self.parts, found.items()), (self.arguments, asked)):
            for name, value in pairs:
                values[rule.rule][name].add(str(value))
        return " ".join([rule.rule, *sorted({name for name, _ in asked})])

    def _links(self, place: str) -> Iterator[str]:
        """Those of a page of ours, whose forms are links for each field."""
        answer = self.session.get(place, timeout=60)
        if "html" not in answer.headers.get("Content-Type", ""):
            return
        reader = _Reader()
        reader.feed(answer.text)
        for link in reader.links:
            full = urljoin(answer.url, link).partition("#")[0]
            if full.startswith(self.url) and "/api/" not in full:
                yield full
