"""The vectors of questions, each encoded once however many parts of a turn ask for it, or ask ahead."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor

from knowledge.encoder import Encoder, Vectors
from knowledge.question import Question

#: Far more than the turns that are under way at one time.
_KEPT = 512
#: Encoding keeps a core busy; the others are for the engine and the rest of the app.
_THREADS = 2


class QuestionVectors:
    """Encodes questions in threads of its own and remembers the latest; safe to use from many threads.

    The restored text is encoded in lower case: a question typed in capitals is the same question.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._known: OrderedDict[str, Future[Vectors]] = OrderedDict()
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="encoder")

    def expect(self, question: Question) -> None:
        """Begin to encode a question that will be asked for; returns at once."""
        self._future(question)

    def of(self, question: Question) -> Vectors:
        """The vector of a question, shape (dimension,).

        Raises:
            EncoderError: the encoder failed.
        """
        return self._future(question).result()

    def _future(self, question: Question) -> Future[Vectors]:
        text = question.restored.lower()
        with self._lock:
            known = self._known.get(text)
            if known is None or (
                known.done() and known.exception() is not None
            ):  # what failed is tried again
                known = self._known[text] = self._threads.submit(self.encoder.question, text)
                if len(self._known) > _KEPT:
                    self._known.popitem(last=False)
            self._known.move_to_end(text)
            return known
