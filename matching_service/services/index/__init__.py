"""The matcher as the services use it: texts read, readings stored, the index kept up to date."""
