"""Municipalities, occupations and skills, loaded and searched."""
