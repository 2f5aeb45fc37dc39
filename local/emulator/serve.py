"""serve.py: serves MiniStack on a free port of 127.0.0.1, and prints the port as the only line of
standard output.

MiniStack's own command cannot choose a free port itself: another program could use a port that was
chosen before. MiniStack builds the URLs that it returns (SQS queues, CloudFormation outputs) from
GATEWAY_PORT, which here is the gate's port, so that clients stay behind the gate. The log goes to
standard error.
"""

import asyncio
import os
import signal
import socket
import sys
import threading


def end_with_supervisor() -> None:
    """Ends MiniStack and its functions when standard input closes: then the supervisor itself was
    killed."""
    while os.read(0, 4096):
        pass
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    threading.Thread(target=end_with_supervisor, daemon=True).start()

    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.app import app

    # Isolated Python (-I) does not import from this file's folder. No bytecode is written there.
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    sys.dont_write_bytecode = True
    from custom_names import patch_custom_names
    from log_group_classes import patch_log_group_classes
    from pseudo_parameters import patch_conditions
    from role_boundaries import patch_boundaries
    from table_policies import patch_table_policies

    sys.dont_write_bytecode = False
    patch_boundaries()
    patch_table_policies()
    patch_log_group_classes()
    patch_conditions()
    patch_custom_names()

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
