"""The installation's secret key: made once, kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path


def read_or_make_secret_key(path: Path) -> str:
    """Return the key kept in `path`, making file and key (mode 600) on first use.

    Several processes may start at once: each writes a file of its own and links it into place, the
    first link wins, and all of them then read the winner's key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(60))
        try:
            os.link(own, path)
        except FileExistsError:
            return path.read_text().strip()
        finally:
            own.unlink()
    return path.read_text().strip()
