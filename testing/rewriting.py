"""A text with keys -> the same text as keyguard rewrites it, keys and all the rest of the way that a file goes."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from keyguard.catalogue import one
from keyguard.model import Blob, Report
from keyguard.pipeline import run
from keyguard.remedies.steps import variable_of
from keyguard.rewrite.naming import Use, name
from keyguard.rewrite.plan import Draft
from keyguard.samples import sample
from keyguard.settings import Settings

# what stands in a text for a key, and whose key that is
OWNERS = {'@@': 'openai', '@2@': 'openai', '@a@': 'anthropic', '@c@': 'cohere', '@t@': 'tavily'}
KEYS = {mark: sample(one(owner).detectors[0], 1 + (mark == '@2@')).decode() for mark, owner in OWNERS.items()}


def filled(text: str, keys: Mapping[str, str] = KEYS) -> str:
    """The text with its keys."""
    for mark, key in keys.items():
        text = text.replace(mark, key)
    return text


def unfilled(text: str, keys: Mapping[str, str] = KEYS) -> str:
    """The text with a mark for every key."""
    for mark, key in keys.items():
        text = text.replace(key, mark)
    return text


def draft(data: bytes, path: str) -> tuple[Draft, dict[str, str]]:
    """The file as it is rewritten, and the value of every variable that is read in it then."""

    def look(data: bytes) -> Report:
        return run([Blob(path.encode(), data)], Settings())

    before = look(data)
    made = Draft(path.encode(), data, before.blocked, before.accepted)
    uses = [Use(finding.secret.fingerprint, own, variable_of(finding)) for finding, own in zip(made.findings, made.own)]
    name(uses, lambda _name, _fingerprint: False)
    made.finish([use.variable for use in uses], look, before)
    values = {use.variable: finding.secret.reveal().decode() for use, finding in zip(uses, made.findings)}
    return made, values


def rewritten(text: str, path: str) -> str:
    """The new text with marks for keys, or ``left: `` and why it stays as it is."""
    made, _ = draft(filled(text).encode(), path)
    return f'left: {made.reason}' if made.new is None else unfilled(made.new.decode())


# --- running what comes out


class Client:
    """An SDK's object that tells which key it was given, or read from its variable, and every other argument."""

    variable = ''
    seen: list[tuple[object, ...]]

    def __init__(self, *args: object, **named: object) -> None:
        import os

        given = [*args, *(named.pop(name) for name in ('api_key', 'token', 'auth_token') if name in named)]
        key = given[0] if given else os.environ[self.variable]
        self.key = key.decode() if isinstance(key, bytes) else key
        self.seen.append((type(self).__name__, self.key, *given[1:], *sorted(named.items(), key=str)))


@contextmanager
def sdks() -> Iterator[list[tuple[object, ...]]]:
    """Stubs of a few SDKs as modules; out comes what their objects were given, in order."""
    seen: list[tuple[object, ...]] = []
    kept = {}
    made = {
        'openai': {'OpenAI': 'OPENAI_API_KEY', 'AsyncOpenAI': 'OPENAI_API_KEY'},
        'anthropic': {'Anthropic': 'ANTHROPIC_API_KEY'},
        'cohere': {'Client': 'CO_API_KEY', 'ClientV2': 'CO_API_KEY'},
        'tavily': {'TavilyClient': 'TAVILY_API_KEY'},
    }
    for module, classes in made.items():
        kept[module] = sys.modules.get(module)
        stub = types.ModuleType(module)
        for each, variable in classes.items():
            setattr(stub, each, type(each, (Client,), {'variable': variable, 'seen': seen}))
        sys.modules[module] = stub
    try:
        yield seen
    finally:
        for module, old in kept.items():
            sys.modules.pop(module)
            if old is not None:
                sys.modules[module] = old


def ran(text: str, variables: Mapping[str, str], set_variable: Callable[[str, str], None]) -> object:
    """What a Python program does: what SDKs were given, what its names are bound to, and what it set in the
    environment. ``set_variable`` sets a variable for the length of a test.
    """
    import os

    before = dict(os.environ)
    try:
        for each, value in variables.items():
            set_variable(each, value)
        with sdks() as seen:
            space: dict[str, object] = {'__name__': 'program'}
            exec(compile(text, 'program.py', 'exec', dont_inherit=True), space)
            bound = {
                key: value for key, value in space.items() if isinstance(value, (str, bytes, list, dict, tuple, bool))
            }
            for each in ('__builtins__', '__doc__'):
                bound.pop(each, None)
            return seen, bound
    finally:
        for each in set(os.environ) - set(before):
            del os.environ[each]
        os.environ.update(before)
