"""How the database does what following the chain asks of it: by indices that do not depend on which was made first."""

from pathlib import Path

import pytest
from sqlalchemy import select

from frontend.config import load
from frontend.index import documents, store
from frontend.index.follower import Follower
from frontend.index.rewind import rewind
from frontend.index.schema import LOG_BITS, events
from frontend.trusted import Trusted
from frontend.vault import Vault
from tests.frontend.index import test_index_plans, test_opinions_plans
from tests.frontend.index.conftest import Traded
from tests.frontend.plans import LOOKING, Asked, listening, undecided


@pytest.fixture(scope="module")
def written(traded: Traded, tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    """All that is asked while an index of the market is filled and taken back by half."""
    engine = store.open_engine(f"sqlite:///{tmp_path_factory.mktemp('written') / 'index.sqlite3'}")
    follower = Follower(traded.chain, engine, Trusted())
    follower.prepare()
    with listening(engine, LOOKING) as asked:
        follower.catch_up()
        documents.Copier(engine, Vault(load(traded.settings).vault)).all()
        with store.writing(engine) as db:
            places = db.execute(select(events.c.position).order_by(events.c.position)).scalars().all()
            rewind(db, places[len(places) // 2] >> LOG_BITS, Trusted())
    engine.dispose()
    return list({text: (text, values) for text, values in asked}.values())


def test_writing_does_not_depend_on_the_order_of_indices(traded: Traded, tmp_path: Path, written: list[Asked]) -> None:
    assert len(written) > 100
    assert undecided(traded.settings["DATABASE_URL"], tmp_path, written) == []


def test_reading_does_not_depend_on_the_order_of_indices(traded: Traded, tmp_path: Path) -> None:
    url = traded.settings["DATABASE_URL"]
    engine = store.open_engine(url)
    with engine.connect() as db, listening(engine) as asked:
        for question in (*test_index_plans.QUESTIONS.values(), *test_opinions_plans.CLAIMS.values()):
            question(db)
    engine.dispose()
    assert undecided(url, tmp_path, asked) == []


def test_a_tie_is_noticed(traded: Traded, tmp_path: Path) -> None:
    """Of two indices that begin with the same column either may be taken."""
    tie = [("SELECT quantity FROM orders WHERE seller = ? AND outcome > 1 AND buyer > ?", (b"", b""))]
    assert undecided(traded.settings["DATABASE_URL"], tmp_path, tie)
