"""The floors' own server: Django with nothing on top."""
