"""serve.py: MiniStack on a port of 127.0.0.1 that the system chooses, printed as the only line of our standard output.

MiniStack's own command takes a port by number, which another program can take between choosing and binding; and it
builds the URLs that it hands out (SQS queues, CloudFormation outputs) from GATEWAY_PORT, which here is the gate's, so
that nobody is led past the gate. The log goes to standard error.
"""

import asyncio
import os
import signal
import socket
import sys
import threading


def end_with_our_leash() -> None:
    """Standard input closes only when the leash itself was killed: then nobody else is left to end us and our functions."""
    while os.read(0, 4096):
        pass
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    threading.Thread(target=end_with_our_leash, daemon=True).start()

    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.app import app

    # Python runs isolated (-I) and then does not look beside this file; nothing is to be written there.
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    sys.dont_write_bytecode = True
    from role_boundaries import keep_boundaries

    sys.dont_write_bytecode = False
    keep_boundaries()

    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)
    os.dup2(2, 1)

    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.keep_alive_timeout = 75
    config.loglevel = os.environ["LOG_LEVEL"]
    asyncio.run(serve(app, config))


if __name__ == "__main__":
    sys.exit(main())
