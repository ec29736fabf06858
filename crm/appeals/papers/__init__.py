"""Print forms of an appeal (R-11): which there are, what they say, how one is printed."""
