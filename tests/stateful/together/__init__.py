"""All deployed contracts on one node, with one cast of people: what happens between them."""
