"""The directory's registers in the Wagtail admin."""
