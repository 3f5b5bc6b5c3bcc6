"""The pretend phone: where a developer, or a journey in a browser, pays what the site asked for."""
