"""Pages of what was paid before Huiqi, in the order of their way."""
