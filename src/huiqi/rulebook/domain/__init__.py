"""What the rulebook knows without a database: files of packs, and how the engine reads them."""
