"""The index: follows the market's logs into SQL. A cache of the chain; delete it and it comes back the same."""
