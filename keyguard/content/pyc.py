"""Compiled Python -> its constants, each with the names that it is given to or given under: nearly a source.

A line is an assignment, a call or another use of constants, ``MISTRAL_API_KEY = "…"``, ``Client(api_key="…")``. The
instructions are followed one by one, jumps are not: what a name is given is what was loaded last.
"""

from keyguard.content.marshalled import Code, Damaged, Reader
from keyguard.content.pyc_instructions import MAGICS, PYTHON_311, PYTHON_312, instructions
from keyguard.content.pyc_worth import is_worth
from keyguard.content.streams import gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from mmap import mmap
    from typing import Any, TypeAlias

    from keyguard.content.marshalled import Object
    from keyguard.content.streams import Member, Meter

    # what waits for its use: a text of a source, a tuple of constants, one of such texts, a function
    Value: TypeAlias = 'Object | list[Any]'

# what stands before the module: its version, and of which source it is
_HEAD = 16
# of a text that is longer, this much is written where it is used again
_LONG = 512
# so many values wait at most: more is no expression; and a value that is longer is a line of its own
_WAITING, _LONGEST_VALUE = 1000, 1000
# so much of a module is instructions at most, in bytes: more of them are passed over
_MOST = 1 << 20


def members(data: 'bytes | mmap', meter: 'Meter') -> 'Iterator[Member]':
    """The lines of the module, of its functions and classes; nothing where no run in it could be a key that is told by
    a name in it, or where it is no module. Linear.
    """
    column = MAGICS.get(data[:2])
    if column is None or not is_worth(data[:]):
        return
    try:
        module = Reader(data[:], _HEAD, column >= PYTHON_311).read()
    except Damaged:
        # what it has is seen in its bytes
        return
    if isinstance(module, Code):
        content, reason = gathered(_lines(module, column, meter), meter.limits.member)
        yield b'constants', content, reason


def _lines(module: Code, column: int, meter: 'Meter') -> 'Iterator[bytes]':
    waiting = [module]
    seen = {id(module)}
    left = _MOST
    while waiting:
        code = waiting.pop()
        code.code = code.code[:left]
        left -= len(code.code)
        # they are followed one by one
        meter.work(4 * len(code.code))
        for line in Lines(code, column).all():
            meter.give(len(line))
            yield line
        yield b'\n'
        for each in reversed(code.constants):
            if isinstance(each, Code) and id(each) not in seen:
                seen.add(id(each))
                waiting.append(each)


