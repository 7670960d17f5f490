"""Orders that are paid in instalments, as pages: what an account may borrow, what it owes, and until when."""
