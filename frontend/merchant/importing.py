"""Bringing a catalogue from another shop, or ours, and taking ours along."""

import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response, abort, jsonify, request, send_file

from frontend import sign_in
from frontend.index import queries
from frontend.index.listing import OfferFilter, Sort
from frontend.index.rows import Offer
from frontend.merchant import publishing
from frontend.merchant.blueprint import bp, show
from frontend.merchant.faults import in_words
from frontend.resources import book, database, vault
from frontend.vault import Missing
from frontend.web import limits
from scripts import catalogue_file, exporting, parameters, terms
from scripts.imports import asked as read_terms
from scripts.imports import conversion, read
from scripts.market import Published
from scripts.refusal import Refusal

IMPORTS = "12/minute"
EXPORTS = "12/hour"
ENCODINGS = ("", "windows-1252", "gb18030")  # as the form has them: some others take minutes for a file
MOST_EXPORTED = 1_000  # offers
OURS = ("product", "title", "price")
Json = dict[str, Any]


@bp.get("/import")
def import_page() -> str:
    """The file, the pictures, and the terms that such a file does not say."""
    return show(
        "import",
        defaults=parameters.CATALOGUE_DEFAULTS,
        currencies=list(book().currencies.values()),
        carriers=sorted(book().carriers),
        arbiters=sorted(book().arbiters),
    )


@bp.post("/import/check")
@limits.limiter.limit(IMPORTS)
def check_import() -> Response:
    """What a file would publish, and every problem by its row. Nothing that the file names is fetched."""
    file = request.files.get("file") or abort(400)
    name = (file.filename or "file.csv")[:80]
    try:
        return jsonify(_prepared(file.read(), name, _terms()))
    except Refusal as refusal:
        return jsonify(listings=[], problems=[{"label": "", "problem": in_words(refusal)}], missing=[])


@bp.get("/export.zip")
@limits.limiter.limit(EXPORTS)
def export() -> Response:
    """All offers that stand, as a catalogue of ours with its pictures beside it."""
    offers = _published()
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - pictures may be more than memory holds; closed once it is sent
    with tempfile.TemporaryDirectory() as folder:
        found = exporting.collect(offers, publishing.context(), _document, Path(folder))
        exporting.write(found.rows, Path(folder) / "catalogue.csv")
        with zipfile.ZipFile(packed, "w") as archive:
            for path in sorted(Path(folder).rglob("*.*")):
                archive.write(path, path.relative_to(folder))
    packed.seek(0)
    return send_file(packed, "application/zip", as_attachment=True, download_name="catalogue.zip")


def _terms() -> Json:
    """What the form says beside the file; 400 for anything else."""
    try:
        asked = json.loads(request.form.get("terms", "{}"))
    except (ValueError, RecursionError):
        abort(400)
    is_form = isinstance(asked, dict) and all(
        isinstance(asked.get(name, {}), dict) for name in ("pictures", "defaults")
    )
    if not is_form:
        abort(400)
    return dict(asked)


def _prepared(data: bytes, name: str, asked: Json) -> Json:
    chosen = {str(file): str(sha256) for file, sha256 in asked.get("pictures", {}).items()}
    encoding = str(asked.get("encoding", ""))
    if encoding not in ENCODINGS:
        abort(400)
    text = _ours(data, encoding)
    return _from_ours(text, name, chosen) if text else _from_others(data, name, encoding, asked, chosen)


def _ours(data: bytes, encoding: str) -> str:
    """The text of a file that has our columns; empty for any other."""
    try:
        text = data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError:
        return ""
    heads = {column.partition(".")[0].strip() for column in text.split("\n", 1)[0].split(",")}
    return text if heads >= set(OURS) else ""


def _from_ours(text: str, name: str, chosen: Mapping[str, str]) -> Json:
    entries = list(catalogue_file.read_csv(text, name))
    missing: set[str] = set()
    for entry in entries:
        for picture in entry.get("pictures", []):
            picture["file"] = _known(picture["file"], chosen, missing)
    return {**publishing.prepared({"offers": entries}), "missing": sorted(missing), "notes": []}


def _known(file: str, chosen: Mapping[str, str], missing: set[str]) -> str:
    """The sha-256 of a picture that was chosen, or that this shop has under that name already."""
    path = Path(file)
    if path.name in chosen:
        return chosen[path.name]
    if len(path.stem) == len("0" * 64) and vault().has(path.stem):
        return path.stem
    missing.add(path.name)
    return file


def _from_others(data: bytes, name: str, encoding: str, asked: Json, chosen: Mapping[str, str]) -> Json:
    defaults = read_terms.defaults_of(None, {key: str(value) for key, value in asked.get("defaults", {}).items()})
    terms_of = read_terms.terms_of(
        publishing.context().book, defaults, str(asked.get("rate") or "1"), str(asked.get("units") or ""), None, Path()
    )
    faults: list[str] = []
    products = read(data, name, encoding, faults)
    found = conversion.convert(products, _with(terms_of, chosen))
    prepared = publishing.prepared(found.catalogue)
    unread = [{"label": "", "problem": in_words(fault)} for fault in faults]
    left_out = [
        {"label": label, "problem": in_words(reason)} for reason, labels in found.left_out.items() for label in labels
    ]
    notes = [{"label": label, "problem": in_words(note)} for note, labels in found.notes.items() for label in labels]
    return {
        "listings": prepared["listings"],
        "problems": [*unread, *prepared["problems"], *left_out],
        "notes": notes,
        "missing": sorted(set(found.missing.values())),
    }


def _with(found: conversion.Terms, chosen: Mapping[str, str]) -> conversion.Terms:
    return conversion.Terms(found.currency, found.rate, found.units, found.defaults, chosen)


def _published() -> list[tuple[Published, terms.Stock]]:
    """The seller's offers that are for sale, the oldest first."""
    found: list[Offer] = []
    wanted, after = OfferFilter(seller=sign_in.account()), ""
    while len(found) < MOST_EXPORTED:
        page = queries.offers(database(), wanted, after, queries.MAX_PAGE_SIZE, Sort.NEWEST)
        found += page.items
        after = page.next
        if not after:
            break
    return [(_as_published(offer), terms.Stock(True, offer.cap, offer.sold)) for offer in reversed(found)]


def _as_published(offer: Offer) -> Published:
    fields = offer.terms() | {"details": bytes.fromhex(offer.details[2:])}
    return Published(bytes.fromhex(offer.id[2:]), terms.Offer(**fields), offer.published_block)  # type: ignore[arg-type]


def _document(sha256: str) -> bytes | None:
    try:
        return vault().read(sha256)
    except Missing:
        return None
