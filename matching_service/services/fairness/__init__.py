"""The fairness report: how often groups of people are selected, and what may be said of it and gives nobody away."""
