"""Book one: who exists and what is known about them. Other parts enter through `services` and `queries` alone."""
