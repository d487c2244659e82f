"""Claims and what belongs to them, one subject a file."""
