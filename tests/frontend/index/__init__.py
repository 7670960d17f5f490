"""What the index keeps, and what is asked of it: the API, the ledger, records, search."""
