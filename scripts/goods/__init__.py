"""What is done with goods on the chain: the work behind `producer`, `carrier`, and parts of `merchant` and `keeper`."""
