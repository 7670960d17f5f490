"""brownie run deploy: put the contracts on a chain and write its address book; what stands there already is kept."""

from scripts import commands, roles
from scripts.commands import command
from scripts.deployment import deploy
from scripts.session import Session

__getattr__ = commands.refuse_unknown("deploy")


@command("deployer")
def main(session: Session) -> None:
    """Deploy what is missing on this network and write its address book."""
    network = roles.network(session.web3)
    deployer = session.wallet
    session.announce(f"Deploying on {network.name} (chain {session.chain_id}) from {session.who(deployer.address)}.")
    deploy(deployer, session.web3, network, session.say)
