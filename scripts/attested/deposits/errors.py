"""What can go wrong with a deposit: one line each, with what to do."""

from attested.problems import printable

AGAIN = "run the same command again, it goes on where it stopped"


class DepositError(Exception):
    """A deposit cannot go on; the message is one line and reads `what is wrong; what to do`."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


class Unreachable(DepositError):
    """The server gave no answer; whether it did what was asked is not known."""


class Refused(DepositError):
    """The server answered, with `status`, that it did not do what was asked."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Unregistered(DepositError):
    """The record is public and its DOI is not registered yet."""
