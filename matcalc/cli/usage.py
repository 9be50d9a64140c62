"""What is wrong with a command line, in the form of all other errors, and what to type instead."""
from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from importlib import import_module

import click

from matcalc.diagnostics import MatcalcError, did_you_mean, visible
from matcalc.properties import ASSUMPTIONS

_SYMBOL = re.compile(r"[^\W\d_]\w*")

COMMANDS = {
    **dict.fromkeys(("grad", "gradient", "derive", "derivative", "differentiate", "d", "jacobian", "jac", "jvp", "vjp",
                     "solve"), "diff"),
    **dict.fromkeys(("hess", "hvp"), "hessian"), **dict.fromkeys(("parse", "shape", "infer"), "shapes"),
    **dict.fromkeys(("compare", "eq", "simplify"), "equal"), **dict.fromkeys(("code", "emit", "generate"), "codegen"),
    **dict.fromkeys(("test", "run"), "check"), **dict.fromkeys(("prove", "certify"), "verify"),
    **dict.fromkeys(("list", "ops"), "functions"),
}
"""The commands that other words are likely to mean."""


def complaint(e: click.ClickException, args: Sequence[str]) -> MatcalcError:
    """Click's complaint as an error of this program."""
    message, *proposed = re.split(r"[. (]*Did you mean ", e.format_message())
    context = getattr(e, "ctx", None)
    known = import_module("matcalc.cli.group").COMMANDS
    path = context.command_path if context is not None else " ".join(["matcalc", *(a for a in args[:1] if a in known)])
    message = " ".join(message.rstrip(". ").split())
    message = message[:1].lower() + message[1:]
    message = re.sub(r"is not a valid integer(?: range)?", "is no whole number", message)
    if (other := _other_cause(message, path, args, known)) is not None:
        return other
    near = re.findall(r"'(.*?)'", "".join(proposed))
    wrong = next(iter(re.findall(r"'(.*?)'", message)), "")
    command = context.command if context is not None else None
    example = _example(command)
    hint = _alias(message, command) or did_you_mean(wrong, near) or _meant(message, path, args, example)
    return MatcalcError("usage", message, hint=hint or f"{path} --help shows what there is")


def _other_cause(message: str, path: str, args: Sequence[str], known: Collection[str]) -> MatcalcError | None:
    """The error where click sees but what follows from a mistake: -wrt, or options before the command or behind --."""
    single = next(filter(re.compile(r"-(?:wrt|shapes|format|assume|kind|form|steps)(?:=.*)?").fullmatch, args), "")
    if single:
        right = [f"-{arg}" if arg == single else arg for arg in args]
        return MatcalcError("usage", f"no such option {visible(single)!r}", hint=_proposed(right))
    if "missing option" in message and "--" in args and "--wrt" in args[args.index("--"):]:
        return MatcalcError("usage", "what stands behind -- is no option",
                            hint=_proposed([arg for arg in args if arg != "--"]))
    command = next((arg for arg in args if arg in known), None)
    if path == "matcalc" and "no such option" in message and command is not None:
        return MatcalcError("usage", message, hint="options stand behind the command: "
                            + _line([command, *(arg for arg in args if arg != command)]))
    return None


def _proposed(args: Sequence[str]) -> str:
    return f"did you mean {_line(args)}?"


def _line(args: Sequence[str]) -> str:
    """A command as it is typed in a shell."""
    return " ".join(["matcalc", *map(_quoted, args)])


def _example(command: click.Command | None) -> str:
    """The first example on the page of a command."""
    examples = re.findall(r"^  (matcalc .*)$", (command.epilog or "") if command is not None else "", re.MULTILINE)
    return examples[0] if examples else ""


def unknown_command(args: Sequence[str], known: Sequence[str]) -> MatcalcError:
    """The error for a word that is no command: another one is meant, or the word is an expression."""
    word = args[0]
    if word in COMMANDS:
        hint: str | None = f"did you mean matcalc {COMMANDS[word]}?"
    elif word in ("help", "version"):
        hint = f"did you mean {' '.join(['matcalc', *(arg for arg in args[1:2] if arg in known), f'--{word}'])}?"
    elif "--wrt" in args and not _SYMBOL.fullmatch(word):
        hint = _proposed(["diff", *args])
    else:
        hint = did_you_mean(word, known) or 'to derive: matcalc diff "EXPR" --wrt X'
    return MatcalcError("usage", f"there is no command {visible(word)!r}", hint=hint)


def _alias(message: str, command: click.Command | None) -> str | None:
    """What is meant by an option, or by a value, of another name."""
    if (found := re.search(r"'([^']*)' is not one of (.*)", message)) is not None:
        given, values = found[1].lower(), re.findall(r"'(.*?)'", found[2])
        meant = [value for value in values if value == VALUES.get(given)] or [
            value for value in values if given and value.startswith(given)]
        return f"did you mean {meant[0]}?" if len(meant) == 1 else None
    found = re.search(r"(?:no such option|unexpected extra arguments?) ['(](-[\w-]+)", message)
    option = _option(found[1], command) if found is not None and command is not None else None
    return f"did you mean {option}?" if option else None


