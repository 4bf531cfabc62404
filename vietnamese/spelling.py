"""Whether a word is spelt like a Vietnamese syllable: onset, rhyme and tone that go together."""

from __future__ import annotations

import re
import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_AFTER_STOPS = frozenset("\u0301\u0323")
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ up ut uy uya uych uyên uyêt uynh uyp uyt uyu
uôc uôi uôm uôn uông uôp uôt ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ych yêm yên yêng yêt yêu ynh yt
""".split()
_FRONT = "iyeê"
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_BEFORE_OTHERS = frozenset({"c", "g", "ng"})
_ONSET = re.compile(r"ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]|")
_KNOWN = frozenset(_RHYMES)
_CODA = re.compile(r"(?:ch|[cpt])$")


def is_syllable(word: str) -> bool:
    """Whether ``word`` (any case, composed or not) is a possible Vietnamese syllable, with or without a tone.

    Spelling alone: "nghỉ", "quốc", "gìn" are; "ngỉ", "kụ", "cafe", "hât" (a stop wants a sharp or heavy
    tone; written without any tone it passes, as in text without diacritics) are not all words.
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in letters if letter in _TONES]
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    if len(tones) > 1 or not bare:
        return False
    if _CODA.search(bare) and (tones[0] not in _AFTER_STOPS if tones else not bare.isascii()):
        return False
    onset = _match(bare)
    return any(_goes(cut, bare[len(cut) :]) for cut in {onset, onset[:1]} if bare.startswith(cut))


def _match(bare: str) -> str:
    found = _ONSET.match(bare)
    return found[0] if found else ""


def _goes(onset: str, rhyme: str) -> bool:
    """Whether onset and rhyme go together; "gi" and "qu" have taken a vowel's letter."""
    if onset == "gi":
        return rhyme in _KNOWN and rhyme[0] not in "iy"
    if onset == "qu":
        return rhyme in _KNOWN and rhyme[0] not in "uưo"
    if onset == "q" or rhyme not in _KNOWN or (rhyme[0] == "y" and len(rhyme) > 1 and onset):
        return False
    if onset in _BEFORE_FRONT:
        return rhyme[0] in _FRONT
    if onset in _BEFORE_OTHERS:
        return rhyme[0] not in _FRONT or (onset == "g" and rhyme[0] == "i")
    return True
