"""Pages of the desk. They translate between HTTP and services, nothing more."""
