"""Reading what was paid before Huiqi: files as an actor may see them, what counts, what is not known."""
