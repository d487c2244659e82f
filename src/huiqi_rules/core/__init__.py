"""Values, types and units, source spans and diagnostics: what every later stage speaks in."""
