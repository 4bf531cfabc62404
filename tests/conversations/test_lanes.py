"""Lanes: one at a time and in order within a key, side by side across keys, nothing left behind."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.lanes import Lanes

pytestmark = pytest.mark.anyio


async def rest(times: int = 1) -> None:
    """Let the others run."""
    for _ in range(times):
        await asyncio.sleep(0)


async def test_those_who_wait_for_a_lane_get_it_in_the_order_in_which_they_came() -> None:
    lanes, order = Lanes(), list[int]()

    async def visit(number: int) -> None:
        async with lanes.hold("a"):
            await rest(3)
            order.append(number)

    await asyncio.gather(*(visit(number) for number in range(20)))
    assert order == list(range(20))


async def test_lanes_of_different_keys_do_not_wait_for_each_other() -> None:
    lanes, both = Lanes(), asyncio.Barrier(2)

    async def visit(key: str) -> None:
        async with lanes.hold(key), asyncio.timeout(5):
            await both.wait()  # broken only where both are inside at once

    await asyncio.gather(visit("a"), visit("b"))


async def test_a_lane_is_kept_only_while_somebody_uses_or_awaits_it() -> None:
    lanes = Lanes()
    async with lanes.hold("a"):
        waiter = asyncio.create_task(lanes.hold("a").__aenter__())
        async with lanes.hold("b"):
            await rest()
            assert len(lanes) == 2
    await waiter
    assert len(lanes) == 1


async def test_a_waiter_who_gives_up_neither_blocks_nor_takes_the_lane() -> None:
    lanes, got = Lanes(), list[str]()

    async def visit(name: str) -> None:
        async with lanes.hold("a"):
            got.append(name)

    async with lanes.hold("a"):
        first, second = asyncio.create_task(visit("first")), asyncio.create_task(visit("second"))
        await rest()
        first.cancel()
        await rest()
        assert got == []
    await second
    assert got == ["second"]
    assert first.cancelled()
    assert len(lanes) == 0


async def test_a_holder_who_is_cancelled_or_fails_hands_the_lane_on() -> None:
    lanes = Lanes()

    async def linger() -> None:
        async with lanes.hold("a"):
            await asyncio.sleep(60)

    async def fail() -> None:
        async with lanes.hold("a"):
            raise ValueError("a turn that went wrong")

    lingering, failing = asyncio.create_task(linger()), asyncio.create_task(fail())
    await rest()
    lingering.cancel()
    with pytest.raises(ValueError, match="went wrong"):
        await failing
    async with asyncio.timeout(5), lanes.hold("a"):
        pass
    assert len(lanes) == 0


VISITS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 4), st.booleans(), st.integers(0, 12)), max_size=25
)


@given(VISITS)
@settings(max_examples=60)
def test_whatever_comes_and_goes_a_lane_has_one_holder_and_keeps_the_order(
    visits: list[tuple[str, int, bool, int]],
) -> None:
    lanes = Lanes()
    inside: dict[str, int] = defaultdict(int)
    served: dict[str, list[int]] = defaultdict(list)

    async def visit(number: int, key: str, stay: int) -> None:
        async with lanes.hold(key):
            inside[key] += 1
            assert inside[key] == 1
            served[key].append(number)
            try:
                await rest(stay)
            finally:
                inside[key] -= 1

    async def cancel(task: asyncio.Task[None], after: int) -> None:
        await rest(after)
        task.cancel()

    async def everybody() -> None:
        tasks = []
        for number, (key, stay, gives_up, after) in enumerate(visits):
            tasks.append(asyncio.create_task(visit(number, key, stay)))
            if gives_up:
                tasks.append(asyncio.create_task(cancel(tasks[-1], after)))
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert not [result for result in results if isinstance(result, AssertionError)]

    asyncio.run(everybody())
    assert len(lanes) == 0
    assert all(numbers == sorted(numbers) for numbers in served.values())
    patient = {number for number, (_, _, gives_up, _) in enumerate(visits) if not gives_up}
    assert patient <= {number for numbers in served.values() for number in numbers}
