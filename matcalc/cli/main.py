"""The entry point: runs a command and turns whatever happens into an exit status, never a traceback."""
from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from matcalc.cli.group import ReaderGone, matcalc
from matcalc.cli.terminal import Terminal, tell, tell_error, tidy_streams
from matcalc.diagnostics import MatcalcError, visible
from matcalc.styles import painter

INTERRUPTED, BROKEN_PIPE, BUG = 130, 141, 70


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    tidy_streams()
    if os.environ.get("_MATCALC_COMPLETE", "").startswith("pwsh"):
        import_module("matcalc.cli.powershell")  # so that click knows of it
    code = _flushed(_run(list(sys.argv[1:] if args is None else args)))
    sys.exit(code)


def _run(args: list[str]) -> int:
    try:
        done = matcalc.main(args, prog_name="matcalc", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as e:
        click.echo(e.format_message(), err=True)
        return e.exit_code
    except click.ClickException as e:
        from matcalc.cli.usage import complaint

        return _report(complaint(e, args), args)
    except MatcalcError as e:
        return _report(e, args)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (ReaderGone, BrokenPipeError):
        return _deaf()
    except OSError as e:
        return _report(MatcalcError("bad-file", f"cannot write the answer: {(e.strerror or str(e)).lower()}"), args)
    except (RecursionError, MemoryError) as e:
        return _report(import_module("matcalc.cli.each").as_error(e), args)
    except Exception as e:
        return _bug(e)
    return done if isinstance(done, int) else 0


def _report(e: MatcalcError, args: Sequence[str]) -> int:
    """Show the error on stderr; the exit status."""
    try:
        if e.source in args and e.source.isalnum() and "'" in (e.hint or ""):
            e.notes += ("a shell takes single quotes away, unless they stand between double quotes",)
        terminal = Terminal.of(args)
        tell_error(e, terminal)
        if terminal.watched and e.code != "usage":
            tell(painter(color=terminal.err_color)(f"matcalc explain {e.code} tells more", "reason"))
    except BrokenPipeError:
        return _deaf()
    return e.exit_code


def _bug(e: Exception) -> int:
    if os.environ.get("MATCALC_DEBUG"):
        raise e
    told = visible(" ".join(f"{type(e).__name__}: {e}".split())[:200])
    click.echo(f"error[internal]: this is a defect of matcalc, not of the input: {told} "
               "(MATCALC_DEBUG=1 shows where)", err=True)
    return BUG


def _flushed(code: int) -> int:
    """Write what is still buffered; a reader that has gone is no error worth words."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        _deaf(2)
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        return code if code not in (0, BROKEN_PIPE) else _deaf()
    return code


def _deaf(stream: int = 1) -> int:
    """Nobody reads stdout, or stderr, any more: have nothing else written there on the way out."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    return BROKEN_PIPE
