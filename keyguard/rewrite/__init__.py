"""A literal key -> a read of the environment."""
