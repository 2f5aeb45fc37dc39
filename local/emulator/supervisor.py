"""supervisor.py FOLDER COMMAND...: runs COMMAND while standard input stays open, with FOLDER for
its files.

The parent process holds the other end of standard input. When that end closes, for whatever reason
(a clean stop, a crash, SIGKILL), the supervisor kills COMMAND and everything that it started, and
removes FOLDER. The supervisor creates FOLDER itself, so that FOLDER never exists without a process
that removes it. Exits with the status of COMMAND.
"""

import os
import select
import shutil
import signal
import subprocess
import sys


def main() -> int:
    folder, command = sys.argv[1], sys.argv[2:]
    # The parent process decides when to end. COMMAND would inherit SIG_IGN, but does not inherit
    # handlers.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    os.mkdir(folder, 0o700)
    try:
        return run(command)
    finally:
        remove(folder)


def run(command: list[str]) -> int:
    # COMMAND can watch its standard input, which closes when the supervisor itself is killed.
    # Nothing is written to it.
    child = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        while child.poll() is None and not parent_is_gone(wait_seconds=0.2):
            pass
        return child.poll() or 0
    finally:
        kill_session(child)


def parent_is_gone(wait_seconds: float) -> bool:
    readable, _, _ = select.select([0], [], [], wait_seconds)
    return bool(readable) and not os.read(0, 4096)


def kill_session(child: subprocess.Popen) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # every process of the session has ended
    child.wait()


def remove(folder: str) -> None:
    # A removal can fail when a dying process still writes files, so it is repeated.
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return


sys.exit(main())
