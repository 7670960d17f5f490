# Everything starts from a bare machine with make and Python 3.10, 3.11 or 3.12.

PYTHON ?= python3
PORT ?= 5000
NODE_PORT ?= 8545
TESTS ?=
STEPS ?= 20000
CHAIN ?= anvil

RUN = .venv/bin/python -m
MACHINES = $(addprefix tests/stateful/,together/test_together.py test_machine.py points/test_points.py \
	provenance/test_goods_machine.py credit/test_credit.py opinions/test_opinions.py)

.DEFAULT_GOAL = help
.PHONY: help setup demo devnet test soak fuzz lint mutate bench bench-gas bench-market clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

setup: ## bring everything from PyPI and npm; what is there already is kept
	@$(PYTHON) tools/bootstrap.py

demo: setup ## open a market on this machine (PORT=5000 NODE_PORT=8545)
	@$(RUN) tools.demo --port $(PORT) --node-port $(NODE_PORT)

devnet: setup ## start a node with the contracts on it, and nothing else (NODE_PORT=8545)
	@$(RUN) tools.demo --bare --node-port $(NODE_PORT)

test: setup ## run all tests, or those named (TESTS="tests/unit tests/tools"); those of contracts also on CHAIN=ganache
	@$(RUN) tools.run_tests --chain $(CHAIN) $(TESTS)

soak: setup ## let each machine take many steps that were never tried (STEPS=20000)
	@HANDOVER_SEED=new HANDOVER_STEPS=$(STEPS) $(RUN) tools.run_tests $(MACHINES)

fuzz: setup ## ask a demo's API and pages what nobody would (ten to twenty minutes)
	@$(RUN) tools.fuzz

lint: setup ## check the contracts, Python's style and types
	@$(RUN) tools.run_lint

mutate: setup ## see whether the tests of Escrow and Loyalty notice 200 mutants (an hour or two; goes on where it was left)
	@$(RUN) tools.mutation

bench: setup ## measure gas, the index and the pages
	@$(RUN) bench

bench-gas: setup ## measure the gas of a purchase beside its floor and its budget
	@$(RUN) bench gas

bench-market: setup ## make the big market that bench looks at, once for each state of the contracts
	@$(RUN) bench.big_market

clean: ## remove what was built and installed
	rm -rf build .venv node_modules .bootstrap.lock .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
