"""What reviews' texts tell, once they are there: their language, whether they have pictures, their words."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, update

from frontend.index.bulk import Row, change, load, parts, put
from frontend.index.reviews.kinds import FOLLOW_UP, PARTS, REVIEW
from frontend.index.reviews.tables import review_search, reviews, texts
from frontend.index.schema import documents
from frontend.index.words import words_of
from scripts.documents import Kind

# What the document of each part has to be; only buyers' words are searched
KINDS = {part: Kind.REVIEW.value if part in (REVIEW, FOLLOW_UP) else Kind.REPLY.value for part in PARTS}
PARTS_OF = {kind: [part for part in PARTS if KINDS[part] == kind] for kind in (Kind.REVIEW.value, Kind.REPLY.value)}


def know(db: Connection, new: Sequence[Row], said: Sequence[Row]) -> None:
    """Marks texts of a batch that were there before it, and tells new reviews what is in theirs."""
    known = _bodies(db, {text["document"] for text in said if text["document"]})
    of_review = {text["review"]: text for text in said if text["part"] == REVIEW}
    for text in said:
        text["learnt"] = _key(text) in known
    for row in new:
        row.update(_told(known.get(_key(of_review[row["position"]]), {})))


def learn(db: Connection, rows: Sequence[Row]) -> None:
    """Takes in documents (rows of their table) that have just come."""
    body_of = {row["sha256"]: row["body"] for row in rows if row["kind"] in KINDS.values()}
    for kind, names in PARTS_OF.items():
        mine = [row["sha256"] for row in rows if row["kind"] == kind]
        for part in parts(mine):
            named = texts.c.document.in_(part), texts.c.part.in_(names)
            db.execute(update(texts).where(*named).values(learnt=True))
    said = [text for text in load(db, texts, texts.c.document, body_of) if text["learnt"]]
    told = [{"position": text["review"], **_told(body_of[text["document"]])} for text in said if text["part"] == REVIEW]
    change(db, reviews, told, ("language", "pictured"))
    add_to_search(db, body_of)


def add_to_search(db: Connection, hashes: Iterable[str]) -> None:
    """Makes searchable what buyers say in these documents, which are there."""
    named = [text for text in load(db, texts, texts.c.document, hashes) if text["part"] in PARTS_OF[KINDS[REVIEW]]]
    known = _bodies(db, {text["document"] for text in named})
    of_these = load(db, reviews, reviews.c.position, {text["review"] for text in named})
    by_place = {row["position"]: row for row in of_these}
    rows = [_words(text, by_place[text["review"]], known[_key(text)]) for text in named if _key(text) in known]
    put(db, review_search, rows)


def seller_mark(seller: str) -> str:
    """The word by which all reviews of a seller are found."""
    return "s" + seller.removeprefix("0x")


def line_mark(line: int) -> str:
    """The word by which all reviews of a line of offers are found."""
    return f"l{line}"


def _bodies(db: Connection, hashes: Iterable[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Documents that are there, by hash and kind."""
    return {(row["sha256"], row["kind"]): row["body"] for row in load(db, documents, documents.c.sha256, hashes)}


def _key(text: Row) -> tuple[str, str]:
    """A text's document, and the kind that it has to be of."""
    return text["document"], KINDS[text["part"]]


def _words(text: Row, review: Row, body: dict[str, Any]) -> Row:
    marks = f"{seller_mark(review['seller'])} {line_mark(review['line'])}"
    words = " ".join(words_of(body.get("text", "")))
    return {"position": text["position"], "review": review["position"], "marks": marks, "text": words}


def _told(body: dict[str, Any]) -> Row:
    """What a review's text tells of it."""
    return {"language": body.get("language", ""), "pictured": bool(body.get("pictures"))}
