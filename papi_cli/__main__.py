"""`python -m papi_cli` is the same as `papi`."""

from papi_cli.cli import entry

if __name__ == "__main__":
    entry()
