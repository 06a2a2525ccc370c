"""Entry points: ``arcdesk`` (with a console) and ``arcdesk-desktop`` (without one)."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command on the command line; the desktop where there is none. Returns the exit status."""
    from arcdesk.cli.main import run

    return run(sys.argv[1:])


def desktop() -> int:
    """As ``main``, for a start without a console: standard output may not exist."""
    return main()


if __name__ == "__main__":
    sys.exit(main())
