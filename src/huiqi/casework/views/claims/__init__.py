"""Pages of claims, in the order of their way."""
