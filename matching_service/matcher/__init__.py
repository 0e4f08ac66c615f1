"""The pure core: reading, ranking, explaining. No web, no database, no files."""
