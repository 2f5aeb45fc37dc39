"""Runs a command in a terminal of the given width, and prints what the terminal showed."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

columns, *command = sys.argv[1:]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(columns), 0, 0))
child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
os.close(slave)
while True:
    try:
        shown = os.read(master, 65536)
    except OSError:  # Linux: the command has closed the terminal.
        break
    if not shown:
        break
    os.write(1, shown)
sys.exit(child.wait())