class Lines:
    """The lines of one function, class or module."""

    def __init__(self, code: Code, column: int) -> None:
        self._code = code
        self._column = column
        # the values that wait for what is done with them: texts of a source, tuples of constants, functions
        self._values: list[Value] = []
        self._names: Sequence[Object] = ()
        self._last: Value = None
        self._stored = False
        self._long: list[bytes] = []
        # the constants that were written, and those that something is made of
        self._shown: set[int] = set()
        self._loaded: set[int] = set()

    def all(self) -> 'Iterator[bytes]':
        table = instructions(self._column)
        code = self._code.code
        more = 0
        for at in range(0, len(code) - 1, 2):
            name = table.get(code[at])
            number = more << 8 | code[at + 1]
            more = number & 0xFFFF if name == 'more' else 0
            if name and name != 'more':
                yield from self._step(name, number)
            if self._long:
                yield from self._long
                self._long = []
            if len(self._values) > _WAITING:
                yield from self._rest()
        yield from self._rest()
        # what only stands in what is not understood
        known = self._shown | self._loaded
        for each in self._code.constants:
            if isinstance(each, (bytes, tuple)) and each and id(each) not in known:
                yield self._quoted(each) + b'\n'

    def _step(self, name: str, number: int) -> 'Iterator[bytes]':
        if name.startswith('to '):
            yield from self._store(name, number)
        elif name in ('end', 'return', 'return constant'):
            if name == 'return constant':
                self._push(self._constant(number))
            yield from self._rest()
        else:
            if self._stored:
                yield from self._rest()
            self._value(name, number)

    def _value(self, name: str, number: int) -> None:
        """What the instruction makes of the values that wait."""
        code = self._code
        if name == 'constant':
            self._push(self._constant(number))
        elif name == 'small':
            self._push(b'%d' % number)
        elif name in ('name', 'global'):
            self._push(_at(code.names, number >> (name == 'global' and self._column >= PYTHON_311)))
        elif name in ('attribute', 'method'):
            shown = _at(code.names, number >> (name == 'attribute' and self._column >= PYTHON_312))
            self._push(self._text(self._pop())[-_LONG:] + b'.' + shown)
        elif name in ('variable', 'sure', 'borrowed'):
            self._push(_at(code.variables, number))
        elif name in ('two variables', 'two borrowed'):
            self._push(_at(code.variables, number >> 4))
            self._push(_at(code.variables, number & 15))
        elif name == 'cell':
            self._push(_at(code.cells, number))
        elif name == 'import':
            self._pops(2)
            self._push(_at(code.names, number))
        elif name == 'apart':
            value = self._values[-1] if self._values else None
            if isinstance(value, (tuple, list)):
                self._pop()
                parts = value if isinstance(value, list) else [self._quoted(each) for each in value[:_WAITING]]
                self._values += reversed(parts)
        elif name == 'turn' or (name == 'swap' and number == 2):
            self._values[-2:] = self._values[-2:][::-1]
        elif name == 'names':
            names = self._constant(number)
            self._names = names if isinstance(names, tuple) else ()
        else:
            self._made(name, number)

    def _made(self, name: str, number: int) -> None:
        """The value that a call is, or a map or a tuple of values."""
        if name == 'map':
            pairs = self._pops(2 * number)
            self._push_made(_map(pairs[::2], pairs[1::2], self._text))
        elif name == 'map of keys':
            keys = self._pop()
            keys = [self._quoted(key) for key in keys] if isinstance(keys, tuple) else []
            self._push_made(_map(keys, self._pops(number), self._text))
        elif name == 'tuple':
            # defaults of arguments may be made so
            some = [self._text(each) for each in self._pops(number)]
            made = self._text(some)
            if len(made) > _LONGEST_VALUE:
                self._push_made(made)
            else:
                self._values.append(some)
        else:
            names = self._pop() if name == 'call with names' else self._names
            self._names = ()
            names = names if isinstance(names, tuple) else ()
            values = [self._text(each) for each in self._pops(number)]
            first = max(0, len(values) - len(names))
            for at, each in enumerate(names[: len(values)], first):
                values[at] = (each if isinstance(each, bytes) else b'') + b'=' + values[at]
            self._push_made(self._text(self._pop()) + b'(' + b', '.join(values) + b')')

    def _store(self, name: str, number: int) -> 'Iterator[bytes]':
        """The line that gives the last value to a name, or to what the values before are."""
        code = self._code
        if name == 'to item':
            value, of, key = ([b''] * 3 + self._pops(3))[-3:]
            yield self._text(of) + b'[' + self._text(key) + b'] = ' + self._text(value) + b'\n'
        elif name == 'to attribute':
            of = self._pop()
            yield from self._given(self._text(of) + b'.' + _at(code.names, number))
        elif name == 'to variable and from':
            yield from self._given(_at(code.variables, number >> 4))
            yield from self._rest()
            self._push(_at(code.variables, number & 15))
            return
        elif name == 'to two variables':
            yield from self._given(_at(code.variables, number >> 4))
            yield from self._given(_at(code.variables, number & 15))
        elif name == 'to variable':
            yield from self._given(_at(code.variables, number))
        elif name == 'to cell':
            yield from self._given(_at(code.cells, number))
        else:
            yield from self._given(_at(code.names, number))
        self._stored = True

    def _given(self, name: bytes) -> 'Iterator[bytes]':
        made = next((each for each in self._values[-4:] if isinstance(each, Code)), None)
        if made:
            # a function, with the defaults of its last arguments before it or behind
            defaults = next((each for each in self._values[-4:] if isinstance(each, (tuple, list))), ())
            names = made.variables[: made.arguments][-len(defaults) :] if defaults else []
            quoted = isinstance(defaults, tuple)
            texts = [self._quoted(each) if quoted else self._text(each) for each in defaults]
            pairs = [first + b'=' + text for first, text in zip(names, texts)]
            self._values = [each for each in self._values if each is not made and each is not defaults]
            yield b'def ' + name + b'(' + b', '.join(pairs) + b')\n'
            return
        # one value may be given to several names
        value = self._pop() if self._values else self._last
        text = self._text(value)
        self._last = text[:_LONG] if self._stored or not self._values else None
        yield name + b' = ' + text + b'\n'

    def _rest(self) -> 'Iterator[bytes]':
        """What waits, in a line."""
        self._stored = False
        self._last = None
        if self._values:
            texts = [self._text(each) for each in self._values]
            self._values = []
            line = b' '.join(filter(None, texts))
            if line:
                yield line + b'\n'

    def _push(self, value: 'Value') -> None:
        self._values.append(value)

    def _push_made(self, value: bytes) -> None:
        """A value that is made of others; what is long is not copied again and again."""
        if len(value) > _LONGEST_VALUE:
            self._long.append(value + b'\n')
            value = b''
        self._push(value)

    def _pop(self) -> 'Value':
        return self._values.pop() if self._values else None

    def _pops(self, count: int) -> 'list[Value]':
        first = max(0, len(self._values) - count)
        found = self._values[first:]
        del self._values[first:]
        return found

    def _constant(self, number: int) -> 'Object':
        constants = self._code.constants
        value = constants[number] if number < len(constants) else None
        self._loaded.add(id(value))
        return self._quoted(value) if isinstance(value, bytes) else value

    def _quoted(self, value: 'Object') -> bytes:
        """A constant as a source has it; of a long one that was there before only the beginning."""
        if not isinstance(value, bytes):
            return self._text(value)
        again = id(value) in self._shown
        self._shown.add(id(value))
        return b'"' + (value[:_LONG] if again else value) + b'"'

    def _text(self, value: 'Value') -> bytes:
        if isinstance(value, list):
            return b'(' + b', '.join([self._text(each) for each in value]) + b')'
        if isinstance(value, tuple):
            again = id(value) in self._shown
            self._shown.add(id(value))
            some = value[:10] if again else value
            return b'(' + b', '.join([self._quoted(each) for each in some if isinstance(each, bytes)]) + b')'
        return value if isinstance(value, bytes) else b''


def _map(keys: 'Sequence[Value]', values: 'Sequence[Value]', text: 'Callable[[Value], bytes]') -> bytes:
    return b'{' + b', '.join([text(key) + b': ' + text(value) for key, value in zip(keys, values)]) + b'}'


def _at(names: 'Sequence[bytes]', number: int) -> bytes:
    return names[number] if number < len(names) else b''
