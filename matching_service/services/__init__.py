"""Use cases: a session and plain values in, frozen values out. They check permissions, flush, never commit."""
