"""What every part of the product stands on: the database server, clock, ids, actors, audit, money display, errors."""
