"""What goes wrong, by kind."""


class Error(Exception):
    """A pooling or reading that failed.

    ``kind`` is a word to act on, the same as ``error.kind`` in the reports of the command line: ``invalid_argument``,
    ``geometry``, ``limit``, ``not_an_image``, ``truncated``, ``corrupt``, ``unsupported``, ``unreadable``, …
    Kinds may be added.
    """

    kind: str

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self):
        return (type(self), (self.kind, str(self)))

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class ArgumentError(Error, ValueError):
    """The request says nothing sensible, does not fit the input, or is refused by the dialect's rules.

    Kinds: ``invalid_argument``, ``geometry``, ``unsupported``, ``limit`` and all others that no file is to blame for.
    """


class ElementTypeError(ArgumentError, TypeError):
    """The array or its element type is none that is pooled. Kind: ``invalid_argument``."""


class FileError(Error, OSError):
    """A file cannot be read or is not what it should be.

    Kinds: ``unreadable``, ``not_an_image``, ``truncated``, ``corrupt``.
    """


_FILE_KINDS = {"unreadable", "not_an_image", "truncated", "corrupt"}


def make(kind: str, message: str) -> Error:
    """The exception for a failure of the library."""
    return (FileError if kind in _FILE_KINDS else ArgumentError)(kind, message)


def wrong(message: str) -> ArgumentError:
    """The exception for an argument that is none."""
    return ArgumentError("invalid_argument", message)
