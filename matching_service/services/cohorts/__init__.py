"""Cohorts: many people proposed for many openings at once, and what people decide of it."""
