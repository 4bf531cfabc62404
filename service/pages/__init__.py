"""The pages that citizens read: the chat, the list of documents, each document."""
