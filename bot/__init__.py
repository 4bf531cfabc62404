"""The dialogue engine: Vietnamese graph components for Rasa and the one door into it."""
