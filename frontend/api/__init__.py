"""What programs read and leave: the market as JSON, documents by their hash, the whole market as a file."""
