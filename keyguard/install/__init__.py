"""What makes the hooks run in a repository, and what keeps them from it."""
