"""What issuers claim of others, as the index keeps it."""
