"""The channel Telegram: updates in, calls of the Bot API out. See README.md."""
