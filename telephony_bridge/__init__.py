"""The PBX's face: adapters that turn a telephone exchange's events into calls."""
