"""The inbox of questions that were not answered, grouped by meaning."""
