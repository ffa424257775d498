"""A key goes from a file to the place where it may live, in an order in which nothing is lost at any moment."""
