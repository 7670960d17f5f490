"""The tables of the search, and the database's own full text over them."""

from sqlalchemy import DDL, Column, Index, String, Table, Text, event

from frontend.index.schema import metadata
from frontend.index.types import Hash, position_key, required

# What offers are searched by: words with blanks between them, for every offer whose text is there
search = Table(
    "search",
    metadata,
    position_key(),
    required("title", Text),
    required("facets", Text),
    required("shop", Text),
    required("description", Text),
)

# Which words there are in titles, variants and names, to find those that were meant; of which texts, of which kind
vocabulary = Table(
    "vocabulary",
    metadata,
    Column("word", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("document", Hash, primary_key=True),
    Index("vocabulary_document", "document"),
    sqlite_with_rowid=False,
)

# Three letters in a row, and the words that have them
trigrams = Table(
    "trigrams",
    metadata,
    Column("trigram", String(3), primary_key=True),
    Column("word", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# SQLite's full-text index over `search`, which it follows by triggers
FOLLOW = """
CREATE TRIGGER search_{name} AFTER {verb} ON search BEGIN
    INSERT INTO search_words ({command} rowid, title, facets, shop, description)
    VALUES ({value} {row}.position, {row}.title, {row}.facets, {row}.shop, {row}.description);
END"""
FULL_TEXT_SQLITE = (
    """
CREATE VIRTUAL TABLE search_words USING fts5(title, facets, shop, description,
    content='search', content_rowid='position', tokenize='unicode61 remove_diacritics 0')""",
    FOLLOW.format(name="added", verb="INSERT", command="", value="", row="new"),
    FOLLOW.format(name="dropped", verb="DELETE", command="search_words,", value="'delete',", row="old"),
)

# PostgreSQL's: the words are final, so the simple configuration changes nothing in them
FULL_TEXT_POSTGRESQL = (
    """
ALTER TABLE search ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', facets), 'B') ||
    setweight(to_tsvector('simple', shop), 'D') || setweight(to_tsvector('simple', description), 'C')) STORED""",
    "CREATE INDEX search_words ON search USING gin (words)",
)


def _when(moment: str, dialect: str, *statements: str) -> None:
    for statement in statements:
        event.listen(search, moment, DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


_when("after_create", "sqlite", *FULL_TEXT_SQLITE)
_when("after_create", "postgresql", *FULL_TEXT_POSTGRESQL)
_when("before_drop", "sqlite", "DROP TABLE IF EXISTS search_words")
