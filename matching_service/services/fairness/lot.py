"""One in ten is left out of each table by lot: so no table tells what another hides, and no two reports of the one who
joined between."""

import hashlib
import hmac
from collections.abc import Sequence

from matching_service.services.fairness.tables import Row

LEFT_OUT = 0.1


def draw(rows: Sequence[Row], table: str, secret: str) -> list[Row]:
    """Those of the rows that count in this table, by id. The same people in the same groups give the same lot; a person
    more or less, or in another group, gives a new one for everybody. Nothing about a person makes it likelier."""
    ordered = sorted(rows, key=lambda row: row.person_id)
    everything = repr((table, [(row.person_id, sorted(row.groups.items())) for row in ordered]))
    seed = hmac.digest(secret.encode(), everything.encode(), "sha256")
    return [row for row in ordered if _ticket(seed, row.person_id) >= LEFT_OUT]


def _ticket(seed: bytes, person_id: int) -> float:
    """Evenly spread over 0 to 1."""
    drawn = hashlib.blake2b(str(person_id).encode(), key=seed, digest_size=8).digest()
    return int.from_bytes(drawn, "big") / 2**64
