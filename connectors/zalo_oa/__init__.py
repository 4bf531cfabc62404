"""A Zalo Official Account: webhook, consent and tokens, consultation messages."""
