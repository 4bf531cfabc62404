"""Sentences with made-up personal data and sentences that only look so: a set to fit on, a set to judge by."""
