"""Messages: one interface to the site, mail and chat; who wants what, when; what was sent. Knows people by opaque identifiers alone."""
