"""The product: a zone's register, rulebook, ledger, casework, market and board on Django and PostgreSQL."""
