"""What begins with a colon: commands that act on the last result, or say how answers are wanted from now on."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from matcalc import kinds
from matcalc.catalogue import entries
from matcalc.cli.formats import FORMATS, STEPS
from matcalc.diagnostics import CODES, MatcalcError, did_you_mean, visible
from matcalc.repl import ask, files, judge, told
from matcalc.repl.results import Answers, Output, Result, Said, Seen
from matcalc.repl.state import Scope, State
from matcalc.repl.statements import Statement
from matcalc.structured import MANNERS
from matcalc.syntax.declare import spelled
from matcalc.syntax.lexer import lex

Done = tuple[State, Output]

SWITCH = ("on", "off")


class Command(NamedTuple):
    """A command: what it does with its argument, how it is written, what it is for, and what its argument may be."""

    act: Callable[[State, str], Done]
    usage: str
    about: str
    words: Callable[[Scope], Iterable[str]] = lambda scope: ()


def run(state: State, text: str) -> Done:
    """Run `:name argument`, `?name` or `name?`. Raises MatcalcError."""
    if not text.startswith(":"):
        return _explain(state, text.strip("? "))
    name, _, argument = text[1:].lstrip().partition(" ")
    command = COMMANDS.get(ALIASES.get(name, name))
    if command is None:
        raise MatcalcError("usage", f"there is no command :{visible(name)}",
                           hint=did_you_mean(name, COMMANDS) or ":help lists them")
    return command.act(state, argument.strip())


def statement(text: str) -> Statement:
    """The argument of a command as an expression. Raises MatcalcError."""
    if not text:
        raise MatcalcError("usage", "an expression is missing")
    return Statement(text, lex(text))


def _last(state: State) -> Answers | Seen:
    if not isinstance(state.last, Answers | Seen):
        raise MatcalcError("usage", "there is nothing yet to show", hint="ask for a derivative: d (x'A x)/d x")
    return state.last


def _answers(state: State) -> Answers:
    if not isinstance(state.last, Answers):
        raise MatcalcError("usage", "the last result is no derivative", hint="ask for one: d (x'A x)/d x")
    return state.last


def _only(state: State, result: Result) -> Done:
    return state, Output([result])


def _format(name: str) -> Callable[[State, str], Done]:
    def act(state: State, argument: str) -> Done:
        if argument in SWITCH:
            return state.to(state.scope.moded(format=name if argument == "on" else "text")), Output()
        _nothing(argument, f":{name}")
        last = _last(state)
        if isinstance(last, Seen):
            return _only(state, last._replace(format=name))
        return _only(state, last._replace(format=name, steps=False))
    return act


def _nothing(argument: str, name: str) -> None:
    if argument:
        raise MatcalcError("usage", f"{name} takes on, off or nothing, and not {visible(argument)}")


def _steps(state: State, argument: str) -> Done:
    if argument in SWITCH:
        return state.to(state.scope.moded(steps=argument == "on")), Output()
    _nothing(argument, ":steps")
    last = _answers(state)
    return _only(state, last._replace(steps=True, format=last.format if last.format in STEPS else "text"))


def _mode(name: str, words: Iterable[str], usual: str) -> Callable[[State, str], Done]:
    """A command that says how derivatives are wanted, and asks for the last one again."""
    def act(state: State, argument: str) -> Done:
        if not argument:
            return _only(state, Said(lambda look: getattr(state.scope.mode, name) or usual))
        if argument not in (*words, usual):
            hint = did_you_mean(argument, words) or f"there are {', '.join((*words, usual))}"
            raise MatcalcError("usage", f"there is no {name} {visible(argument)!r}", hint=hint)
        scope = state.scope.moded(**{name: argument if argument in words else ""})
        if not isinstance(state.last, Answers):
            return state.to(scope), Output()
        try:
            again = ask.answers(scope, state.last.asked)
        except MatcalcError as e:
            return state.to(scope), Output(error=e)
        return state.to(scope).showing(again), Output([again])
    return act


def _shapes(state: State, argument: str) -> Done:
    if argument:
        return _only(state, ask.seen(state.scope, statement(argument))._replace(whole=True))
    last = _last(state)
    seen = last if isinstance(last, Seen) else ask.seen(state.scope, last.asked.body)
    return _only(state, seen._replace(whole=True))


def _verify(state: State, argument: str) -> Done:
    last = _answers(state)
    return judge.claimed(state, last.asked, statement(argument))


def _equal(state: State, argument: str) -> Done:
    given = statement(argument)
    signs = given.outside("EQUAL")
    if signs:
        return judge.compared(state, given.part(0, signs[0]), given.part(signs[-1] + 1))
    last = _last(state)
    if isinstance(last, Answers):
        return judge.claimed(state, last.asked, given)
    return judge.compared(state, statement(last.shown), given)


def _explain(state: State, argument: str) -> Done:
    return _only(state, told.explained(state.scope, spelled(argument)))


def _functions(state: State, argument: str) -> Done:
    return _only(state, told.functions(argument.split()))


def _names(state: State, argument: str) -> Done:
    return _only(state, told.names(state.scope))


def _forget(state: State, argument: str) -> Done:
    names = [spelled(name) for name in argument.replace(",", " ").split()]
    for name in names or [""]:
        if name not in state.scope.names:
            raise MatcalcError("unknown-name", f"{visible(name) or 'this'} means nothing here that could be forgotten",
                               hint=did_you_mean(name, state.scope.names) or ":names lists what there is")
    return state.to(state.scope.without(names)), Output()


def _reset(state: State, argument: str) -> Done:
    return State().to(state.scope).to(Scope()), Output()


def _undo(state: State, argument: str) -> Done:
    if not state.before:
        raise MatcalcError("usage", "there is nothing to undo")
    lost, kept = (told.names(scope).text.split("\n") for scope in (state.scope, state.undone.scope))
    return state.undone, Output(notes=[f"taken back: {line}" for line in lost if line not in kept])


def _help(state: State, argument: str) -> Done:
    rows = [(c.usage, c.about) for c in COMMANDS.values() if c.about]
    return _only(state, Said(lambda look: told.help_(rows, look)))


def _quit(state: State, argument: str) -> Done:
    return state, Output(over=True)


COMMANDS: dict[str, Command] = {
    "steps": Command(_steps, ":steps", "how the last answer comes about", lambda scope: SWITCH),
    "latex": Command(_format("latex"), f":latex, :{', :'.join(name for name in FORMATS if name != 'latex')}",
                     "the last answer in that language", lambda scope: SWITCH),
    **{name: Command(_format(name), "", "", lambda scope: SWITCH) for name in FORMATS if name != "latex"},
    "form": Command(_mode("form", kinds.FORMS, "auto"), ":form kronecker", "ask again for another closed form",
                    lambda scope: kinds.FORMS),
    "layout": Command(_mode("layout", kinds.LAYOUTS, "mixed"), ":layout numerator", "in another layout",
                      lambda scope: kinds.LAYOUTS),
    "structured": Command(_mode("structured", list(MANNERS), "off"), ":structured entries",
                          "use what is assumed of the variable; `off` ends it", lambda scope: (*MANNERS, "off")),
    "shapes": Command(_shapes, ":shapes [EXPR]", "how it is read, and the shape of every part"),
    "verify": Command(_verify, ":verify CLAIM", "is this the last derivative? If not, what is wrong?"),
    "equal": Command(_equal, ":equal EXPR [= EXPR]", "are two expressions the same? One alone, and the last result?"),
    "explain": Command(_explain, ":explain NAME, ?NAME", "a name, a function, a sign, the code of an error",
                       lambda scope: (*scope.names, *CODES, *(name for e in entries() for name in e.names))),
    "functions": Command(_functions, ":functions [NAME]", "the functions there are",
                         lambda scope: [name for e in entries() for name in e.names]),
    "names": Command(_names, ":names", "what is declared and defined, and the mode"),
    "load": Command(files.load, ":load FILE", "take the shapes of a .toml file, or run the lines of any other"),
    "save": Command(files.save, ":save FILE", "write the shapes to a .toml file, or all as lines to any other"),
    "save!": Command(partial(files.save, over=True), "", ""),
    "forget": Command(_forget, ":forget NAME", "make a name mean nothing", lambda scope: scope.names),
    "undo": Command(_undo, ":undo", "take back the last declaration, definition or mode"),
    "reset": Command(_reset, ":reset", "forget everything"),
    "help": Command(_help, ":help", "this"),
    "quit": Command(_quit, ":quit", "end the session; so does Ctrl-D"),
}
"""By name; those without words of their own stand in the line of another."""

ALIASES = {"q": "quit", "exit": "quit", "h": "help", "?": "help", "who": "names", "step": "steps", "shape": "shapes"}
