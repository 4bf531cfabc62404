"""The vectors of questions, each encoded once however many parts of a turn ask for it."""

from __future__ import annotations

import threading
from collections import OrderedDict

from knowledge.encoder import Encoder, Vectors
from knowledge.question import Question

#: Far more than the turns that are under way at one time.
_KEPT = 512


class QuestionVectors:
    """Encodes questions and remembers the latest; safe to use from many threads.

    The restored text is encoded in lower case: a question typed in capitals is the same question.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, question: Question) -> Vectors:
        """The vector of a question, shape (dimension,).

        Raises:
            EncoderError: the encoder failed.
        """
        text = question.restored.lower()
        with self._lock:
            if text in self._known:
                self._known.move_to_end(text)
                return self._known[text]
        vector = self.encoder.question(text)
        with self._lock:
            self._known[text] = vector
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return vector
