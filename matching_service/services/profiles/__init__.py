"""Profiles of beneficiaries."""
