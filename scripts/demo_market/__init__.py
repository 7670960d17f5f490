"""What the demo market is made of: shops, goods, pictures, and the story of its orders."""
