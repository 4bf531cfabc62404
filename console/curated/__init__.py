"""Curated answers: written, confirmed, suspended and retired by editors."""
