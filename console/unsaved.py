"""The modules that keep, in the browser, what is typed and not saved; their address changes with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

_FOLDER = Path(__file__).parent / "static" / "unsaved"

MODULES: Mapping[str, bytes] = {file.name: file.read_bytes() for file in sorted(_FOLDER.glob("*.js"))}
"""Each by its name; they import each other by it. ``page.js`` is the first."""

VERSION = hashlib.sha256(b"\0".join(MODULES.values())).hexdigest()[:16]
"""Stands for just these modules, so that a browser may keep them."""
