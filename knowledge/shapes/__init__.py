"""Shapes of answers: what a question wants to be told first, and how words are cut to a phone's screen."""
