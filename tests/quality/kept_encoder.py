"""A text encoder that remembers in a file: to encode all benchmark sets takes half an hour, once."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from matching_service.matcher.semantic import TextEncoder

FILE = Path("instance/quality-vectors.sqlite")


class KeptEncoder:
    """Encodes as `encoder` does, each text once; see `matcher.semantic.TextEncoder`."""

    def __init__(self, encoder: TextEncoder, file: Path = FILE):
        self.name = encoder.name
        self._encoder = encoder
        file.parent.mkdir(parents=True, exist_ok=True)
        self._rows = sqlite3.connect(file)
        columns = "encoder TEXT, role TEXT, text TEXT, vector BLOB, PRIMARY KEY (encoder, role, text)"
        self._rows.execute(f"CREATE TABLE IF NOT EXISTS vector ({columns})")

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._vectors("query", texts, self._encoder.queries)

    def labels(self, texts: Sequence[str]) -> np.ndarray:
        return self._vectors("label", texts, self._encoder.labels)

    def _vectors(self, role: str, texts: Sequence[str], encode: Callable[[Sequence[str]], np.ndarray]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if self._kept(role, text) is None]
        if new:
            rows = ((self.name, role, text, row.tobytes()) for text, row in zip(new, encode(new), strict=True))
            with self._rows:
                self._rows.executemany("INSERT INTO vector VALUES (?, ?, ?, ?)", rows)
        return np.stack([self._kept(role, text) for text in texts])

    def _kept(self, role: str, text: str) -> np.ndarray | None:
        query = "SELECT vector FROM vector WHERE encoder = ? AND role = ? AND text = ?"
        row = self._rows.execute(query, (self.name, role, text)).fetchone()
        return np.frombuffer(row[0], dtype=np.float32) if row else None
