"""The widget's modules joined into the one script that hosts load.

A host pins a script by its integrity, which covers no further module that the script would import; so modules and
styles travel in one file. It is a classic script, as only such a one learns from ``document.currentScript`` how its
tag sets it up. Each module keeps a scope of its own. The forms of ``import`` and ``export`` that are read here are
the only ones that the widget uses; any other is an error when the service starts.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WIDGET = Path(__file__).resolve().parents[2] / "widget"
ENTRY = "hoi-dap.js"

_IMPORT = re.compile(
    r"^import (?:\* as (?P<whole>\w+)|\{(?P<names>[^}]+)\}|(?P<text>\w+))"
    r' from "\./(?P<file>[\w.-]+)"(?: with \{ type: "text" \})?;\n',
    re.MULTILINE,
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (?P<name>\w+))", re.MULTILINE)
#: A comment on lines of its own, or the type of what follows; what they name is not code.
_COMMENT = re.compile(r"^ */\*\*(?:(?!\*/).)*\*/\n|/\*\* @type (?:(?!\*/).)*\*/ ?", re.MULTILINE | re.DOTALL)
_REST = re.compile(r"^(?:import|export)\b.*|\bimport(?:\(|\.meta).*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The script as it is served.

    Attributes:
        name: of its file; it changes with the content, so that it may be kept for ever.
        content: UTF-8.
        integrity: for the script tag (W3C Subresource Integrity).
        styles: Content-Security-Policy sources of the styles it carries, for browsers in which it must use elements.
    """

    name: str
    content: bytes
    integrity: str
    styles: tuple[str, ...]


@cache
def current() -> Bundle:
    """The script of this version."""
    return build(WIDGET)


def build(folder: Path) -> Bundle:
    """Join the modules of ``folder``, beginning with ``hoi-dap.js``.

    Raises:
        ValueError: a module imports or exports in a form that is not known here, or modules import each other.
    """
    parts: dict[str, str] = {}
    _gather(folder, ENTRY, parts, ())
    content = ('(() => {\n"use strict";\n' + "".join(parts.values()) + "})();\n").encode()
    styles = (path.read_bytes() for path in sorted(folder.glob("*.css")))
    return Bundle(
        name=f"hoi-dap.{hashlib.sha256(content).hexdigest()[:16]}.js",
        content=content,
        integrity=_source("sha384", content),
        styles=tuple(f"'{_source('sha256', style)}'" for style in styles),
    )


def _gather(folder: Path, file: str, parts: dict[str, str], above: tuple[str, ...]) -> None:
    """Add the module ``file`` to ``parts``, behind all that it imports."""
    if file in above:
        raise ValueError(f"{file} imports itself, over {', '.join(above)}")
    if file in parts:
        return
    text = (folder / file).read_text("utf-8")
    if file.endswith(".css"):
        parts[file] = f"const {_variable(file)} = {json.dumps(text, ensure_ascii=False)};\n"
        return
    text = _COMMENT.sub("", text)
    for match in _IMPORT.finditer(text):
        _gather(folder, match["file"], parts, (*above, file))
    exported = [match["name"] for match in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(_binding, text))
    if strange := _REST.search(body):
        raise ValueError(f"{file}: {strange[0]}")
    parts[file] = f"const {_variable(file)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"


def _binding(match: re.Match[str]) -> str:
    module = _variable(match["file"])
    if match["names"]:
        return f"const {{{match['names'].replace(' as ', ': ')}}} = {module};\n"
    return f"const {match['whole'] or match['text']} = {module};\n"


def _variable(file: str) -> str:
    return "$" + re.sub(r"\W", "_", file)


def _source(algorithm: str, content: bytes) -> str:
    digest = hashlib.new(algorithm, content).digest()
    return f"{algorithm}-{base64.b64encode(digest).decode()}"
