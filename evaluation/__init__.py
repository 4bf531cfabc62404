"""Evaluation: golden questions, metrics, reports."""
