"""What keeps a survey from being written."""


class Unwritable(ValueError):
    """A survey that the format cannot say; the message is one sentence with the place and the cure."""
