"""Whether tests notice when the project is wrong: mutants of contracts, each tried in a fork of its own."""
