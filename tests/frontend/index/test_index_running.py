"""Running the index: it goes on where it was, and whatever is wrong, it says in one sentence."""

from pathlib import Path

from frontend.index import schema, store
from tests.fixtures.node import running_node
from tests.frontend.devnet import NODE_FLAGS, Devnet
from tests.frontend.indexing import backfill, differences, dump, environment, follower, once, reached, start
from tests.frontend.traffic import Traffic


def test_going_on_is_the_same_as_beginning_anew(devnet: Devnet, tmp_path: Path) -> None:
    """An index that was stopped and started every few blocks equals one made in one go."""
    settings = environment(devnet, tmp_path)
    for part in range(5):
        Traffic(devnet, part).run(5)
        follower(settings).catch_up()
    assert differences(dump(settings), backfill(devnet, tmp_path / "fresh")) == []


def test_nothing_new_changes_nothing(traded) -> None:
    before = dump(traded.settings)
    follower(traded.settings).catch_up()
    assert differences(before, dump(traded.settings)) == []


def test_second_indexer_refuses(traded) -> None:
    """One sentence, exit code 1, and nothing written; here by the very command."""
    engine = store.open_engine(traded.settings["DATABASE_URL"])
    with store.only_indexer(engine):
        second = start(traded.settings, "--once")
        _, complaint = second.communicate(timeout=60)
    assert second.returncode == 1
    assert complaint == "Another indexer already follows the chain into this database.\n"


def test_other_chain_refused(traded, tmp_path) -> None:
    """A node with another genesis, however equal its chain id."""
    with running_node(*NODE_FLAGS, "--timestamp", "1700000000") as other:
        ended, complaint = once(environment(traded.devnet, tmp_path, node=other.url))
    assert (ended, complaint) == (1, "The node serves another chain 31337 than the one deployed to.\n")


def test_other_code_refused(devnet: Devnet, tmp_path: Path) -> None:
    devnet.node.rpc("anvil_setCode", devnet.escrow.address, "0x00")
    ended, complaint = once(environment(devnet, tmp_path))
    assert (ended, complaint) == (1, f"The code at {devnet.escrow.address} is not Escrow's.\n")


def test_node_down_in_words(traded, tmp_path) -> None:
    ended, complaint = once(environment(traded.devnet, tmp_path, node="http://127.0.0.1:1"))
    assert (ended, complaint) == (1, "No node answers at http://127.0.0.1:1.\n")


def test_missing_address_book_in_words(traded, tmp_path) -> None:
    settings = environment(traded.devnet, tmp_path) | {"HANDOVER_DEPLOYMENTS": str(tmp_path)}
    ended, complaint = once(settings)
    assert ended == 1
    assert complaint.startswith("Nothing is deployed on chain 31337:")
    assert len(complaint.splitlines()) == 1


def test_restarted_devnet_begins_anew(traded, devnet: Devnet, tmp_path: Path) -> None:
    """On a devnet chains come and go: the index of the one before is replaced."""
    settings = environment(devnet, tmp_path, database=traded.settings["DATABASE_URL"].replace("index.", "copy."))
    follower(settings | {"HANDOVER_NODE": devnet.node.url}).catch_up()
    assert reached(settings) == int(devnet.node.rpc("eth_blockNumber"), 16)
    assert dump(settings)["orders"] == []


def test_nobody_is_named(traded) -> None:
    """Of people the database knows accounts only: no table has a column for anything else about them."""
    columns = {f"{table.name}.{column.name}" for table in schema.metadata.sorted_tables for column in table.columns}
    assert not any(word in column for column in columns for word in ("name.", "address", "phone", "mail", "note"))


def test_broken_database_in_words(traded, tmp_path) -> None:
    settings = environment(traded.devnet, tmp_path)
    Path(settings["DATABASE_URL"].removeprefix("sqlite:///")).write_bytes(b"this is no database " * 500)
    ended, complaint = once(settings)
    assert (ended, complaint) == (1, "The index's database cannot be used: file is not a database.\n")
