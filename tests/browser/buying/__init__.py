"""A shopper finds goods and pays: from the first look to the receipt, and what goes wrong on the way."""
