"""Actions, seen from the engine: what they are told and what they say over the private port."""

from __future__ import annotations

import json
import logging
import shutil
import zlib
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sqlalchemy import select

from actions.letters import SUBMISSIONS
from conversations import welcome
from conversations.handovers import PATIENCE
from conversations.letters import Wanted
from conversations.office_hours import read_hours
from conversations.officer_tables import LetterRow
from conversations.reply import new_reply
from conversations.wording import Language, Wording, Wordings
from foundation.errors import ReleaseError
from knowledge.context import Context
from knowledge.outcome import Outcome
from knowledge.release import build_release, switch_live
from service.project import ROOT
from tests.conversations.house import House
from tests.knowledge.samples import NOW, HashEncoder, two_sources

pytestmark = pytest.mark.anyio

PRIVATE = "chuyện riêng của một người"


@pytest.fixture
def engine_id(house: House) -> str:
    """The id under which the engine knows the open conversation."""
    house.store.open("web", "c1")
    return house.store.claim("c1", "m1", "r1").engine_id


def call(
    action: str, sender: str, message: dict[str, Any] | None = None, **slots: str | None
) -> dict[str, Any]:
    """What Rasa sends to have ``action`` run."""
    return {
        "next_action": action,
        "sender_id": sender,
        "tracker": {
            "sender_id": sender,
            "slots": slots,
            "latest_message": message or {},
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
        "domain": {},
        "version": "3.6.21",
    }


def asked(text: str, release: str = "", intent: str = "ask_documents") -> dict[str, Any]:
    return {"text": text, "intent": {"name": intent}, "metadata": {"release": release}}


async def said(port: httpx.AsyncClient, body: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The one structured reply of an action, and its events."""
    response = await port.post("/webhook", json=body)
    assert response.status_code == 200, response.text
    answered = response.json()
    [reply] = answered["responses"]
    return reply["custom"], answered["events"]


def shape(response: httpx.Response) -> dict[str, str]:
    error = response.json()["error"]
    assert set(error) == {"code", "message", "hint"}
    assert all(isinstance(value, str) and value for value in error.values())
    code: dict[str, str] = error
    return code


# --- the port -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "token", [None, "", "Bearer", "Bearer wrong", "Bearer ưng", "Basic token-of-the-actions"]
)
async def test_nobody_runs_an_action_without_the_token(
    port: httpx.AsyncClient, house: House, engine_id: str, token: str | None
) -> None:
    del port.headers["Authorization"]
    headers: dict[bytes, bytes] = {} if token is None else {b"Authorization": token.encode()}
    response = await port.post(
        "/webhook", json=call("action_answer", engine_id, asked("hỏi")), headers=headers
    )
    assert response.status_code == 401
    assert shape(response)["code"] == "bad_token"
    assert house.answers.asked == []


async def test_an_action_that_nobody_has_is_not_found(port: httpx.AsyncClient, engine_id: str) -> None:
    response = await port.post("/webhook", json=call("action_restart", engine_id))
    assert response.status_code == 404
    assert response.json()["action_name"] == "action_restart"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'"x"', b"[" * 100_000])
async def test_a_body_that_is_no_call_is_refused(port: httpx.AsyncClient, body: bytes) -> None:
    response = await port.post("/webhook", content=body)
    assert response.status_code == 422
    assert shape(response)["code"] == "bad_input"


async def test_a_damaged_compressed_body_is_refused_and_a_whole_one_taken(
    port: httpx.AsyncClient, engine_id: str
) -> None:
    packed = zlib.compress(json.dumps(call("action_answer", engine_id, asked("hỏi"))).encode())
    headers = {"Content-Encoding": "deflate"}
    whole = await port.post("/webhook", content=packed, headers=headers)
    damaged = await port.post("/webhook", content=packed[:20], headers=headers)
    assert (whole.status_code, damaged.status_code) == (200, 422)


async def test_every_action_of_the_domain_is_there_and_no_other(
    port: httpx.AsyncClient, engine_id: str
) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    others = {"action_answer", "action_ask_officer"}
    contact = {"action_ask_contact_wish", "validate_contact_form", "action_submit_contact"}
    assert set(domain["actions"]) == others | contact | {one.action for one in SUBMISSIONS}
    for action in domain["actions"]:
        response = await port.post("/webhook", json=call(action, engine_id, asked("hỏi")))
        assert response.status_code == 200


async def test_what_breaks_inside_an_action_leaks_nothing(
    port: httpx.AsyncClient,
    house: House,
    engine_id: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def break_down(*_given: object, **_named: object) -> None:
        try:
            int(PRIVATE)
        except ValueError as error:
            raise KeyError(PRIVATE) from error

    monkeypatch.setattr(house.answers, "answer", break_down)
    with caplog.at_level(logging.DEBUG):
        response = await port.post("/webhook", json=call("action_answer", engine_id, asked(PRIVATE)))
    assert response.status_code == 500
    assert "action_answer" in shape(response)["message"]
    assert PRIVATE not in response.text
    assert PRIVATE not in caplog.text
    # What broke, and where, can be found in the log.
    assert "KeyError" in caplog.text
    assert "ValueError" in caplog.text
    assert "break_down" in caplog.text


async def test_a_release_that_is_gone_is_an_error_that_the_turn_can_fall_back_from(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    house.answers.error = ReleaseError("Chưa có bản phát hành nào.")
    response = await port.post("/webhook", json=call("action_answer", engine_id, asked("hỏi")))
    assert response.status_code == 500
    assert shape(response)["code"] == "internal"


# --- answering ----------------------------------------------------------------------------------------------


async def test_an_answer_carries_text_outcome_citations_buttons_and_context(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    release = house.library.release.id
    payload, events = await said(port, call("action_answer", engine_id, asked("Mục tiêu?", release)))
    assert set(payload) == {"text", "outcome", "citations", "buttons", "context"}
    assert (payload["text"], payload["outcome"]) == (f"{release}: Mục tiêu?", "answered")
    assert set(payload["citations"][0]) == set(
        "document title place quote url digest in_force highlight".split()
    )
    assert payload["buttons"] == []
    assert payload["context"]["question"] == "Mục tiêu?"
    assert events == []


async def test_an_answer_is_of_the_release_with_which_its_turn_began(
    port: httpx.AsyncClient, house: House, engine_id: str, tmp_path: Path
) -> None:
    before = house.library.release.id
    folder = tmp_path / "releases"
    shutil.copytree(house.releases, folder)
    house.library.folder = folder  # one that may be written to
    later = build_release(folder, two_sources()[:1], HashEncoder(), NOW)
    switch_live(folder, later.id)
    assert house.library.refresh()
    for release in (before, later.id):
        payload, _ = await said(port, call("action_answer", engine_id, asked("hỏi", release)))
        assert payload["text"] == f"{release}: hỏi"


async def test_a_refusal_offers_an_officer(port: httpx.AsyncClient, engine_id: str) -> None:
    payload, _ = await said(port, call("action_answer", engine_id, asked("cách nấu phở")))
    assert payload["outcome"] == "not_found"
    assert payload["citations"] == []
    assert payload["buttons"] == [{"title": "Gặp cán bộ", "payload": "/ask_officer"}]


@pytest.mark.parametrize(
    ("intent", "follow_up"), [("follow_up", True), ("ask_documents", False), (None, False)]
)
async def test_knowledge_is_told_the_context_of_the_database_and_whether_it_is_a_follow_up(
    port: httpx.AsyncClient, house: House, engine_id: str, intent: str | None, follow_up: bool
) -> None:
    context = Context(question="mục tiêu năm 2026", year=2026)
    finish_a_turn(house, context)
    message = asked("còn năm 2027?") | {"intent": {"name": intent}}
    await said(port, call("action_answer", engine_id, message))
    assert house.answers.asked[0][1:] == ("còn năm 2027?", context, follow_up)


async def test_knowledge_is_told_the_agency_as_the_citizen_wrote_it(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    message = asked("còn so tai chinh thì sao") | {
        "entities": [
            {"entity": "year", "start": 0, "end": 3, "value": "2026"},
            {"entity": "agency", "start": 4, "end": 16, "value": "Sở Tài chính"},
        ]
    }
    await said(port, call("action_answer", engine_id, message))
    await said(port, call("action_answer", engine_id, asked("mục tiêu")))
    assert house.answers.agencies == ["so tai chinh", ""]


def finish_a_turn(house: House, context: Context) -> None:
    claim = house.store.claim("c1", "m1", "r1")
    house.store.finish("c1", claim, (new_reply("đáp", Outcome.ANSWERED),), context, "engine")


async def test_the_context_is_for_the_turn_to_commit_not_for_the_action(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    await said(port, call("action_answer", engine_id, asked("Mục tiêu?")))
    assert house.store.context_of(engine_id) == Context()


async def test_a_conversation_that_was_erased_meanwhile_is_answered_without_its_context(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    finish_a_turn(house, Context(question="mục tiêu năm 2026"))
    house.store.erase("c1")
    await said(port, call("action_answer", engine_id, asked("hỏi")))
    assert house.answers.asked[0][2] == Context()


# --- forms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=lambda submission: submission.kind)
async def test_what_a_form_collected_is_stored_under_the_code_that_is_told_and_forgotten_by_the_engine(
    port: httpx.AsyncClient, house: House, engine_id: str, submission: Any
) -> None:
    slots = {submission.slot: "Xã tôi chưa có mạng"}
    if submission.place_slot:
        slots[submission.place_slot] = "xã Hữu Lũng"
    payload, events = await said(port, call(submission.action, engine_id, None, **slots))
    with house.database.transaction() as session:
        [report] = session.scalars(select(LetterRow))
        assert (report.kind, report.text, report.conversation_id) == (
            submission.kind,
            "Xã tôi chưa có mạng",
            "c1",
        )
        assert report.place == slots.get(submission.place_slot, "")
        assert report.code in payload["text"]
    assert payload["outcome"] == "handover"
    assert "context" not in payload
    assert {event["name"]: event["value"] for event in events if event["event"] == "slot"} == dict.fromkeys(
        slots
    )


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=lambda submission: submission.kind)
async def test_a_form_uses_slots_that_the_domain_has(submission: Any) -> None:
    slots = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["slots"]
    assert {submission.slot, submission.place_slot} - {""} <= set(slots)


async def test_a_form_of_an_erased_conversation_is_not_stored(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    house.store.erase("c1")
    submission = SUBMISSIONS[0]
    body = call(submission.action, engine_id, None, **{submission.slot: PRIVATE})
    response = await port.post("/webhook", json=body)
    assert response.status_code == 500
    assert PRIVATE not in response.text
    with house.database.transaction() as session:
        assert list(session.scalars(select(LetterRow))) == []


# --- the contact --------------------------------------------------------------------------------------------


def meant(text: str, intent: str | None = None) -> dict[str, Any]:
    return {"text": text, "intent": {"name": intent}, "metadata": {}}


async def validated(
    port: httpx.AsyncClient, engine_id: str, requested: str | None, message: Any
) -> dict[str, Any]:
    body = call("validate_contact_form", engine_id, message, requested_slot=requested)
    answered = (await port.post("/webhook", json=body)).json()
    assert answered["responses"] == []
    return {event["name"]: event["value"] for event in answered["events"]}


async def test_consent_is_asked_for_in_the_words_that_administrators_set(
    port: httpx.AsyncClient, wordings: Wordings, engine_id: str
) -> None:
    payload, _ = await said(port, call("action_ask_contact_wish", engine_id))
    assert welcome.CONSENT in payload["text"]
    assert [button["payload"] for button in payload["buttons"]] == ["có", "không"]
    wordings.change(Wording.CONSENT, Language.VIETNAMESE, "Cho giữ số chứ ạ?", lambda _session: None)
    payload, _ = await said(port, call("action_ask_contact_wish", engine_id))
    assert payload["text"].endswith(" Cho giữ số chứ ạ?")
    assert payload["outcome"] == "form"


@pytest.mark.parametrize(
    ("requested", "intent", "slots"),
    [
        (None, None, {}),
        ("contact_wish", "affirm", {"contact_wish": "yes"}),
        ("contact_wish", "deny", {"contact_wish": "no", "contact": "none"}),
        ("contact_wish", "ask_documents", {"contact_wish": "no", "contact": "other"}),
        ("contact", "ask_documents", {"contact": None}),
        ("contact", "affirm", {"contact": None}),
        ("contact", "deny", {"contact_wish": "no", "contact": "none"}),
    ],
)
async def test_no_clear_yes_is_a_no(
    port: httpx.AsyncClient, engine_id: str, requested: str | None, intent: str | None, slots: dict[str, Any]
) -> None:
    assert await validated(port, engine_id, requested, meant("?", intent)) == slots


@pytest.mark.parametrize("requested", ["contact_wish", "contact"])
async def test_a_contact_in_the_message_is_a_yes_and_its_words_stay_in_the_app(
    port: httpx.AsyncClient, house: House, engine_id: str, requested: str
) -> None:
    with house.desk.at_hand.holding(engine_id, "số tôi 0912345678"):
        slots = await validated(port, engine_id, requested, meant("số tôi [số điện thoại]"))
    assert slots == {"contact_wish": "yes", "contact": "given"}


@pytest.mark.parametrize("requested", ["contact_wish", "contact"])
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Không, đừng lưu số [số điện thoại]", "ask_documents"),
        ("dạ thôi, [số điện thoại] là số cơ quan", None),
        ("khong luu so [số điện thoại] cua toi", None),
        ("số [số điện thoại] xin đừng giữ", "leave_feedback"),
        ("hông, [số điện thoại]", "deny"),
        ("Không cần đâu, [số điện thoại] là số cũ", None),
    ],
)
async def test_a_refusal_with_a_number_in_it_is_a_refusal(
    port: httpx.AsyncClient, house: House, engine_id: str, requested: str, text: str, intent: str | None
) -> None:
    code = house.desk.letters.leave(engine_id, "officer_question", "Hỏi")
    with house.desk.at_hand.holding(engine_id, text.replace("[số điện thoại]", "0912345678")):
        refusal = meant(text, intent)
        slots = await validated(port, engine_id, requested, refusal)
        payload, _ = await said(port, call("action_submit_contact", engine_id, refusal, **slots))
    assert "không ghi lại" in payload["text"]
    assert not house.desk.letters.find(code).has_contact


@pytest.mark.parametrize(
    "text",
    [
        "đúng, gọi số {}",
        "số tôi {}, không có Zalo",
        "có ạ, {}, gọi sau 5 giờ",
        "{}",
        "không có email, số của tôi là {}",
        "chưa có thư điện tử, gọi {}",
        "thôi được, {}",
        "dung, goi so {}",
        "{}, nếu không gọi được thì nhắn tin",
    ],
)
async def test_other_words_around_a_number_do_not_refuse(
    port: httpx.AsyncClient, house: House, engine_id: str, text: str
) -> None:
    with house.desk.at_hand.holding(engine_id, text.format("0912345678")):
        slots = await validated(port, engine_id, "contact", meant(text.format("[số điện thoại]")))
    assert slots == {"contact_wish": "yes", "contact": "given"}


async def test_a_contact_is_kept_with_the_question_that_was_just_left(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    code = house.desk.letters.leave(engine_id, "officer_question", "Hỏi")
    with house.desk.at_hand.holding(engine_id, "0912345678"):
        payload, events = await said(
            port, call("action_submit_contact", engine_id, meant("…"), contact="given")
        )
    assert code in payload["text"]
    assert "0912345678" not in json.dumps([payload, events])
    house.desk.letters.claim(code, "lan")
    assert house.desk.letters.contact(code, "lan", lambda _session: None) == "0912345678"
    assert {event["name"]: event["value"] for event in events} == {"contact_wish": None, "contact": None}


async def test_without_a_contact_none_is_kept(port: httpx.AsyncClient, house: House, engine_id: str) -> None:
    code = house.desk.letters.leave(engine_id, "officer_question", "Hỏi")
    payload, _ = await said(port, call("action_submit_contact", engine_id, meant("không"), contact="none"))
    assert "không ghi lại" in payload["text"]
    assert not house.desk.letters.find(code).has_contact


async def test_another_question_in_its_place_is_answered_from_the_documents(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    release = house.library.release.id
    message = asked("Mục tiêu?", release)
    payload, events = await said(port, call("action_submit_contact", engine_id, message, contact="other"))
    assert payload["text"] == f"{release}: Mục tiêu?"
    assert {event["name"] for event in events} == {"contact_wish", "contact"}


async def test_a_turn_that_is_run_again_leaves_one_letter_under_one_code(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    body = call(
        "action_submit_officer_question",
        engine_id,
        {"message_id": "m1"},
        officer_question="Hồ sơ bao giờ xong?",
    )
    first, again = [(await said(port, body))[0]["text"] for _ in range(2)]
    assert first == again
    assert len(house.desk.letters.list(Wanted(), 10)) == 1


# --- asking for an officer ----------------------------------------------------------------------------------


def always_open(house: House) -> None:
    house.desk.calendar.change(read_hours(["0:00-23:59"] * 7, ""))


async def officer(port: httpx.AsyncClient, engine_id: str, way: str = "") -> tuple[str, list[str], list[str]]:
    """What is said, the buttons' payloads, and what follows."""
    message = {"text": "gặp cán bộ", "metadata": {"way": way} if way else {}}
    answered = (await port.post("/webhook", json=call("action_ask_officer", engine_id, message))).json()
    replies = [reply["custom"] for reply in answered["responses"]]
    follows = [event["name"] for event in answered["events"] if event["event"] == "followup"]
    payloads = [button["payload"] for reply in replies for button in reply["buttons"]]
    return " ".join(reply["text"] for reply in replies), payloads, follows


async def test_without_office_hours_a_question_is_left_at_once(
    port: httpx.AsyncClient, engine_id: str
) -> None:
    assert await officer(port, engine_id) == ("", [], ["officer_form"])


async def test_outside_of_them_the_citizen_is_told_when_officers_are_back(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    # The house's clock shows ten in the morning of a Monday.
    house.desk.calendar.change(read_hours(["13:30-17:00", "", "", "", "", "", ""], ""))
    text, payloads, follows = await officer(port, engine_id)
    assert "thứ Hai 13:30–17:00" in text
    assert "13:30 thứ Hai, ngày 23/11" in text
    assert (payloads, follows) == ([], ["officer_form"])
    assert house.desk.handovers.live() == ()


async def test_within_them_the_citizen_waits_and_may_leave_a_question_instead(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    always_open(house)
    text, payloads, follows = await officer(port, engine_id)
    assert "chờ một lát" in text
    assert (payloads, follows) == (["/ask_officer?leave"], [])
    again, _, follows = await officer(port, engine_id)
    assert ("hàng chờ" in again, follows) == (True, [])
    assert len(house.desk.handovers.live()) == 1
    assert await officer(port, engine_id, "leave") == ("", [], ["officer_form"])
    assert house.desk.handovers.live() == ()


async def test_whom_nobody_came_for_leaves_a_question(
    port: httpx.AsyncClient, house: House, engine_id: str
) -> None:
    always_open(house)
    await officer(port, engine_id)
    house.clock.now += PATIENCE
    house.desk.handovers.sweep()
    text, _, follows = await officer(port, engine_id)
    assert ("vẫn đang bận" in text, follows) == (True, ["officer_form"])
