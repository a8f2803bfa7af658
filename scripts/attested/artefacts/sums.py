"""SHA256SUMS over every other file of a release, and its signature when a key is named.

`ATTESTED_SIGNING_KEY` names the file of an SSH key; the key itself is read by ssh-keygen alone.
"""

import hashlib
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from attested import files

NAME = "SHA256SUMS"
SIGNATURE = f"{NAME}.sig"
NAMESPACE = "file"
KEY_VARIABLE = "ATTESTED_SIGNING_KEY"


class SigningError(Exception):
    """The sums could not be signed."""


def sha256(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder: Path, paths: Iterable[Path]) -> Path:
    """Writes SHA256SUMS in the form that `sha256sum --check` reads, sorted by name."""
    target = folder / NAME
    named = sorted((path.name, sha256(path)) for path in paths)
    files.write_text(target, "".join(f"{found}  {name}\n" for name, found in named))
    return target


def names(folder: Path) -> set[str]:
    """The files that SHA256SUMS in a folder vouches for, it and its signature; empty without it."""
    path = folder / NAME
    if not path.is_file():
        return set()
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return {NAME, SIGNATURE} | {line.partition("  ")[2] for line in lines}


def sign(target: Path) -> Path | None:
    """Signs the file with the key that the environment names; None when it names none.

    Raises SigningError with what ssh-keygen says when there is no signature.
    """
    key = os.environ.get(KEY_VARIABLE)
    signature = target.with_name(f"{target.name}.sig")
    signature.unlink(missing_ok=True)
    if not key:
        return None
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", NAMESPACE, str(target)]
    try:
        subprocess.run(
            command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise SigningError("ssh-keygen is not installed; install OpenSSH") from error
    except subprocess.CalledProcessError as error:
        advice = "name a key file without a passphrase, or the .pub of one that ssh-agent holds"
        raise SigningError(f"{KEY_VARIABLE}: {error.stderr.strip()}; {advice}") from error
    signature.chmod(0o644)
    return signature
