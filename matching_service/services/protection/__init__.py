"""What is kept sealed, who may read it, and how long anything is kept."""
