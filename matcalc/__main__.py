"""The command `matcalc`, also as `python -m matcalc`: what it is made of is loaded where there is more to tell than the
version."""
import gc
import sys

from matcalc import __version__

VERSION = (["-V"], ["--version"])
OBJECTS = 200_000
"""A process that answers once is over before so much garbage is worth looking for."""

SELDOM = ("inspect",)
"""What click imports for its prompts and to tidy texts, at half the cost of a bare interpreter."""


def main() -> None:
    """Run the command line and exit."""
    if sys.argv[1:] in VERSION and _printed(f"matcalc {__version__}"):
        return
    gc.set_threshold(OBJECTS)
    try:
        from matcalc.postponed import postpone

        postpone(*SELDOM)
        from matcalc.cli import main as run

        run()
    finally:
        gc.freeze()  # Python looks through all that is left, twice, on its way out


def _printed(text: str) -> bool:
    """Print a line, unless nobody reads: the command line knows what to do then."""
    try:
        print(text, flush=True)
    except (OSError, ValueError):
        return False
    return sys.stdout is not None


if __name__ == "__main__":
    main()
