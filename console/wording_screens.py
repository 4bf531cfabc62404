"""The screens of the words that open conversations."""

from __future__ import annotations

from starlette.responses import Response

from console.actions import Action
from console.audit import AuditLog
from console.roles import ADMINS
from console.screens import Screen
from console.switch_screens import READERS
from console.visit import HOME, Visit, go
from conversations.switches import Noted
from conversations.wording import DEFAULTS, IN, PLACES, Language, Wording, Wordings
from foundation.errors import InputError, MissingError

WORDS = f"{HOME}/loi-chao"
_LANGUAGES = {Language.VIETNAMESE: "tiếng Việt", Language.ENGLISH: "tiếng Anh"}


class WordingScreens:
    """Their handlers."""

    def __init__(self, wordings: Wordings, audit: AuditLog) -> None:
        self._wordings = wordings
        self._audit = audit

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for; officers may read, administrators change."""
        one = f"{WORDS}/{{language}}/{{wording}}"
        return (
            Screen("GET", WORDS, "xem lời chào, câu hỏi gợi ý, lời xin đồng ý", self.show, roles=READERS),
            Screen("POST", one, "đổi một lời", self.change, roles=ADMINS),
            Screen("POST", f"{one}/mac-dinh", "quay về lời mặc định", self.reset, roles=ADMINS),
        )

    def show(self, visit: Visit) -> Response:
        """All words, with the forms to change them."""
        return self._page(visit)

    def change(self, visit: Visit) -> Response:
        """Other words; what cannot be taken stays in its field."""
        language, wording = _named(visit)
        text = visit.form.get("loi", "").replace("\r\n", "\n").strip()
        try:
            self._wordings.change(wording, language, text, self._note(visit, Action.WORDS_CHANGED))
        except InputError as error:
            return self._page(visit, status=422, typed=(language, wording, text), trouble=error)
        return go(WORDS, "loi")

    def reset(self, visit: Visit) -> Response:
        """The default words again."""
        language, wording = _named(visit)
        self._wordings.reset(wording, language, self._note(visit, Action.WORDS_RESET))
        return go(WORDS, "loi-mac-dinh")

    def _note(self, visit: Visit, action: Action) -> Noted:
        language, wording = _named(visit)
        return self._audit.witness(visit.actor, action, f"{wording.value} ({language.value})")

    def _page(
        self,
        visit: Visit,
        *,
        status: int = 200,
        typed: tuple[Language, Wording, str] | None = None,
        trouble: InputError | None = None,
    ) -> Response:
        groups = []
        for language, title in _LANGUAGES.items():
            changed = self._wordings.changed(language)
            words = []
            for wording in IN[language]:
                here = typed is not None and typed[:2] == (language, wording)
                text = typed[2] if here and typed else changed.get(wording, DEFAULTS[language][wording])
                words.append((wording, PLACES[wording], text, wording in changed, trouble if here else None))
            groups.append((language, title, words))
        return visit.page("wordings.html", status=status, groups=groups, changing=visit.me.role in ADMINS)


def _named(visit: Visit) -> tuple[Language, Wording]:
    try:
        language, wording = Language(visit.params["language"]), Wording(visit.params["wording"])
    except ValueError as error:
        raise MissingError("Không có lời này.", hint="Mời anh/chị về trang Lời chào.") from error
    if wording not in IN[language]:
        raise MissingError("Lời này không có ở ngôn ngữ ấy.", hint="Mời anh/chị về trang Lời chào.")
    return language, wording
