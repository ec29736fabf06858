"""A city of any size for benchmarks: seeded rows, written by COPY past the ORM."""
