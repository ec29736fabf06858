"""Вербів as a place: its streets, houses, river and parks, drawn by rule."""
