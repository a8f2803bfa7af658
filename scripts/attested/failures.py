"""What the system refused, as one line for a person: where, what, and what to do."""

import errno
from pathlib import Path

_ADVICE = {
    errno.ENOSPC: "free space there, and where temporary files go (TMPDIR)",
    errno.EDQUOT: "free space there, or have the quota raised",
    errno.EFBIG: "raise the limit of the size of files (ulimit -f)",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
    errno.EROFS: "let it be written, or name another place",
    errno.EACCES: "let it be read and written, or name another place",
    errno.EPERM: "let it be read and written, or name another place",
    errno.EINVAL: "put such a file there",
    errno.ENOENT: "restore it, or name another place",
    errno.EIO: "see to the disk, its space and its limits",
}
_OTHERWISE = "free it, or name another place"


def told(error: OSError, place: Path | str | None = None) -> str:
    """Where, what and what to do; `place` stands in for an error that names no file."""
    where = error.filename or place or "the system"
    what = " ".join(str(error.strerror or error).split())
    return f"{where}: {what}; {advice(error)}"


def advice(error: OSError, otherwise: str = _OTHERWISE) -> str:
    """What to do about it; `otherwise` where the error is none of the known kinds."""
    return _ADVICE.get(error.errno or 0, otherwise)
