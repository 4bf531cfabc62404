"""Numbers of official papers, in the ways people write them.

Three spellings are official: the state's ``1169/QĐ-TTg`` and ``268/2025/NĐ-CP``, the party's ``57-NQ/TW``,
the National Assembly's ``93/2025/QH15``. Citizens drop marks, codes, "số" and the difference between hyphen
and slash; everything here works on the folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from vietnamese.paper_codes import KIND_CODES, KIND_NAMES, ORGANS, PARTY_ORGANS, code_of, kind_of, spell_code
from vietnamese.text import find_addresses, fold, fold_aligned, nfc


@dataclass(frozen=True)
class DocumentNumber:
    """What a text states of a paper's number; a part it does not state is ``None``.

    ``number`` keeps its leading zeros, ``code`` has its official spelling, ``kind`` is in lower case.
    """

    number: str
    year: str | None = None
    code: str | None = None
    kind: str | None = None

    @property
    def canonical(self) -> str:
        """The official spelling of the stated parts: ``57-NQ/TW``, ``1169/QĐ-TTg``, ``93/2025/QH15``."""
        numbered = f"{self.number}/{self.year}" if self.year else self.number
        if self.code is None:
            return numbered
        return f"{numbered}{'-' if '/' in self.code else '/'}{self.code}"

    def matches(self, other: DocumentNumber) -> bool:
        """Whether both may be the same paper: equal numbers, and every part that both state agrees.

        A shorter code agrees with a longer one that it begins ("NQ" with "NQ/TW").
        """
        return (
            self.number.lstrip("0") == other.number.lstrip("0")
            and _agree(self.year, other.year)
            and _agree(self.kind, other.kind)
            and _codes_agree(self.code, other.code)
        )


@dataclass(frozen=True)
class Mention:
    """A document number at ``start:end`` of a text, "nghị quyết số" before it included."""

    start: int
    end: int
    number: DocumentNumber


# Asked for by everybody who reads a question: the last few texts are remembered.
@lru_cache(maxsize=16)
def find_document_numbers(text: str) -> tuple[Mention, ...]:
    """Every document number of ``text``, in order, with or without diacritics, kind, year or code.

    A bare number needs the kind of paper before it; a bare year after a kind ("luật 2025"), a count
    ("kế hoạch 5 năm"), a date or a web address is none.
    """
    if not _DIGIT.search(text):
        return ()
    folded, offsets = fold_aligned(text)
    addresses = find_addresses(text)
    mentions = []
    for match in _WRITTEN.finditer(folded):
        start, end = offsets[match.start()], offsets[match.end()]
        if any(start < last and first < end for first, last in addresses):
            continue
        number = _read(match, text[offsets[match.start("code")] : end] if match["code"] else "")
        if number is not None:
            mentions.append(Mention(start, end, number))
    return tuple(mentions)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _codes_agree(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    parts = zip(re.split("[-/]", fold(one)), re.split("[-/]", fold(other)), strict=False)
    return all(part == counterpart for part, counterpart in parts)


_DIGIT = re.compile(r"\d")
#: Space inside a number: a wrapped line has some, and a limit keeps the search linear.
_GAP = r"\s{0,8}"


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, longest first; people also write the syllables of a word together."""
    return "(?:" + "|".join(word.replace(" ", _GAP) for word in sorted(words, key=len, reverse=True)) + ")"


