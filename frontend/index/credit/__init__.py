"""Orders that are paid in instalments, and whoever lends the money, as the index keeps them."""
