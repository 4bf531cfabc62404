"""Facebook Messenger: a page's webhook and its Send API."""
