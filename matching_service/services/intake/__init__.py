"""A curriculum vitae, pasted or uploaded -> what it says of a person, to be confirmed piece by piece. Nothing is
kept."""
