"""Openings as anybody finds them: searched, filtered, near, suggested while typing; searches kept and told of."""
