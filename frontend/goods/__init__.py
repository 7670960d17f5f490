"""Finding goods and deciding: the catalogue, shops, offers, what is known of those who sell."""
