"""What is done with the picture of a page before OCR: set straight, and its ruling found and wiped out."""

from __future__ import annotations

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from knowledge.importer.readers.ruling import Rule

_DARK = 140  # of 255
_ANGLES = np.arange(-2.0, 2.01, 0.2)  # degrees that a page may lie askew on the glass
#: Points: no letter has flat strokes so long, and only those of large headings have upright ones; a table's row has.
_LONG = {False: 36.0, True: 17.0}
_POINTS = 72.0
_MAX_RULES = 3000


def straightened(picture: PIL.Image.Image) -> tuple[PIL.Image.Image, float]:
    """The page turned so that its lines lie flat (their rows of dots are then the most uneven), and by what angle.

    The angle is in degrees, from 0 to 2; pages that lie worse stay as they are.
    """
    scale = max(1, min(picture.size) // 600)
    small = picture.reduce(scale) if scale > 1 else picture

    def unevenness(angle: float) -> float:
        turned = np.asarray(small.rotate(angle, fillcolor=255), dtype=np.float32)
        return float(np.diff(turned.mean(axis=1)).var())

    best = max(_ANGLES, key=lambda angle: unevenness(float(angle)))
    if unevenness(float(best)) < 1.1 * unevenness(0.0):
        return picture, 0.0
    return picture.rotate(float(best), resample=PIL.Image.Resampling.BICUBIC, fillcolor=255), abs(float(best))


def without_rules(picture: PIL.Image.Image, dpi: float) -> tuple[PIL.Image.Image, list[Rule]]:
    """The page without its straight lines, which OCR takes for letters, and the lines; their places are in points."""
    dots = np.asarray(picture)
    dark = dots < _DARK
    wiped = dots.copy()
    rules: list[Rule] = []
    for upright in (False, True):
        if upright and not rules:
            break
        strokes = _long_runs(dark.T if upright else dark, round(_LONG[upright] / _POINTS * dpi))
        found = _rules(strokes, _POINTS / dpi, upright=upright)
        if len(found) > _MAX_RULES:  # a photograph
            continue
        rules += found
        # The edges of a line are paler than its middle.
        wide = _spread(strokes, 2)
        wiped[wide.T if upright else wide] = 255
    return PIL.Image.fromarray(wiped), rules


def _long_runs(dark: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """The dots of horizontal runs of at least ``length`` dark ones, a step of a dot up or down allowed."""
    if dark.shape[1] <= length:
        return np.zeros_like(dark)
    near = _spread(dark, 1)
    sums = np.cumsum(np.pad(near, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    begins = sums[:, length:] - sums[:, :-length] == length
    changes = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int32)
    changes[:, : begins.shape[1]] += begins
    changes[:, length:] -= begins
    return (np.cumsum(changes, axis=1)[:, :-1] > 0) & near


def _spread(dots: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """The dots and those up to ``by`` above and below them."""
    spread = dots.copy()
    for step in range(1, by + 1):
        spread[step:] |= dots[:-step]
        spread[:-step] |= dots[step:]
    return spread


def _rules(strokes: NDArray[np.bool_], scale: float, *, upright: bool) -> list[Rule]:
    """A rule for each run of each row of dots; those of one line are merged later."""
    rules = []
    for row in np.flatnonzero(strokes.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.pad(strokes[row], 1).astype(np.int8)))
        rules += [
            Rule(upright, float(row) * scale, float(start) * scale, float(end) * scale)
            for start, end in zip(edges[::2], edges[1::2], strict=True)
        ]
    return rules