_SIGN = rf"{_GAP}[-/–—]{_GAP}"
_KIND_CODE = _any_of(KIND_CODES)
_ORGAN = _any_of(ORGANS)
#: "tu", "hu" and "du" are syllables as well ("57 kh từ đâu"): as authorities they need a sign before them.
_SPACED_ORGAN = _any_of(organ for organ in ORGANS if len(organ) > 2 or organ in {"tw", "cp"})
_FULL_CODE = (
    rf"{_KIND_CODE}(?:(?:{_SIGN}{_ORGAN}|[-/][a-z]{{2,14}}[0-9]{{0,2}})(?![a-z0-9]))+"
    rf"|{_KIND_CODE}{_GAP}{_SPACED_ORGAN}|qh\s?[0-9]{{1,2}}"
)
_BARE_KIND_CODES = ("nq", "qd", "nd", "kh", "tt", "ct", "ctr", "cv", "kl")
_WRITTEN = re.compile(
    rf"""(?<![a-z0-9])(?<![0-9][.,/-])
    (?: (?P<kind> {_any_of(KIND_NAMES)} | {_KIND_CODE} ) (?: {_GAP}[:/-]?{_GAP} | \.\s? ) )?
    (?: (?<![a-z]) (?P<so> so ) [\s.:]{{0,8}} )?
    (?P<number> [0-9]{{1,5}} )
    (?: \s?/\s? (?P<year> (?:19|20)[0-9]{{2}} ) )?
    (?: (?P<sign> {_SIGN} | {_GAP} )
        (?P<code> {_FULL_CODE}
            | (?<=[0-9][-/–]) {_any_of(_BARE_KIND_CODES)}
            | (?P<organ> {_SPACED_ORGAN} | (?<=[-/–—]) {_ORGAN} ) )
        (?![a-z0-9])
    )?
    (?![a-z0-9]) (?! [.,][0-9] | \s?% )
    """,
    re.VERBOSE,
)
_LAWS = frozenset({"luật", "pháp lệnh"})
#: Kinds whose official number holds a year; "kế hoạch 6/2026" is a plan of June.
_NUMBERED_BY_YEAR = _LAWS | {"nghị định", "nghị quyết", "quyết định", "thông tư", "thông tư liên tịch"}
#: Kinds whose names are also everyday verbs and nouns ("báo cáo 6 …", "hướng dẫn 3 …").
_LOOSE_KINDS = frozenset({"quy định", "thông báo", "hướng dẫn", "báo cáo", "tờ trình", "đề án", "công điện"})
#: A count, not a number: what stands before units of time and money ("kế hoạch 5 năm", but not "57 năm 2024",
#: "57 ngày nào", "57 tỉ lệ"), and before the rest of a date or a range.
_COUNTED = re.compile(
    r"\s*(?:-\s*[0-9]|/|(?:(?:nam|thang|ngay)(?!\s*(?:[0-9]|nao|nay|may|bao|ban|ky|sau|truoc))"
    r"|nam\s*(?:19|20)[0-9]{2}\s*[-–]|gio|phut|luot|nghin|trieu|t[yi](?!\s*(?:le|trong|so))|vnd)(?![a-z]))"
)
#: After a single digit these are counted too: official numbers below ten are written 01 to 09.
_LISTED = re.compile(
    r"\s*(?:dieu|muc|nhom|phan|chuong|khoan|diem|viec|van|noi|nhiem|chi|buoc|lan|tuan|loai|cach|cap|xa|phuong|nguoi"
    r"|thanh|quy|ben|tieu|giai|quan|bai|trang)(?![a-z])"
)


def _read(match: re.Match[str], typed_code: str) -> DocumentNumber | None:
    number, year = match["number"], match["year"]
    stated = kind_of(match["kind"]) if match["kind"] else None
    signed = bool(match["sign"] and match["sign"].strip())
    if not (signed or match["so"] or year) and 1990 <= int(number) <= 2050:
        return None
    if match["organ"] and (stated is None or code_of(stated) is None):
        return None
    if not match["code"]:
        return DocumentNumber(number, year, None, stated) if stated and _stands_alone(match, stated) else None
    if match["code"].startswith("qh"):
        return DocumentNumber(number, year, re.sub(r"\s", "", match["code"].upper()), stated)
    parts = _parts(match, nfc(typed_code), stated)
    code = spell_code(parts, party_style=signed and "-" in match["sign"] and "/" in match["code"])
    return DocumentNumber(number, year, code, _kind(fold(parts[0]), code, stated))


def _parts(match: re.Match[str], typed_code: str, stated: str | None) -> list[str]:
    if match["organ"]:
        return [code_of(stated or "") or "", typed_code]
    parts = [part for part in re.split(r"[-/–—\s]+", typed_code) if part]
    glued = re.fullmatch(f"({_KIND_CODE})({_SPACED_ORGAN})", fold(parts[0])) if len(parts) == 1 else None
    return list(glued.groups()) if glued and fold(parts[0]) not in KIND_CODES else parts


def _kind(head: str, code: str, stated: str | None) -> str | None:
    """The kind of a coded number; the party writes QĐ for decisions and for regulations alike."""
    if head == "qd" and any(fold(part) in PARTY_ORGANS for part in code.split("/")[1:]):
        return stated if stated in {"quyết định", "quy định"} else None
    return kind_of(head) or stated


def _stands_alone(match: re.Match[str], kind: str) -> bool:
    """Whether kind and number without a code are a document number."""
    number, year = match["number"], match["year"]
    month = year and kind not in _NUMBERED_BY_YEAR and int(number) <= 12
    if month or _COUNTED.match(match.string, match.end()):
        return False
    if match["so"]:
        return True
    listed = len(number) == 1 and _LISTED.match(match.string, match.end())
    if listed or (match["kind"] in KIND_CODES and match["kind"] not in _BARE_KIND_CODES):
        return False
    if kind in _LOOSE_KINDS:
        return len(number) >= 3
    return kind not in _LAWS or len(number) <= 3
