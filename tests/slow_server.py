"""The page, with an assistant that works on one marked question until a file appears."""

import os
import sys
from pathlib import Path

from assistant.interface.cli import main
from assistant.service import Assistant

SLOWLY = "ゆっくり"
_converse = Assistant.converse


def slow(self, question, *others):
    """Really at work rather than asleep, so that whoever else asks shares the processor with it."""
    if SLOWLY in question:
        question = question.replace(SLOWLY, "")
        while not Path(os.environ["KENIKI_GATE"]).exists():
            sum(range(2_000))
    return _converse(self, question, *others)


if __name__ == "__main__":
    Assistant.converse = slow
    sys.exit(main(["serve", *sys.argv[1:]]))
