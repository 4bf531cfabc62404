"""The screens of publishing: the draft, its check, going live, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.responses import Response

from console.checks import Check, CheckState
from console.publishing import PUBLISHERS, Publishing
from console.publishing_rules import Rules
from console.roles import ADMINS, EDITING, Role
from console.screens import Handler, Screen
from console.visit import HOME, Visit, go
from evaluation.trial import Verdict
from foundation.clock import VIETNAM
from foundation.errors import HoidapError, InputError
from knowledge.release import list_releases

PUBLISHING = f"{HOME}/phat-hanh"
CHECK = f"{PUBLISHING}/kiem-tra"
HISTORY = f"{PUBLISHING}/lich-su"
#: Most differences, changes in each, and compared answers of a kind on one page.
_DIFFERENCES, _CHANGES, _COMPARED = 100, 30, 50
_HISTORY = 100
_REFRESH = "2"


class PublishingScreens:
    """Their handlers."""

    def __init__(self, publishing: Publishing) -> None:
        self._publishing = publishing

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for: editors prepare and check, reviewers and administrators put live and back."""

        def post(path: str, does: str, handle: Handler, roles: frozenset[Role] = PUBLISHERS) -> Screen:
            return Screen("POST", path, does, handle, roles=roles)

        return (
            Screen("GET", PUBLISHING, "xem bản nháp khác bản đang dùng những gì", self.show, roles=EDITING),
            post(CHECK, "kiểm tra bản nháp", self.request_check, EDITING),
            Screen("GET", f"{CHECK}/{{check}}", "xem kết quả kiểm tra", self.show_check, roles=EDITING),
            post(f"{CHECK}/{{check}}/phat-hanh", "phát hành bản đã kiểm tra", self.publish),
            post(f"{CHECK}/{{check}}/hen", "hẹn giờ phát hành bản đã kiểm tra", self.schedule),
            post(f"{PUBLISHING}/huy-hen", "huỷ hẹn giờ phát hành", self.cancel),
            post(f"{PUBLISHING}/quay-lai", "quay lại bản phát hành trước", self.roll_back),
            Screen("GET", HISTORY, "xem các lần phát hành", self.show_history, roles=EDITING),
            post(f"{PUBLISHING}/quy-tac", "đổi quy tắc phát hành", self.set_rules, ADMINS),
        )

    def show(self, visit: Visit) -> Response:
        """The draft, and what to do next."""
        publishing = self._publishing
        draft, check = publishing.drafts.present(), publishing.checks.latest()
        return visit.page(
            "publishing.html",
            draft=draft,
            differences=draft.differences[:_DIFFERENCES],
            most_changes=_CHANGES,
            check=check,
            obstacle=publishing.obstacle(visit.me, check) if check and not check.under_way else None,
            last=next(iter(publishing.publications.gone_live(1)), None),
            scheduled=publishing.publications.scheduled(),
            ways_back=publishing.ways_back(),
            rules=publishing.rules.present(),
            publisher=visit.me.role in PUBLISHERS,
        )

    def request_check(self, visit: Visit) -> Response:
        """Ask for a check and wait for it."""
        return go(f"{CHECK}/{self._publishing.request_check(visit.actor)}")

    def show_check(self, visit: Visit) -> Response:
        """How far a check is, or what it found."""
        publishing = self._publishing
        check = publishing.checks.get(visit.params["check"])
        if check.under_way:
            response = visit.page("check_progress.html", check=check)
            response.headers["Refresh"] = _REFRESH
            return response
        groups = [
            (verdict, check.counts[verdict], publishing.checks.compared(check.id, verdict, _COMPARED))
            for verdict in (Verdict.WORSE, Verdict.BETTER, Verdict.REWORDED)
        ]
        now = datetime.now(UTC).astimezone(VIETNAM)
        return visit.page(
            "check.html",
            check=check,
            groups=groups if check.state is CheckState.DONE else [],
            shown=_COMPARED,
            obstacle=self._obstacle(visit, check),
            authors=sorted(publishing.drafts.present().authors),
            earliest=f"{now:%Y-%m-%dT%H:%M}",
        )

    def publish(self, visit: Visit) -> Response:
        """Put it live."""
        self._publishing.publish(visit.actor, visit.me, visit.params["check"])
        return go(PUBLISHING, "phat-hanh")

    def schedule(self, visit: Visit) -> Response:
        """Let it go live later."""
        due = read_moment(visit.form.get("luc", ""))
        self._publishing.schedule(visit.actor, visit.me, visit.params["check"], due)
        return go(PUBLISHING, "hen")

    def cancel(self, visit: Visit) -> Response:
        """Cancel what is scheduled."""
        self._publishing.cancel(visit.actor)
        return go(PUBLISHING, "huy-hen")

    def roll_back(self, visit: Visit) -> Response:
        """Back to what was live before."""
        release, reason = visit.form.get("ban", ""), visit.form.get("ly-do", "")
        self._publishing.roll_back(visit.actor, visit.me, release, reason)
        return go(PUBLISHING, "quay-lai")

    def show_history(self, visit: Visit) -> Response:
        """What went live, with what its check found."""
        publishing = self._publishing
        return visit.page(
            "publishing_history.html",
            publications=publishing.publications.history(_HISTORY),
            checks=publishing.checks.of_releases(),
            there={manifest.release: manifest for manifest in list_releases(publishing.folder)},
            live=publishing.live,
            rules=publishing.rules.present(),
        )

    def set_rules(self, visit: Visit) -> Response:
        """Other rules."""
        self._publishing.rules.change(visit.actor, read_rules(visit.form))
        return go(HISTORY, "quy-tac")

    def _obstacle(self, visit: Visit, check: Check) -> HoidapError | None:
        return None if check.state is CheckState.FAILED else self._publishing.obstacle(visit.me, check)


def read_moment(text: str) -> datetime:
    """A moment as a form gives it, in Vietnam's time.

    Raises:
        InputError: it is malformed.
    """
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(
            "Giờ hẹn không đúng dạng.",
            hint="Chọn ngày giờ trong ô, hoặc gõ như 2026-12-01T07:30, theo giờ Việt Nam.",
        ) from error
    return moment


def read_rules(form: Mapping[str, str]) -> Rules:
    """The rules that a form asks for.

    Raises:
        InputError: the number is none.
    """
    kept = form.get("giu-lai", "")
    if not (kept.isascii() and kept.isdigit() and len(kept) <= 3):
        raise InputError("Số bản giữ lại không phải là số.", hint="Mời anh/chị quay lại và nhập một số.")
    return Rules(alone=form.get("mot-minh") == "1", kept=int(kept))
