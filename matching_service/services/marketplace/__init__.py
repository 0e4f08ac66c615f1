"""Companies, their openings, and applications for them."""
