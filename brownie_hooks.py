"""Brownie imports this file before it loads the project; here it learns Vyper 0.4 and to start the project's Anvil."""

from tools import brownie_compiler, brownie_network

brownie_compiler.install()
brownie_network.install()
