"""What public pages of surveys show. Only snapshots are read here, never answers."""
