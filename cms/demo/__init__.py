"""The demo city: who logs in and what stands in it."""
