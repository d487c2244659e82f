"""Reading claims as an actor may see them."""
