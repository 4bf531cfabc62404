"""One module a channel: authenticate, parse, render, send. The messengers' modules join the web's."""
