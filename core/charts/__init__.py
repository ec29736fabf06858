"""Charts made on the server: SVG without scripts and styles, with a table for those who read."""
