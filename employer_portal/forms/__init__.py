"""Forms: what a page asks for, and how answers become records of the services."""
