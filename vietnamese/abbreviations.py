"""Teencode and office abbreviations written out, as the table ``abbreviations.txt`` has them."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

from vietnamese.document_numbers import Mention, find_document_numbers
from vietnamese.text import find_addresses, fold, nfc

#: Words before a letter that is a label: "điểm k khoản 2", "bệnh viện k", "nhóm z".
_LABELLED = frozenset(
    "an bang cap chuong diem dieu doi dong hang khoan khu lo loai lop luc muc nhom phan to vien".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_GLUED = re.compile(r"([^\W\d_]+)([0-9]+[a-z]?)")
_NUMBER_NEXT = re.compile(r"[\s.:]{0,8}(?:(?:số|so|năm|nam)[\s.:]{0,8})?[0-9]", re.IGNORECASE)
_CODE_NEXT = re.compile(r"[-/][^\W\d_]")


class _Table(ConfigParser):
    """The sections of the table; typed forms keep their capitals."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def _with_or_without_marks(section: str) -> dict[str, str]:
    words = dict(_TABLE[section])
    return {fold(key): written for key, written in words.items()} | words


_TABLE = _Table(delimiters=("=",), interpolation=None)
_TABLE.read_string((Path(__file__).parent / "abbreviations.txt").read_text(encoding="utf-8"))
_WORDS = _with_or_without_marks("teencode") | _with_or_without_marks("office") | dict(_TABLE["as typed"])
_BEFORE_NUMBER = _with_or_without_marks("before a number")


def expand(text: str) -> str:
    """``text``, composed (NFC), with its abbreviations written out, in lower case but for names.

    Document numbers ("57-NQ/TW") and web and e-mail addresses stay; in "NQ 57-NQ/TW" the first NQ changes.
    """
    text = nfc(text)
    kept = {index for start, end in find_codes(text) for index in range(start, end)}
    pieces: list[str] = []
    end, before = 0, ""
    for token in _TOKEN.finditer(text):
        typed = token[0]
        written = typed if token.start() in kept else _written_out(token, before)
        if written != typed:
            pieces += (text[end : token.start()], written)
            end = token.end()
        before = typed
    return "".join(pieces) + text[end:]


def find_codes(text: str) -> list[tuple[int, int]]:
    """The spans of web and e-mail addresses and of document numbers: letters in them are no abbreviations."""
    return find_addresses(text) + [_number_part(text, mention) for mention in find_document_numbers(text)]


def _number_part(text: str, mention: Mention) -> tuple[int, int]:
    """Where the number itself stands, without the kind of paper before it."""
    digit = re.search("[0-9]", text[mention.start : mention.end])
    return mention.start + (digit.start() if digit else 0), mention.end


def _written_out(token: re.Match[str], before: str) -> str:
    typed, key = token[0], token[0].lower()
    if len(key) > 1 and key.isalpha() and key not in _BEFORE_NUMBER:  # nearly every token
        return _WORDS.get(key, typed)
    glued = _GLUED.fullmatch(key)
    if glued and glued[1] in _BEFORE_NUMBER:
        return f"{_BEFORE_NUMBER[glued[1]]} {glued[2]}"
    if key in _BEFORE_NUMBER and _NUMBER_NEXT.match(token.string, token.end()):
        return _BEFORE_NUMBER[key]
    half_a_code = key in _BEFORE_NUMBER and _CODE_NEXT.match(token.string, token.end())
    if half_a_code or (len(key) == 1 and is_label(token, before)):
        return typed
    return _WORDS.get(key, typed)


def is_label(token: re.Match[str], before: str) -> bool:
    """Whether a single letter names something rather than standing for a word.

    It does in capitals ("vitamin K"), after a label word, after a number ("100 k") and beside signs ("k)").
    ``before`` is the word before it.
    """
    around = token.string[max(0, token.start() - 1) : token.start()] + token.string[token.end() :][:1]
    return (
        token[0].isupper()
        or before[-1:].isdigit()
        or fold(before) in _LABELLED
        or not all(sign.isspace() or sign in ",.?!" for sign in around)
    )
