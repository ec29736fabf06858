"""Pages on which requests are filed and followed."""
