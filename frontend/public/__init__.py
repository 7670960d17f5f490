"""What is there for everybody to read: the guide, the ledger, statistics, terms."""
