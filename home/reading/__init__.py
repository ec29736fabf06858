"""What each kind of page reads to be shown: few statements, the same whatever the number of rows."""
