"""Texts of other packages that we say in our own Ukrainian.

Their own is missing, or it is not how we speak to people: a lower-case "ви", an ASCII
apostrophe, "введіть коректне значення". makemessages keeps only what stands in our source, so
it stands here; our catalogue goes before theirs. Nothing imports these modules, and only what
our residents, staff and editors meet is in them. A text leaves when its package learns it; one
that a new version words differently is replaced.
"""
