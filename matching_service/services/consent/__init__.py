"""What people have agreed to, in which words, and how it ends."""
