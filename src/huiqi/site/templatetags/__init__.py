"""Tags that templates of the site load."""
