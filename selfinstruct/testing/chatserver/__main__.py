"""`python -m selfinstruct.testing.chatserver`: the practice server, until Ctrl-C."""

from __future__ import annotations

import argparse
import sys

from selfinstruct.testing.chatserver import MODEL, ChatServer

_WORDS = """\
practice server: {url}
It is no model: answers come from a few phrases, for trying a backend without a key. In another terminal:

  selfinstruct run --lang en -n 5 --backend openai --model {model} --option base-url={url} --out practice

or with a backend of your own. Ctrl-C ends it.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the server. 0 when Ctrl-C ends it, 1 when it can not listen there, 2 for wrong arguments."""
    parser = argparse.ArgumentParser(prog="python -m selfinstruct.testing.chatserver", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="0 takes one that is free (default: 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="an address of this machine (default: 127.0.0.1)")
    asked = parser.parse_args(arguments)
    try:
        server = ChatServer(host=asked.host, port=asked.port)
        server.start()
    except ValueError as error:
        parser.error(str(error))
    except (OSError, OverflowError) as error:
        sys.stderr.write(f"port {asked.port} of {asked.host} is not to be had: {error}; try another: --port 0\n")
        return 1
    try:
        sys.stdout.write(_WORDS.format(url=server.url, model=MODEL))
        sys.stdout.flush()
        while not server.closing.wait(1.0):
            pass  # a wait without an end can not be interrupted on every system
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