def _option(name: str, command: click.Command) -> str | None:
    """What is meant by an option of another name: it is the value of one, or another word for one of this command."""
    options = [p for p in command.params if isinstance(p, click.Option)]
    word = VALUES.get(name[2:], name[2:])
    for p in options:
        if isinstance(p.type, click.Choice) and word in p.type.choices:
            return f"{p.opts[0]} {word}"
    own = {opt for p in options for opt in p.opts}
    return next((text for text in OPTIONS.get(name, ()) if text.startswith(">") or text.split()[0] in own), None)


def _meant(message: str, path: str, args: Sequence[str], example: str) -> str | None:
    """What may have been meant by a command line that click refuses."""
    if (wrong := re.search(r"'([^']*)' is not one of (.*)", message)) is not None:
        return did_you_mean(wrong[1], re.findall(r"'(.*?)'", wrong[2]))
    if (limits := re.search(r"for '(--\w+)': (\S+) is not in the range (\d+)<=x(?:<=(\d+))?", message)) is not None:
        _, low, high = limits.groups()[1:]
        return f"did you mean {limits[1]} {high if high and int(limits[2]) > int(high) else low}?"
    if (number := re.search(r"for '(--\w+)': '(\w+)' is no whole number", message)) is not None:
        return f"did you mean {number[1]} {WORDS[number[2]]}?" if number[2] in WORDS else f"write {number[1]} 2"
    if (flag := re.search(r"option '(--\w+)' does not take a value", message)) is not None:
        return f"did you mean {flag[1]}?"
    if "unexpected extra argument" in message:
        return f"quote the expression: {example}" if '"' in example else None
    if "requires an argument" in message and (option := re.search(r"--?[\w-]+", message)) is not None:
        return EXAMPLES.get(option[0])
    if "missing option '--wrt'" in message:
        return _missing_wrt(path, args)
    return f"for example: {example}" if "missing argument" in message and example else None


def _missing_wrt(path: str, args: Sequence[str]) -> str:
    """The command with the symbol behind --wrt: the last word if it is one, else one of the expression."""
    operands = [arg for arg in args[1:] if not arg.startswith("-") and arg != "wrt"]
    if not operands:
        return f'{path} "x\'A x" --wrt x'
    expression, *others = operands
    names = [arg for arg in others if _SYMBOL.fullmatch(arg)] or _SYMBOL.findall(expression)[-1:] or ["x"]
    return f"did you mean {path} {_quoted(expression)} --wrt {names[0]}?"


def _quoted(arg: str) -> str:
    """An argument as it is typed in a shell."""
    if re.fullmatch(r"[\w./:=,+-]+", arg):
        return visible(arg)
    return f"'{visible(arg)}'" if "'" not in arg and re.search(r'[$`\\"!]', arg) else f'"{visible(arg)}"'


WORDS = {"one": 1, "two": 2, "three": 3, "first": 1, "second": 2, "third": 3}
EXAMPLES = {"--wrt": "say what to derive by: --wrt x", "--format": "--format latex",
            "--declare": '-d "A: m x n"', "-d": '-d "A: m x n"', "--shapes": "--shapes FILE.toml",
            "--assume": '--assume "S: symmetric"', "-o": "-o FILE", "--target": "--target jax"}
"""What options without their argument look like with it."""

VALUES = {"tex": "latex", "python": "numpy", "py": "numpy", "np": "numpy", "pytorch": "torch", "octave": "matlab",
          "html": "mathml", "jl": "julia", "txt": "text", "plain": "text", "unicode": "text", "human": "text",
          "md": "markdown", "xml": "junit", "einsum": "index", "yes": "always", "no": "never", "on": "always",
          "off": "never", "true": "always", "false": "never"}
"""Other words for values of options."""

OPTIONS: dict[str, tuple[str, ...]] = {
    "--no-color": ("--color never",), "--colour": ("--color",), "-v": ("--version", "--wrt"), "--silent": ("--quiet",),
    **dict.fromkeys(("--var", "--variable", "--symbol", "--by", "-w", "-x"), ("--wrt",)), "--shape": ("--declare",),
    "-f": ("--format", "--target"), "-t": ("--target", "--format"), "--format": ("--target",),
    "--target": ("--format",), "-a": ("--assume",),
    **dict.fromkeys(("-o", "--output", "--out"), ("--output", "> FILE")),
    **{f"--{word}": (f'--assume "X: {word}"',) for word in ASSUMPTIONS},
}
"""Other names for options, of which a command has one or the other."""
