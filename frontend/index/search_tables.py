"""The tables of the search of offers."""

from sqlalchemy import Column, Index, String, Table, Text

from frontend.index.full_text import add_full_text
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

# PostgreSQL's: the words are final, so the simple configuration changes nothing in them
FULL_TEXT_POSTGRESQL = (
    """
ALTER TABLE search ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', facets), 'B') ||
    setweight(to_tsvector('simple', shop), 'D') || setweight(to_tsvector('simple', description), 'C')) STORED""",
    "CREATE INDEX search_words ON search USING gin (words)",
)

add_full_text(search, ("title", "facets", "shop", "description"), FULL_TEXT_POSTGRESQL)
