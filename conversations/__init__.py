"""Conversations: turns, their context, the lane that orders them and the engine that leads them."""
