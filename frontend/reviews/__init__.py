"""What buyers say of their orders, as pages: reading, writing, and what it comes to."""
