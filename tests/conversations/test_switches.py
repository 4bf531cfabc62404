"""The switches of the channels and what citizens are told through them."""

from __future__ import annotations

import pytest

from conversations.switches import Switch, Switches
from foundation.database import Database
from foundation.errors import InputError
from tests.conversations.house import TickingClock


@pytest.fixture
def switches(database: Database) -> Switches:
    return Switches(database, TickingClock())


def test_a_channel_that_nobody_touched_is_on(switches: Switches) -> None:
    assert switches.state("web") == Switch(on=True, trouble="", reason="", notice="")


def test_the_reason_stands_while_the_channel_is_off(switches: Switches) -> None:
    switches.turn("web", on=False, reason="  Bảo trì\nđến 14 giờ. ")
    assert switches.state("web") == Switch(on=False, reason="Bảo trì đến 14 giờ.")
    switches.turn("web", on=True, reason="không dùng")
    assert switches.state("web") == Switch()


def test_a_notice_is_told_whether_on_or_off_and_taken_back(switches: Switches) -> None:
    switches.announce("web", "Nghỉ lễ 02/9.")
    switches.turn("web", on=False)
    assert switches.state("web") == Switch(on=False, notice="Nghỉ lễ 02/9.")
    switches.announce("web", "")
    assert switches.state("web").notice == ""
    assert switches.state("telegram").on


@pytest.mark.parametrize("room", [300, 500])
def test_words_for_which_there_is_no_room_are_refused_not_cut(switches: Switches, room: int) -> None:
    def say(text: str) -> None:
        if room == 300:
            switches.turn("web", on=False, reason=text)
        else:
            switches.announce("web", text)

    say("ă" * room)
    with pytest.raises(InputError, match=str(room + 1)):
        say("ă" * (room + 1))
    assert "ă" * room in (switches.state("web").reason, switches.state("web").notice)
