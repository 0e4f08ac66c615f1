"""Codes under which a company speaks of somebody it may not see yet."""

import secrets

# Letters and digits that nobody mixes up when reading a code out over the telephone.
_ALPHABET = "ACDEFHJKMNPRTUVWXY34679"
CODE_LENGTH = 8


def draw() -> str:
    """One that nobody can guess, and that tells nothing."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
