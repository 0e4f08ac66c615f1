"""JSON <-> the frozen records of the services, one schema for each."""
