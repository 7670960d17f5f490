"""What lenders of a Credit may expect, on made-up people and the arithmetic that the contract has."""
