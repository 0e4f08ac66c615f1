"""Rights of people over what is kept about them: a copy, a correction, erasure; and the record of all that is kept."""
