"""Is a text Vietnamese at all? English and Chinese questions are answered as well as the encoder allows."""

from __future__ import annotations

import re

from vietnamese.text import has_marks, syllables

#: English words that are no Vietnamese syllables, with or without diacritics.
_ENGLISH = frozenset(
    "what which who whom whose when where why how does did is are was were been of for and must from should much many "
    "there their these those under with between about has have will would could its under please "
    "according apply need city province resolution decision plan department".split()
)
#: English words that ask or join and say nothing of the matter.
FUNCTION_WORDS = frozenset(
    "a about also an and any are as at be been between by can could did do does for from has have how i in is it its "
    "many me much must my of on or please should tell than that the their there these they this those to under was "
    "were what when where which who whom whose why will with would you your".split()
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ENOUGH = 2


def is_foreign(text: str) -> bool:
    """Whether a text is English or Chinese rather than Vietnamese; in doubt it is Vietnamese."""
    if len(_CHINESE.findall(text)) >= _ENOUGH:
        return True
    words = syllables(text)
    english = sum(word in _ENGLISH for word in words)
    return (
        english >= _ENOUGH
        and english * 5 >= len(words)
        and not (has_marks(text) and english * 3 < len(words))
    )
