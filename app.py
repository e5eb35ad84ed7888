"""Open the page: loads the assistant, builds the page, launches (the same as `keniki serve`)."""

from __future__ import annotations

import os
import sys

from assistant.interface.cli import main

SETTINGS = {
    "--corpus": "KENIKI_CORPUS",
    "--index": "KENIKI_INDEX",
    "--host": "KENIKI_HOST",
    "--port": "KENIKI_PORT",
}


def options() -> list[str]:
    """What the environment sets of the options of `serve`."""
    known = ((option, os.environ.get(name)) for option, name in SETTINGS.items())
    return [word for option, value in known if value for word in (option, value)]


if __name__ == "__main__":
    sys.exit(main(["serve", *options(), *sys.argv[1:]]))
