"""What buyers say of their orders, as the index keeps it: reviews, replies, what a rating comes to."""
