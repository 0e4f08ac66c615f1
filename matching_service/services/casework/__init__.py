"""The counsellor's own work: whose people are whose, what is to be done today, follow-ups, and pools of people."""
