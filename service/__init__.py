"""The composition root: what puts the rooms together and runs them."""
