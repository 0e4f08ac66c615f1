"""Who is asking, and what they may do: accounts, sign-in, organisations, permissions."""
