"""The one kind of error that a person is meant to read."""


class Refusal(ValueError):  # noqa: N818 - the fault is outside the program
    """What was wrong, as one sentence for whoever typed the command or sent the document; nothing was done."""
