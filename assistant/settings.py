"""What a keeper may set in `keniki.toml` beside the corpus folder, and its defaults."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import UsageError

FILE = Path("keniki.toml")
BUNDLED_MODEL = "bundled"

Table = TypeVar("Table")


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which sentence-transformers model encodes, and the words that go before its texts."""

    name: str = BUNDLED_MODEL
    query_prompt: str = "query: "
    passage_prompt: str = "passage: "


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be configured; an empty file or none gives the defaults."""

    model: ModelSettings = field(default_factory=ModelSettings)


def load_settings(file: Path | None = None) -> Settings:
    """Read the settings; `file` defaults to $KENIKI_CONFIG, then to `keniki.toml` here.

    Raises:
        UsageError: the file cannot be read, is not TOML, or names a setting that does not exist.
    """
    file = file or Path(os.environ.get("KENIKI_CONFIG", FILE))
    if not file.exists():
        return Settings()
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"設定ファイル {file} を読めません({error})。TOML の書き方を確かめてください。"
        raise UsageError(msg) from error
    unknown = set(tables) - {f.name for f in fields(Settings)}
    if unknown:
        msg = f"設定ファイル {file} に知らない項目 {sorted(unknown)} があります。消してください。"
        raise UsageError(msg)
    return Settings(model=_table(ModelSettings, tables.get("model", {}), file))


def _table(kind: type[Table], values: Any, file: Path) -> Table:  # noqa: ANN401
    known = {f.name: f.type for f in fields(kind)}  # type: ignore[arg-type]
    if not isinstance(values, dict) or any(
        name not in known or not isinstance(value, str) for name, value in values.items()
    ):
        msg = f"設定ファイル {file} の項目は {sorted(known)} で、値は文字列です。直してください。"
        raise UsageError(msg)
    return kind(**values)
