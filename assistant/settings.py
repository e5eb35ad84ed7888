"""What a keeper may set in `keniki.toml` beside the corpus folder, and its defaults."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import UsageError

FILE = Path("keniki.toml")
BUNDLED_MODEL = "bundled"
PASSWORD_VARIABLE = "KENIKI_ADMIN_PASSWORD"
LONGEST_KEPT_DAYS = 3650

Table = TypeVar("Table")
_NAME = re.compile(r"[A-Za-z0-9._-]+\Z|\[[0-9A-Fa-f:.]+\]\Z")


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which sentence-transformers model encodes, and the words that go before its texts."""

    name: str = BUNDLED_MODEL
    query_prompt: str = "query: "
    passage_prompt: str = "passage: "


@dataclass(frozen=True, slots=True)
class AdminSettings:
    """Who may open 管理: whoever knows the password; without one there is no such screen.

    `password_hash` is a line that `python -m assistant.interface.ui.admin.password` prints.
    """

    password_hash: str = ""


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """Whether unanswered questions and opinions are kept, for how many days, and in which file."""

    keep: bool = False
    days: int = 90
    path: str = "records.sqlite3"


@dataclass(frozen=True, slots=True)
class PageSettings:
    """The names by which others reach the page, behind a proxy or in the office's network.

    The page itself answers under any name; MCP under this machine's own and these alone.
    """

    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be configured; an empty file or none gives the defaults."""

    model: ModelSettings = field(default_factory=ModelSettings)
    page: PageSettings = field(default_factory=PageSettings)
    admin: AdminSettings = field(default_factory=AdminSettings)
    records: RecordSettings = field(default_factory=RecordSettings)


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
    return Settings(
        model=_table(ModelSettings(), tables.get("model", {}), file),
        page=_names(tables.get("page", {}), file),
        admin=_table(AdminSettings(), tables.get("admin", {}), file),
        records=_checked(_table(RecordSettings(), tables.get("records", {}), file), file),
    )


def _table(default: Table, values: Any, file: Path) -> Table:  # noqa: ANN401
    """A table of the file; each value is of the kind that its default is of."""
    kinds = {f.name: type(getattr(default, f.name)) for f in fields(default)}  # type: ignore[arg-type]
    if not isinstance(values, dict) or any(
        type(value) is not kinds.get(name) for name, value in values.items()
    ):
        said = {bool: "true か false", int: "整数", str: "文字列"}
        known = "、".join(f"{name}({said[kind]})" for name, kind in sorted(kinds.items()))
        msg = f"設定ファイル {file} の項目は {known} です。直してください。"
        raise UsageError(msg)
    return type(default)(**values)


def _names(values: Any, file: Path) -> PageSettings:  # noqa: ANN401
    hosts = values.get("hosts", []) if isinstance(values, dict) else None
    named = isinstance(hosts, list) and all(isinstance(h, str) and _NAME.match(h) for h in hosts)
    if not named or set(values) - {"hosts"}:
        msg = (
            f'設定ファイル {file} の [page] は、hosts = ["keniki.example.jp"] のように、'
            "https:// も番号も付けない名前の並びにしてください。"
        )
        raise UsageError(msg)
    return PageSettings(tuple(hosts or ()))


def _checked(records: RecordSettings, file: Path) -> RecordSettings:
    if not 1 <= records.days <= LONGEST_KEPT_DAYS or not records.path.strip():
        msg = (
            f"設定ファイル {file} の [records] は、days を1から{LONGEST_KEPT_DAYS}までの日数、"
            "path をファイルの名前にしてください。"
        )
        raise UsageError(msg)
    return records
