"""Decide which node a Brownie command works on.

Scripts and the console attach to the devnet where one listens on its port (HANDOVER_PORT, or 8545), and else start an
Anvil that ends with them. Tests always start their own, on a free port: Brownie takes a test's node back to its first
block, and nobody's running market shall end that way. Nothing is read from ~/.brownie for these networks, where an
older Brownie may have left other settings.
"""

import atexit
import gc
import inspect
import os
import shlex
import sys
import time
import warnings
from collections.abc import Callable
from subprocess import DEVNULL, PIPE, STDOUT
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import brownie.network
import psutil
import pytest
import requests
from brownie._config import CONFIG
from brownie.exceptions import decode_typed_error
from brownie.network.rpc import ATTACH_BACKENDS, LAUNCH_BACKENDS, Rpc
from brownie.network.rpc import anvil as anvil_backend
from brownie.network.rpc import ganache as ganache_backend
from brownie.network.transaction import TransactionReceipt
from brownie.network.web3 import web3
from brownie.test.managers.runner import PytestBrownieRunner, RevertContextManager
from web3 import HTTPProvider, IPCProvider
from web3.exceptions import TransactionNotFound
from web3.types import RPCEndpoint, RPCResponse

from tools import anvil, chains
from tools.end_with_parent import ending_with_parent

NETWORKS = ("development", "anvil")

_connect = brownie.network.connect


def install() -> None:
    """Name the project's networks and put the choice between them before Brownie's `connect`."""
    # Anvil is a command of the environment that Brownie runs in
    os.environ["PATH"] = f"{sys.prefix}/bin{os.pathsep}{os.environ.get('PATH', '')}"
    for name in NETWORKS:
        CONFIG.networks[name] = {
            "name": "Anvil",
            "id": name,
            "cmd": anvil.COMMAND,
            "host": f"http://{anvil.HOST}",
            "timeout": 120,
            "cmd_settings": {"port": anvil.DEFAULT_PORT},
        }
    ATTACH_BACKENDS["anvil"] = anvil_backend
    anvil_backend.launch = _end_with_brownie(anvil_backend.launch)
    LAUNCH_BACKENDS["node"] = ganache_backend
    ganache_backend.launch = _launch_ganache
    warnings.filterwarnings("ignore", message="Development network has a block height")
    brownie.network.connect = connect
    _quicken_time_travel()
    TransactionReceipt._await_confirmation = _after_mining(TransactionReceipt._await_confirmation)
    if "brownie.test.plugin" in sys.modules:
        _quicken_expected_refusals()
        _keep_reasons_of_skips()


def _end_with_brownie(launch: Callable[..., Any]) -> Callable[..., Any]:
    """Let a node that Brownie launches end with it also when it is killed; Brownie itself ends it only on leaving."""

    def launch_and_tie(*arguments: Any, **settings: Any) -> Any:
        popen = psutil.Popen
        psutil.Popen = lambda command, **options: popen(ending_with_parent(command), **options)
        try:
            return launch(*arguments, **settings)
        finally:
            psutil.Popen = popen

    return launch_and_tie


def _launch_ganache(command: str, port: int, **_: Any) -> psutil.Popen:
    """Start it on a port, with its own settings instead of Brownie's, and wait until it listens; Brownie waits 10 s."""
    started = ending_with_parent([*shlex.split(command), "--server.port", str(port)])
    process = psutil.Popen(started, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True)
    next((line for line in process.stdout if line.startswith("RPC Listening")), None)
    return process


def _quicken_time_travel() -> None:
    """Undo what Brownie puts around these methods: it searches the stack for a caller that its compiled code does not
    show, warns for that reason of Brownie's own calls, and takes longer than the node does.
    """
    for name in ("sleep", "mine", "snapshot", "revert"):
        setattr(Rpc, name, inspect.getclosurevars(getattr(Rpc, name)).nonlocals["fn"])


MINED_WITHIN = 2.0  # seconds; Anvil mines what it is sent in a few milliseconds


def _after_mining(await_confirmation: Callable[..., None]) -> Callable[..., None]:
    """Give a transaction time to be mined before Brownie begins to watch it: Anvil counts its sender's nonce a moment
    before it knows the receipt, and who asks for the one and then for the other in between takes it for dropped.
    """

    def await_patiently(receipt: TransactionReceipt, *arguments: Any, **settings: Any) -> None:
        until = time.monotonic() + MINED_WITHIN
        while not _is_mined(receipt.txid) and time.monotonic() < until:
            time.sleep(0.01)
        _take_expected_reason(receipt)
        await_confirmation(receipt, *arguments, **settings)

    return await_patiently


def _is_mined(txid: str) -> bool:
    """Whether the node knows the transaction's receipt."""
    try:
        return web3.eth.get_transaction_receipt(txid) is not None
    except TransactionNotFound:
        return False


_expected: list[str | None] = []  # the reasons that the `brownie.reverts` around the running code name


def _quicken_expected_refusals() -> None:
    """Have Brownie fetch a refused transaction's trace, thousands of steps, only where a test did not expect the
    refusal or expected another reason: it finds the line of the contract in it, which nobody needs to see otherwise.
    """
    enter, leave = RevertContextManager.__enter__, RevertContextManager.__exit__
    raise_if_reverted = TransactionReceipt._raise_if_reverted

    def expect(reverts: RevertContextManager) -> None:
        _expected.append(reverts.revert_msg)
        enter(reverts)

    def forget(reverts: RevertContextManager, *raised: Any) -> Any:
        _expected.pop()
        return leave(reverts, *raised)

    def raise_shortly(receipt: TransactionReceipt, error: Any) -> None:
        if _expected and receipt._revert_msg and receipt._revert_msg == _expected[-1]:
            raise error._with_attr(revert_msg=receipt._revert_msg, dev_revert_msg="")
        raise_if_reverted(receipt, error)

    RevertContextManager.__enter__, RevertContextManager.__exit__ = expect, forget
    TransactionReceipt._raise_if_reverted = raise_shortly


