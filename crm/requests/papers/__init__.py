"""Print forms of requests: data for templates, the documents, their invented data (R-11)."""
