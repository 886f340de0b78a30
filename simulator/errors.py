"""Everything a person may be shown when something is wrong: what, where, and what to do next."""

from __future__ import annotations


class AttuneError(Exception):
    """A problem a person can act on.

    `what` says what is wrong, `where` the file, line, field or turn it concerns (may be empty), `todo` the next
    step (may be empty). The page and the command line show these three and nothing else; any other exception is
    a bug and keeps its traceback in the log.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """One line: where, what, what to do."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.todo}".rstrip()


class BadInput(AttuneError):
    """Text from outside (a transcript, a form, an argument) that cannot be used as it is."""


class BadLibrary(AttuneError):
    """A persona or rubric file that does not hold together."""


class NotFound(AttuneError):
    """There is no such thing, or it is not the asker's: both read the same, so that ids cannot be guessed."""


class Moved(AttuneError):
    """The conversation went on elsewhere (another tab) since this page last saw it; the words are kept."""


class Closed(AttuneError):
    """The encounter is not in a phase that allows this."""


class ProviderFailed(AttuneError):
    """The language model's provider did not answer usably; nothing was invented in its place.

    `kind` is a stable word for logs and tests: auth, limit, timeout, connection, server, cut, malformed,
    refused, empty, length, context, invalid. `retryable` says whether trying again can help.
    """

    def __init__(self, what: str, *, kind: str, retryable: bool, where: str = "", todo: str = "") -> None:
        self.kind, self.retryable = kind, retryable
        super().__init__(what, where=where, todo=todo)


class NotConfigured(AttuneError):
    """Something optional was asked for that this installation is not set up for."""
