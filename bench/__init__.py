"""What the project claims about cost, as numbers that a command prints."""
