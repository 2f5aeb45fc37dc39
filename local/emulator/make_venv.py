"""make_venv.py MAKING READY REQUIREMENTS: makes a virtual environment in MAKING and moves it to
READY when it is complete.

READY is therefore never incomplete. When another process has already created READY, it stays: it
has the same content.
"""

import os
import subprocess
import sys
import venv


def main() -> int:
    making, ready, requirements = sys.argv[1:]
    venv.create(making, with_pip=True, symlinks=True)
    installed = subprocess.run(
        [
            os.path.join(making, "bin", "python"),
            *("-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"),
            *("--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", requirements),
        ],
        env={**os.environ, "TMPDIR": making, "PIP_USER": "0"},
    )
    if installed.returncode != 0:
        return installed.returncode
    try:
        os.rename(making, ready)
    except OSError:
        if not os.path.isdir(ready):
            raise
    return 0


sys.exit(main())
