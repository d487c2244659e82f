"""Where the parts are put together: settings, addresses, wiring, commands, home page and error pages."""
