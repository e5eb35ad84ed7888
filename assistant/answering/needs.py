"""One thing that the words which answer must hold, and which chunks do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an answer must hold (`name`, as the reader is told) and which chunks do.

    A `soft` one speaks for the chunks that meet it and rules no other out.
    """

    name: str
    met: np.ndarray
    kind: str = ""
    unknown: bool = False
    soft: bool = False
