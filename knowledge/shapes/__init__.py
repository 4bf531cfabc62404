"""Shapes of answers: what a question wants to be told first, and how a provision's words are cut to a phone's screen."""
