"""Development tools: setup, Brownie's compiler and nodes, lint, tests, devnet."""
