"""The one kind of error that a person is meant to read."""


class Refusal(ValueError):
    """What was wrong, as one sentence for whoever typed the command or sent the document; nothing was done."""
