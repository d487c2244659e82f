"""Claims step by step: compared, reviewed, approved, posted, confirmed, paid. One use case a function."""
