"""Forms of imports: they read what is typed, and decide nothing."""
