"""Settings, one module per environment: demo, test, production."""
