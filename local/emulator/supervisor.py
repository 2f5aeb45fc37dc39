"""supervisor.py FOLDER COMMAND...: runs COMMAND for as long as our standard input stays open, with FOLDER as its place for files.

Whoever starts us holds the other end of our standard input. When that end closes, for whatever reason (a clean stop, a
crash, SIGKILL), COMMAND and everything that it started is killed and FOLDER is removed. We make FOLDER ourselves, so that
it never exists without someone who removes it. Exits with the status of COMMAND.
"""

import os
import select
import shutil
import signal
import subprocess
import sys


def main() -> int:
    folder, command = sys.argv[1], sys.argv[2:]
    # Our parent decides when we end. Handlers rather than SIG_IGN, which COMMAND would inherit.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    os.mkdir(folder, 0o700)
    try:
        return run(command)
    finally:
        remove(folder)


def run(command: list[str]) -> int:
    # COMMAND may watch its own standard input to learn that even we were killed: nothing is ever written to it.
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
        pass  # everything in it had ended
    child.wait()


def remove(folder: str) -> None:
    # Files that a dying process still wrote can fail a removal half way, so it is tried again.
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return


sys.exit(main())
