"""The audit trail: written, chained, read."""
