"""The register of queues in the Wagtail admin."""
