"""What officers say reaches the citizen by itself: into the web chat, or out through a messenger while one may write.

Everything is written in the caller's transaction: what is said is sent once, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from conversations import outbox
from conversations.channel import Channel
from conversations.channel_tables import ContactRow
from conversations.reply import new_reply
from conversations.tables import ConversationRow
from conversations.wake import call_out
from conversations.web_messages import WEB, post_within
from foundation.clock import Clock
from knowledge.outcome import Outcome


class Delivery:
    """Posts to conversations.

    Args:
        channels: the messengers that are connected, by name.
    """

    def __init__(self, channels: Mapping[str, Channel], clock: Clock) -> None:
        self._channels = channels
        self._clock = clock

    def post(self, session: Session, conversation: str, text: str) -> bool:
        """Say ``text`` to a conversation; whether that can be done.

        It cannot where the conversation was erased, its messenger is not connected, or the time in which one may
        write without being asked is over.
        """
        # Held until the end: of two messages to one conversation the first is seen first.
        row = session.get(ConversationRow, conversation, with_for_update=True)
        if row is None:
            return False
        now = self._clock()
        reply = new_reply(text, Outcome.HANDOVER)
        if row.channel == WEB:
            post_within(session, conversation, reply, now)
            return True
        channel, contact = self._channels.get(row.channel), session.get(ContactRow, conversation)
        if channel is None or contact is None or now - contact.last_inbound_at > _window(channel):
            return False
        outbox.push(session, row.channel, conversation, channel.render((reply,)), now)
        session.execute(update(ContactRow).where(ContactRow.lane == conversation).values(due_at=now))
        call_out(session, row.channel)
        return True


def _window(channel: Channel) -> timedelta:
    capabilities = channel.capabilities
    return min(capabilities.window, capabilities.free_window or capabilities.window)
