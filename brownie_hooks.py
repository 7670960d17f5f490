"""Brownie imports this file before it loads the project; here it learns Vyper 0.4, to start the project's Anvil, and to
run scripts from any folder.
"""

from pathlib import Path

from tools import brownie_compiler, brownie_network, brownie_scripts

brownie_scripts.install(Path(__file__).parent)
brownie_compiler.install()
brownie_network.install()
