"""What keeps a foreign file from being used at all."""


class ForeignFault(Exception):
    """A file of another system, a map or a key cannot be used.

    Attributes:
        message: What is wrong, in one sentence.
        advice: Lines that say what to do, one each.
    """

    def __init__(self, message: str, *advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
