"""rasa-sdk actions: the seam between dialogue and knowledge."""
