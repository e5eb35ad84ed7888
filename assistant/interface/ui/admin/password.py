"""The keeper's password: hashed by scrypt, compared in constant time, never kept as it is.

    python -m assistant.interface.ui.admin.password

asks for a password twice and prints the line for keniki.toml.
"""

from __future__ import annotations

import base64
import binascii
import getpass
import hashlib
import hmac
import os
import secrets
import sys

from assistant.errors import UsageError
from assistant.settings import PASSWORD_VARIABLE, AdminSettings

SHORTEST, LONGEST = 8, 256
# 32 MiB and about a tenth of a second for each try (OWASP, Password Storage: N=2^15, r=8, p=3
# is as strong as N=2^17, p=1, with a quarter of the memory).
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3
_MEMORY = 64 * 1024 * 1024
_MAKE = "`python -m assistant.interface.ui.admin.password` で作り直してください。"


def hashed(password: str) -> str:
    """A password as it may stand in a file: method, costs, salt and hash.

    Raises:
        UsageError: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        msg = f"管理のパスワードは{SHORTEST}文字以上{LONGEST}文字以下にしてください。"
        raise UsageError(msg)
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, (_COST, _BLOCK, _PARALLEL))
    parts = (str(_COST), str(_BLOCK), str(_PARALLEL), _written(salt), _written(digest))
    return "$".join(("scrypt", *parts))


def matches(password: str, line: str) -> bool:
    """Whether a password is the one that a line was made of; the time taken does not tell."""
    costs, salt, digest = _parts(line)
    if len(password) > LONGEST:
        return False
    return hmac.compare_digest(_scrypt(password, salt, costs), digest)


def configured(settings: AdminSettings) -> str:
    """The hash to check tries against, from the environment or the file; empty where neither says.

    Raises:
        UsageError: the password is too short, or the line in the file is not one that was made.
    """
    plain = os.environ.get(PASSWORD_VARIABLE, "")
    if plain:
        return hashed(plain)
    if settings.password_hash:
        _parts(settings.password_hash)
    return settings.password_hash


def _parts(line: str) -> tuple[tuple[int, int, int], bytes, bytes]:
    try:
        method, cost, block, parallel, salt, digest = line.split("$")
        costs = (int(cost), int(block), int(parallel))
        read = tuple(base64.b64decode(part, validate=True) for part in (salt, digest))
        if method != "scrypt" or not all(read):
            raise ValueError(method)
        if costs[0] * costs[1] * 128 >= _MEMORY or costs[2] > 16:
            raise ValueError(cost)
    except (ValueError, binascii.Error) as error:
        msg = f"keniki.toml の [admin] password_hash の形が違います。{_MAKE}"
        raise UsageError(msg) from error
    return costs, read[0], read[1]


def _scrypt(password: str, salt: bytes, costs: tuple[int, int, int]) -> bytes:
    cost, block, parallel = costs
    # "surrogatepass": whatever a browser sends is compared, and nothing of it raises.
    secret = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        secret, salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY + 2**20, dklen=32
    )


def _written(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def main() -> int:
    """Ask twice, print the line; 0 done, 1 where the two differ or the password is too short."""
    first = getpass.getpass("管理のパスワード: ")
    second = getpass.getpass("もう一度: ")
    if first != second:
        sys.stderr.write("2つのパスワードが違います。もう一度実行してください。\n")
        return 1
    try:
        line = hashed(first)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f'[admin]\npassword_hash = "{line}"\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
