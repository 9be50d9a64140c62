"""What is wrong with a command line, in the form of all other errors, and what to type instead."""
from __future__ import annotations

import re
from collections.abc import Sequence

import click

from matcalc.diagnostics import MatcalcError, did_you_mean, visible

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
    path = context.command_path if context is not None else "matcalc"
    message = " ".join(message.rstrip(". ").split())
    message = message[:1].lower() + message[1:]
    near = re.findall(r"'(.*?)'", "".join(proposed))
    wrong = next(iter(re.findall(r"'(.*?)'", message)), "")
    hint = did_you_mean(wrong, near) or _meant(message, path, args)
    return MatcalcError("usage", message, hint=hint or f"{path} --help shows what there is")


def unknown_command(args: Sequence[str], known: Sequence[str]) -> MatcalcError:
    """The error for a word that is no command: another one is meant, or the word is an expression."""
    word = args[0]
    if word in COMMANDS:
        hint: str | None = f"did you mean matcalc {COMMANDS[word]}?"
    elif "--wrt" in args and not _SYMBOL.fullmatch(word):
        hint = f"did you mean matcalc diff {_quoted(word)} {' '.join(map(_quoted, args[1:]))}?"
    else:
        hint = did_you_mean(word, known) or 'to derive: matcalc diff "EXPR" --wrt X'
    return MatcalcError("usage", f"there is no command {visible(word)!r}", hint=hint)


def _meant(message: str, path: str, args: Sequence[str]) -> str | None:
    """What may have been meant by a command line that click refuses."""
    if (wrong := re.search(r"'([^']*)' is not one of (.*)", message)) is not None:
        return did_you_mean(wrong[1], re.findall(r"'(.*?)'", wrong[2]))
    if (limits := re.search(r"for '(--\w+)': (\S+) is not in the range (\d+)<=x(?:<=(\d+))?", message)) is not None:
        _, low, high = limits.groups()[1:]
        return f"did you mean {limits[1]} {high if high and int(limits[2]) > int(high) else low}?"
    if (number := re.search(r"for '(--\w+)': '(\w+)' is not a valid integer", message)) is not None:
        return f"did you mean {number[1]} {WORDS[number[2]]}?" if number[2] in WORDS else f"write {number[1]} 2"
    if "unexpected extra argument" in message:
        return f'quote the expression: {path} "x\'A x" --wrt x'
    if "requires an argument" in message and (option := re.search(r"--[\w-]+", message)) is not None:
        return EXAMPLES.get(option[0])
    return _missing_wrt(path, args) if "missing option '--wrt'" in message else None


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
            "--declare": '-d "A: m x n"', "--shapes": "--shapes FILE.toml"}
"""What options without their argument look like with it."""