def _keep_reasons_of_skips() -> None:
    """Undo what Brownie does to the report of a skipped test: it tells the file instead of the reason."""
    reasons: dict[str, Any] = {}
    status = PytestBrownieRunner.pytest_report_teststatus

    def pytest_report_teststatus(self: PytestBrownieRunner, report: pytest.TestReport) -> Any:
        if report.when == "setup" and report.skipped:
            reasons[report.nodeid] = report.longrepr
        said = status(self, report)
        if report.when == "teardown" and report.nodeid in reasons:
            report.longrepr = reasons.pop(report.nodeid)
        return said

    PytestBrownieRunner.pytest_report_teststatus = pytest_report_teststatus


def _take_expected_reason(receipt: TransactionReceipt) -> None:
    """Tell a receipt why its transaction was refused, where that is the reason that the test expects."""
    if not _expected or not _expected[-1] or web3.eth.get_transaction_receipt(receipt.txid)["status"]:
        return
    options = {"tracer": "callTracer", "tracerConfig": {"onlyTopCall": True}}
    answer = web3.provider.make_request(RPCEndpoint("debug_traceTransaction"), [receipt.txid, options])
    output = answer.get("result", {}).get("output") or "0x"
    if output != "0x" and decode_typed_error(output) == _expected[-1]:
        receipt._revert_msg, receipt._dev_revert_msg = _expected[-1], ""


def connect(network: str | None = None, launch_rpc: bool = True) -> None:
    """Connect to a network by its name, or to the default one; ends the command with a sentence if it cannot be."""
    settings = CONFIG.networks.get(network or CONFIG.settings["networks"]["default"])
    if settings is None:
        _refuse(f"There is no network {network!r}; `brownie networks list` shows those that are known.")
    if "brownie.test.plugin" in sys.modules:
        _use_own_node(settings)
    elif settings["id"] in NETWORKS:
        _use_devnet(settings)
    if "brownie.test.plugin" in sys.modules and settings["id"] in NETWORKS:
        start = _connect_to_ganache if chains.chosen() is chains.GANACHE else _connect_by_socket
        start(settings, network, launch_rpc)
    else:
        _connect(network, launch_rpc)
    # Brownie collects garbage at every revert; what was loaded up to here is not worth looking through each time
    gc.freeze()


def _use_own_node(settings: dict[str, Any]) -> None:
    """Make a test's network one that does not exist yet."""
    if "cmd" not in settings:
        _refuse(f"Tests run on a node of their own, not on {settings['id']}: Brownie would try to reset it.")
    settings["cmd_settings"]["port"] = anvil.free_port()
    host = settings["host"]
    if ":" in host.split("//")[-1] and _is_node(host):
        _refuse(f"Tests start a node of their own: Brownie would reset the one that already runs at {host}.")


SOCKETS = "/tmp"  # short and without blanks, whatever TMPDIR is: a socket's path has 107 letters at most


class _BySocket(IPCProvider):
    """A node asked by its socket, which answers ten times sooner than by HTTP; only what is long comes by HTTP."""

    def __init__(self, path: str, http: HTTPProvider, timeout: int) -> None:
        super().__init__(path, timeout=timeout)
        self._http = http

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        if method.startswith("debug_"):
            return self._http.make_request(method, params)
        return super().make_request(method, params)


def _connect_by_socket(settings: dict[str, Any], network: str | None, launch_rpc: bool) -> None:
    """Let the node listen on a socket too, and ask it there."""
    folder = TemporaryDirectory(prefix="handover-node-", dir=SOCKETS)
    atexit.register(folder.cleanup)
    settings["cmd"] = f"{anvil.COMMAND} --ipc {folder.name}/ipc"
    _connect(network, launch_rpc)
    web3.provider = _BySocket(f"{folder.name}/ipc", web3.provider, settings["timeout"])


def _connect_to_ganache(settings: dict[str, Any], network: str | None, launch_rpc: bool) -> None:
    """Start Ganache instead of Anvil, and ask it in Anvil's words."""
    settings["cmd"] = chains.GANACHE.command
    _connect(network, launch_rpc)
    web3.provider = chains.AsAnvil(web3.provider)


def _use_devnet(settings: dict[str, Any]) -> None:
    """Take the devnet's port, and see to it that nothing else listens there."""
    try:
        port = anvil.configured_port()
    except anvil.PortError as error:
        _refuse(str(error))
    settings["cmd_settings"]["port"] = port
    if anvil.is_taken(port) and not _is_node(f"http://{anvil.HOST}:{port}"):
        _refuse(f"What listens on port {port} is not an Ethereum node; name another port with HANDOVER_PORT.")


def _is_node(url: str) -> bool:
    """Whether an Ethereum node answers there."""
    question = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}
    try:
        return "result" in requests.post(url, json=question, timeout=5).json()
    except (requests.RequestException, ValueError, TypeError):
        return False


def _refuse(sentence: str) -> NoReturn:
    """End the command, or the tests."""
    if "brownie.test.plugin" in sys.modules:
        pytest.exit(sentence, returncode=1)
    sys.exit(sentence)
