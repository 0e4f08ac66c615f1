"""Ranking in both directions, with reasons, and what would change it."""
