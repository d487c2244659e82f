"""Names, types and units: every formula of a rulebook becomes a typed tree before anything runs."""
