"""What each kind of page reads: few statements, the same whatever the number of rows."""
