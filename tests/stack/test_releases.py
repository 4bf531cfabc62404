"""Publishing while the stack serves: what is new is answered without training, what is broken is refused."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.release import switch_live
from service import preparation
from tests.stack.citizen import Answer, Citizen
from tests.stack.stack import MARKS, Stack

pytestmark = MARKS

CATTLE = """\
---
so_hieu: 88/KH-UBND
loai_van_ban: Kế hoạch
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
hieu_luc_tu: 2026-01-01
---

# Kế hoạch 88/KH-UBND phòng, chống dịch bệnh gia súc năm 2026

## Tiêm phòng {vi_tri: "Mục II"}

- Tiêm phòng bệnh lở mồm long móng cho trâu, bò vào tháng 3 và tháng 9 hằng năm.
- Hộ chăn nuôi được hỗ trợ toàn bộ tiền vắc xin cho đàn dưới 20 con.
"""

WEDDINGS = """\
---
so_hieu: 91/HD-STP
loai_van_ban: Hướng dẫn
co_quan_ban_hanh: Sở Tư pháp tỉnh Lạng Sơn
hieu_luc_tu: 2026-01-01
---

# Hướng dẫn 91/HD-STP đăng ký kết hôn tại Ủy ban nhân dân cấp xã

## Hồ sơ đăng ký kết hôn {vi_tri: "Mục 1"}

- Tờ khai đăng ký kết hôn theo mẫu và giấy xác nhận tình trạng hôn nhân.
- Hai bên nam, nữ cùng có mặt khi đăng ký kết hôn.
"""


@pytest.mark.parametrize(
    ("name", "text", "question", "place"),
    [
        ("dich-benh-gia-suc", CATTLE, "Bao giờ tiêm phòng lở mồm long móng cho trâu bò?", "Mục II"),
        ("dang-ky-ket-hon", WEDDINGS, "Hồ sơ đăng ký kết hôn gồm những gì?", "Mục 1"),
    ],
)
def test_a_document_on_a_topic_never_trained_is_answered_within_two_seconds_of_publishing(
    stack: Stack, citizen: Citizen, documents: Path, name: str, text: str, question: str, place: str
) -> None:
    assert not any(url.startswith(f"/van-ban/{name}#") for _, url in citizen.ask(question).places)
    engine, models = stack.engine(), sorted((stack.running.data / "models").iterdir())
    assert engine is not None
    file = documents / f"{name}.md"
    file.write_text(text, "utf-8")

    release = stack.publish(file)
    published = time.monotonic()
    stack.wait_for_release(release, 2.0)

    answer = citizen.ask(question)
    assert time.monotonic() - published < 4.0
    assert answer.outcome == "answered"
    assert [cited for cited, _ in answer.places] == [place]
    assert answer.places[0][1].startswith(f"/van-ban/{name}#")
    [(led_by,)] = stack.rows("SELECT led_by FROM turns WHERE id = ?", answer.body["turn"])
    assert led_by == "engine"
    # Rasa was neither trained nor started again.
    assert stack.engine() == engine
    assert sorted((stack.running.data / "models").iterdir()) == models


def test_a_release_that_was_tampered_with_is_refused_twice_and_the_live_one_goes_on(
    stack: Stack, citizen: Citizen
) -> None:
    live = stack.live
    assert live is not None
    stack.wait_for_release(live)
    ran = stack.running.hoidap("knowledge", "build", "--json")
    assert ran.returncode == 0, ran.stderr
    built = preparation.newest(stack.releases)
    assert built != live
    file = stack.releases / built / "documents.json"
    file.write_text(file.read_text("utf-8").replace("2026", "2062"), "utf-8")

    refused = stack.running.hoidap("knowledge", "publish", built)
    assert refused.returncode == 1
    assert "documents.json" in refused.stderr
    assert stack.live == live

    # Nor is it taken where somebody gets round the command line.
    (stack.releases / "live").write_text(f"{built}\n", "utf-8")
    try:
        stack.running.wait(lambda: f"release {built} refused" in stack.running.log, 10, "refused")
        assert stack.running.health()["release"] == live
        answer = citizen.ask("muc tieu nam 2026 cua tinh la gi")
        assert "Năm 2026" in answer.text
        assert "2062" not in answer.text
    finally:
        (stack.releases / "live").write_text(f"{live}\n", "utf-8")


def test_publishing_during_fifty_questions_disturbs_none_of_them(stack: Stack) -> None:
    present = stack.live
    assert present is not None
    ran = stack.running.hoidap("knowledge", "build")
    assert ran.returncode == 0, ran.stderr
    other = preparation.newest(stack.releases)
    served = set()

    def ask(number: int) -> Answer:
        return stack.citizen().ask(f"Mục tiêu năm {2026 + number % 2} của tỉnh là gì?")

    try:
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(ask, number) for number in range(50)]
            releases = [other, present] * 20
            while not all(one.done() for one in asked):
                switch_live(stack.releases, releases.pop())
                time.sleep(1.2)
                served.add(stack.running.health()["release"])
        answers = [one.result() for one in asked]
    finally:
        switch_live(stack.releases, present)
        stack.wait_for_release(present)
    assert {answer.outcome for answer in answers} == {"answered"}
    for number, answer in enumerate(answers):
        assert answer.places[0][1].endswith("#I.1.2." + "bc"[number % 2])
    assert served <= {present, other}


def test_a_rollback_is_served_and_so_is_the_way_forward(stack: Stack) -> None:
    present = stack.live
    assert present is not None
    stack.running.hoidap("knowledge", "build")
    assert stack.running.hoidap("knowledge", "publish").returncode == 0
    newer = stack.live
    assert newer is not None
    assert newer != present
    stack.wait_for_release(newer)
    assert stack.running.hoidap("knowledge", "rollback").returncode == 0
    stack.wait_for_release(preparation.before(stack.releases, newer))
    switch_live(stack.releases, present)
    stack.wait_for_release(present)
