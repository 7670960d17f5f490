"""Running the index in tests, and comparing what came of it."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import inspect, select

from frontend import config, trusted
from frontend.chain import Chain
from frontend.config import AddressBook
from frontend.index import store
from frontend.index.__main__ import main
from frontend.index.follower import Follower
from frontend.index.schema import market, metadata
from scripts import parameters
from tests.frontend.devnet import Devnet
from tests.frontend.opinions import trust_file

Dump = dict[str, list[tuple[Any, ...]]]
# Splits processes off one that has read the code already, which takes longer than most that they do
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


def environment(devnet: Devnet, folder: Path, node: str = "", database: str = "") -> dict[str, str]:
    """What an index over this node, with its database in a folder, is configured with."""
    trust = folder / "trust.yaml"
    trust.write_text(trust_file(devnet))
    return os.environ | {
        "HANDOVER_TRUST": str(trust),
        "HANDOVER_NODE": node or devnet.node.url,
        "HANDOVER_DEPLOYMENTS": str(devnet.deployments),
        "HANDOVER_VAULT": str(folder / "vault"),
        "DATABASE_URL": database or f"sqlite:///{folder / 'index.sqlite3'}",
    }


def follower(settings: dict[str, str], book: AddressBook | None = None) -> Follower:
    """A follower in this process, its tables made; `book` where it is another one than is configured."""
    parameters.DEPLOYMENTS = Path(settings["HANDOVER_DEPLOYMENTS"])
    loaded = config.load(settings)
    book = book or config.load_book(loaded)
    believed = trusted.load(loaded.trust, book, loaded.account)
    made = Follower(Chain(loaded.node, book), store.open_engine(loaded.database), believed)
    made.prepare()
    return made


def start(settings: dict[str, str], *options: str) -> "subprocess.Popen[str]":
    """An index as a process of its own."""
    command = [sys.executable, "-m", "frontend.index", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=parameters.ROOT, env=settings, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


def once(settings: dict[str, str]) -> tuple[int | None, str]:
    """The exit code of an index that stops at the latest block, a process of its own, and what it complained of."""
    with NamedTemporaryFile("r") as complaint:
        running = FORKS.Process(target=_complaining, args=(settings, complaint.name))
        running.start()
        running.join(60)
        running.kill()
        return running.exitcode, complaint.read()


def run(settings: dict[str, str], *options: str) -> None:
    """`python -m frontend.index` in this process, which it ends."""
    os.environ |= settings
    parameters.DEPLOYMENTS = Path(settings["HANDOVER_DEPLOYMENTS"])
    sys.argv = ["index", *options]
    sys.exit(main())


def reached(settings: dict[str, str]) -> int:
    """The block that an index has come to; -1 where it has no tables yet."""
    with store.open_engine(settings["DATABASE_URL"]).connect() as db:
        return db.execute(select(market.c.number)).scalar_one() if inspect(db).has_table("market") else -1


def dump(settings: dict[str, str]) -> Dump:
    """Every row of every table."""
    with store.open_engine(settings["DATABASE_URL"]).connect() as db:
        return {
            table.name: [tuple(row) for row in db.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


def backfill(devnet: Devnet, folder: Path) -> Dump:
    """Every row of an index that is made anew."""
    folder.mkdir()
    settings = environment(devnet, folder)
    follower(settings).catch_up()
    return dump(settings)


def differences(one: Dump, other: Dump) -> list[str]:
    """The tables in which two indexes differ, with a row of each."""
    found = []
    for name in one:
        mine, theirs = set(map(repr, one[name])), set(map(repr, other[name]))
        if mine != theirs:
            found.append(
                f"{name}: only here {min(mine - theirs, default='')}, only there {min(theirs - mine, default='')}"
            )
    return found


def _complaining(settings: dict[str, str], complaint: str) -> None:
    with open(complaint, "w") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    run(settings, "--once")
