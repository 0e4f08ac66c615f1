"""Placements: agreement, attendance, evaluations, certificate and outcome of whoever has accepted a place."""
