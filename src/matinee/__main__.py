"""The `matinee` command, also as `python -m matinee`."""

import sys

from matinee.server.cli import run


def main() -> None:
    """Run the command line and end the process with its exit status."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
