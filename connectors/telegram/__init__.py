"""A Telegram bot, on python-telegram-bot's client and types; its dispatching is not used."""
