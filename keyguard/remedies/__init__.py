"""Where a key may live instead, and how it gets there and is read."""
