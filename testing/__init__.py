"""What the tests stand on: carriers of keys and throw-away repositories."""
