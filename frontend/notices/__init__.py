"""Mail about orders that wait for somebody: who asked for it, what is said, and the process that sends it."""
