"""A key in pieces is found in every carrier that puts it together, and leads back to its parts; words are left alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import everything
from keyguard.content import joined
from keyguard.detect import detect
from keyguard.joints import has_joint
from keyguard.kinds import Detector
from keyguard.model import Blob, Hit, View
from keyguard.pipeline import run
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from testing.clock import keeps_pace

Carrier = Callable[[Sequence[str]], str]

OWNERS = {detector.id: provider for provider in everything() for detector in provider.detectors}
DETECTORS = {
    detector.id: detector
    for provider in everything()
    for detector in provider.detectors
    # whose an AIza key is tells a name, that it is one does not
    if detector.literals and not detector.names and (not detector.fallback or detector.id == 'google-api-key')
}
KINDS = [
    DETECTORS[id]
    for id in (
        'anthropic-api-key',
        'cerebras-api-key',
        'databricks-personal-access-token',
        'daytona-api-key',
        'digitalocean-gradient-personal-access-token',
        'e2b-api-key',
        'firecrawl-api-key',
        'github-models-fine-grained-token',
        'github-models-personal-access-token',
        'groq-api-key',
        'huggingface-user-token',
        'jina-api-key',
        'langfuse-secret-key',
        'langsmith-personal-access-token',
        'nvidia-api-key',
        'openai-project-key',
        'openai-service-account-key',
        'openrouter-api-key',
        'perplexity-api-key',
        'pinecone-api-key',
        'replicate-api-token',
        'tavily-api-key',
        'vercel-ai-gateway-key',
        'wandb-api-key',
        'xai-api-key',
        'google-api-key',
    )
]


def _dash(detector: Detector, key: str) -> list[int]:
    """Behind the first dash of the literal."""
    literal = _literal(detector, key)
    return [next((at + 1 for at, char in enumerate(literal) if char in '-_'), len(literal))]


def _literal(detector: Detector, key: str) -> str:
    return detector.prefix_of(key.encode()).decode()


# where a key is cut
CUTS: dict[str, Callable[[Detector, str], list[int]]] = {
    'behind the first dash': _dash,
    'behind the literal': lambda detector, key: [len(_literal(detector, key))],
    'behind three more characters': lambda detector, key: [len(_literal(detector, key)) + 3],
    'late': lambda detector, key: [max(24, len(key) * 3 // 4)],
    'behind the literal and before the end': lambda detector, key: [len(_literal(detector, key)), len(key) - 5],
}


def _listed(before: str, separator: str, after: str, quote: str = '"') -> Carrier:
    """The parts as literals, with a separator between them."""
    return lambda parts: before + separator.join(f'{quote}{part}{quote}' for part in parts) + after


def _split(before: str, separator: str, after: str) -> Carrier:
    """The parts as they are, with a separator between them."""
    return lambda parts: before + separator.join(parts) + after


def _turns(before: str, even: str, odd: str, after: str) -> Carrier:
    """The parts in two dresses, turn by turn; each has @@ for the part."""
    return lambda parts: (
        before + ''.join((odd if at % 2 else even).replace('@@', part) for at, part in enumerate(parts)) + after
    )


def _constant(assignment: str, before: str, after: str) -> Carrier:
    """The first part is a constant's value, the others stand where it is used."""
    return lambda parts: f'{assignment.replace("@@", parts[0])}\n\nsize = 1\n{before}{"".join(parts[1:])}{after}\n'


def _two(first: str, second: str, use: str) -> Carrier:
    """The first part and the others are values of two constants."""
    return lambda parts: (
        f'{first.replace("@@", parts[0])}\n{second.replace("@@", "".join(parts[1:]))}\nsize = 1\n{use}\n'
    )


def _template(before: str, placeholder: str, middle: str, after: str) -> Carrier:
    """A template of placeholders, and the parts that fill them."""

    def carrier(parts: Sequence[str]) -> str:
        template = ''.join(placeholder.replace('#', str(at)) for at in range(len(parts)))
        return before + template + middle + ', '.join(f'"{part}"' for part in parts) + after

    return carrier


def _statements(before: str, first: str, other: str, after: str = '') -> Carrier:
    """A statement for the first part, and one for each of the others; @@ is the part."""
    return lambda parts: (
        before + first.replace('@@', parts[0]) + ''.join(other.replace('@@', part) for part in parts[1:]) + after
    )


def _margin(margin: str, newline: str = '\n') -> Carrier:
    """Lines that were wrapped, each behind a margin."""
    return lambda parts: (
        newline.join([f'{margin}the key is', *(margin + part for part in parts), f'{margin}and no more']) + newline
    )


OPERATORS = {
    'plus': ' + ',
    'plus without blanks': '+',
    'plus at the end of a line': ' +\n        ',
    'plus at the beginning of a line': '\n        + ',
    'plus and a backslash': ' + \\\n    ',
    'plus and a comment': ' +  // the rest\n        ',
    'dot of PHP': ' . ',
    'ampersand': ' & ',
    'ampersand and a continued line': ' & _\n        ',
    'plus and a backtick of PowerShell': ' + `\n    ',
    'plus and a backtick, CRLF': ' +`\r\n    ',
    'plus behind a backtick of PowerShell': ' `\n    + ',
    'tilde': ' ~ ',
    'two dots of Lua': ' .. ',
    'two pluses of Haskell': ' ++ ',
    'diamond of Elixir': ' <> ',
    'bars of SQL': ' || ',
    'stream of C++': ' << ',
}
NAMES = {
    'Python': 'PREFIX = "@@"',
    'Python with a type': 'PREFIX: Final[str] = "@@"',
    'JavaScript': "const PREFIX = '@@';",
    'Java': 'private static final String PREFIX = "@@";',
    'TypeScript': "const PREFIX: string = '@@';",
    'Rust': 'const PREFIX: &str = "@@";',
    'Go': 'const PREFIX string = "@@"',
    'Go, short': 'PREFIX := "@@"',
    'shell': 'PREFIX="@@"',
    'shell without quotes': 'export PREFIX=@@',
    'PHP': "$PREFIX = '@@';",
    'Visual Basic': 'Const PREFIX As String = "@@"',
    'an attribute': 'class Client:\n    PREFIX = "@@"',
}
MARGINS = {
    'nothing': '',
    'blanks': '    ',
    'mail': '> ',
    'mail in mail': '> > ',
    '#': '# ',
    '//': '// ',
    '*': ' * ',
    '--': '-- ',
    ';;': ';; ',
    '%': '% ',
}
UNSEEN = {
    'U+200B': '\u200b',
    'U+200C': '\u200c',
    'U+200D': '\u200d',
    'U+2060': '\u2060',
    'U+FEFF': '\ufeff',
    'U+00AD': '\u00ad',
    'wbr': '<wbr>',
    'wbr, closed': '<wbr/>',
    'shy': '&shy;',
    '8203': '&#8203;',
    'x200B': '&#x200B;',
    'ZeroWidthSpace': '&ZeroWidthSpace;',
}
CARRIERS: dict[str, Carrier] = {
    **{f'operator: {name}': _listed('key = ', operator, '\n') for name, operator in OPERATORS.items()},
    **{f"operator, ': {name}": _listed('key = ', operator, '\n', "'") for name, operator in OPERATORS.items()},
    'adjacent': _listed('key = ', ' ', '\n'),
    'adjacent, one quote': _listed('key = ', ' ', '\n', "'"),
    'adjacent in lines': _listed('key = (\n    ', '\n    ', '\n)\n'),
    'adjacent in lines with comments': _listed('key = (\n    ', '  # the public part\n    ', '\n)\n'),
    'adjacent in C': _listed('static const char *key =\n\t', '\n\t', ';\n'),
    'adjacent, f': _statements('key = (', 'f"@@"', '\n       f"@@"', ')\n'),
    'adjacent, rb and b': _turns('key = ', "b'@@' ", "rb'@@' ", '\n'),
    'adjacent, two quotes': _turns('key = ', '"@@" ', "'@@' ", '\n'),
    'join of Python': _listed('key = "".join([', ', ', '])\n'),
    'join of Python, lines': _listed('key = "".join([\n    ', ',\n    ', ',\n])\n'),
    'join of Python, a tuple': _listed('key = "".join((', ', ', '))\n', "'"),
    'join of JavaScript': _listed('const key = [', ',', "].join('');\n", "'"),
    'join of JavaScript, lines': _listed('const key = [\n  ', ',\n  ', '\n].join("");\n'),
    'join of JavaScript, a last comma': _listed('const key = [\n  ', ',\n  ', ',\n].join("");\n'),
    'join of Ruby': _listed('key = [', ', ', '].join\n', "'"),
    'join of C#': _listed('var key = String.Join("", ', ', ', ');\n'),
    'join of C#, an array': _listed('var key = string.Join(string.Empty, new[] { ', ', ', ' });\n'),
    'join of PowerShell': _listed('$k = -join @(', ', ', ')\n'),
    'join of PowerShell, behind the list': _listed('$k = (', ', ', ") -join ''\n"),
    'join of Java': _listed('String key = String.join("", List.of(', ', ', '));\n'),
    'join of Go': _listed('key := strings.Join([]string{', ', ', '}, "")\n'),
    'join of Elixir': _listed('key = [', ', ', '] |> Enum.join()\n'),
    'join of Perl': _listed("my $key = join('', ", ', ', ');\n', "'"),
    'implode': _listed("$key = implode('', [", ', ', ']);\n', "'"),
    'implode, an array': _listed('$key = implode("", array(', ', ', '));\n'),
    'concat': _listed('key = concat(', ', ', ')\n'),
    'concat of SQL': _listed('SELECT CONCAT(', ', ', ');\n', "'"),
    'concat of Rust': _listed('const KEY: &str = concat!(', ', ', ');\n'),
    'concat of JavaScript': _statements('const key = ', '"@@"', '.concat("@@")', ';\n'),
    'paste0': _listed('key <- paste0(', ', ', ')\n'),
    'builder': _statements('key = new StringBuilder()', '.append("@@")', '.append("@@")', '.toString();\n'),
    'builder, lines': _statements('key = new StringBuilder()', '\n    .append("@@")', '\n    .append("@@")', ';\n'),
    'builder, statements': _statements('var sb = new StringBuilder();\n', 'sb.Append("@@");\n', 'sb.Append("@@");\n'),
    'strcat': _statements('char key[200];\n', 'strcpy(key, "@@");\n', 'strcat(key, "@@");\n'),
    'push_str': _statements('let mut key = String::new();\n', 'key.push_str("@@");\n', 'key.push_str("@@");\n'),
    'append to a list': _statements('parts = []\n', 'parts.append("@@")\n', 'parts.append("@@")\n'),
    'backslash in a string': _split('key = "', '\\\n', '"\n'),
    'backslash in a shell word': _split('export KEY=', '\\\n', '\n'),
    'backslash in YAML': _split('key: "', '\\\n    ', '"\n'),
    'backslash, CRLF': _split('key = "', '\\\r\n', '"\r\n'),
    'shell, one quote beside another': _split("export KEY='", "''", "'\n"),
    'shell, two quotes': _turns('export KEY=', '"@@"', "'@@'", '\n'),
    'shell, quoted in turns': _turns('export KEY=', '@@', '"@@"', '\n'),
    'constant in an f-string': _turns('key = f"', '@@', "{'@@'}", '"\n'),
    'constant in a template string': _turns('const key = `', '${"@@"}', '@@', '`;\n'),
    'constant in a string of Ruby': _turns('key = "', "#{'@@'}", '@@', '"\n'),
    **{f'name + literal: {name}': _constant(text, 'key = PREFIX + "', '"') for name, text in NAMES.items()},
    'attribute + literal': _constant('class Client:\n    prefix = "@@"', '    key = self.prefix + "', '"'),
    'name . literal': _constant("$prefix = '@@';", "$key = $prefix . '", "';"),
    'name in an f-string': _constant('PREFIX = "@@"', 'key = f"{PREFIX}', '"'),
    'attribute in an f-string': _constant('PREFIX = "@@"', 'key = f"{config.PREFIX}', '"'),
    'name in a template string': _constant("const prefix = '@@';", 'const key = `${prefix}', '`;'),
    'name in a string of Ruby': _constant("prefix = '@@'", 'key = "#{prefix}', '"'),
    'name in a string of Swift': _constant('let prefix = "@@"', 'let key = "\\(prefix)', '"'),
    'name in a string of PHP': _constant("$prefix = '@@';", '$key = "{$prefix}', '";'),
    'name in a shell word': _constant('PREFIX="@@"', 'KEY="${PREFIX}', '"'),
    'name beside a quote of the shell': _constant('PREFIX=@@', 'KEY=$PREFIX"', '"'),
    'name in a make file': _constant('PREFIX=@@', 'KEY := $(PREFIX)', ''),
    'name in a batch file': _constant('set PREFIX=@@', 'set KEY=%PREFIX%', ''),
    'name in a list that is joined': _constant('PREFIX = "@@"', 'key = "".join([PREFIX, "', '"])'),
    'name that fills a template': _constant('PREFIX = "@@"', 'key = "%s%s" % (PREFIX, "', '")'),
    'literal + name': lambda parts: f'REST = "{"".join(parts[1:])}"\nsize = 1\nkey = "{parts[0]}" + REST\n',
    'two names': _two('HEAD = "@@"', 'REST = "@@"', 'key = HEAD + REST'),
    'two names in an f-string': _two('HEAD = "@@"', 'REST = "@@"', 'key = f"{HEAD}{REST}"'),
    'two names in a shell word': _two('HEAD=@@', 'REST=@@', 'key="$HEAD$REST"'),
    'two names in a list': _two('HEAD = "@@"', 'REST = "@@"', 'key = "".join([HEAD, REST])'),
    '+=': _statements('', 'key = "@@"\n', 'key += "@@"\n'),
    '.=': _statements('', "$key = '@@';\n", "$key .= '@@';\n"),
    '%': _template('key = "', '%s', '" % (', ')\n'),
    'format': _template('key = "', '{}', '".format(', ')\n'),
    'format of C#': _template('var key = string.Format("', '{#}', '", ', ');\n'),
    'format of Rust': _template('let key = format!("', '{}', '", ', ');\n'),
    'Sprintf': _template('key := fmt.Sprintf("', '%s', '", ', ')\n'),
    '-f of PowerShell': _template('$key = "', '{#}', '" -f ', '\n'),
    '-f of PowerShell, brackets': _template('$key = "', '{#}', '" -f (', ')\n'),
    'format of a template that begins the key': lambda parts: f'k = "{parts[0]}{{}}".format("{"".join(parts[1:])}")\n',
    'format of a template with a number': lambda parts: f'k = "{parts[0]}{{0}}".format("{"".join(parts[1:])}")\n',
    '-f of a template that begins the key': lambda parts: f'$k = "{parts[0]}{{0}}" -f "{"".join(parts[1:])}"\n',
    'template that begins the key': lambda parts: f'key = "{parts[0]}%s" % "{"".join(parts[1:])}"\n',
    **{f'wrapped: {name}': _margin(margin) for name, margin in MARGINS.items()},
    'wrapped: CRLF': _margin('', '\r\n'),
    'wrapped in a sentence': _split('Take the key ', '\n', '\nfor all that.\n'),
    'wrapped as quoted-printable': _split('The key: ', '=\n', '\n'),
    'wrapped as quoted-printable, CRLF': _split('The key: ', '=\r\n', '\r\n'),
    'folded in YAML': _split('key: >-\n  ', '\n  ', '\nnext: 1\n'),
    **{f'unseen: {name}': _split('<p>key ', text, '</p>\n') for name, text in UNSEEN.items()},
}


def _own(hits: Sequence[Hit]) -> list[Hit]:
    """What speaks for itself: all that counts in a joined view."""
    return [hit for hit in hits if hit.detector.id in DETECTORS and not hit.reason and hit.confidence != 'low']


@pytest.fixture
def open_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text is read, whatever the door says of it."""
    monkeypatch.setattr(joined, 'has_joint', lambda *_: True)


@pytest.mark.parametrize('cut', CUTS)
@pytest.mark.parametrize('carrier', CARRIERS)
def test_key_in_pieces_is_found_and_leads_back_to_its_parts(carrier: str, cut: str) -> None:
    for detector in KINDS:
        key = sample(detector, 3)
        text = key.decode()
        cuts = [0, *CUTS[cut](detector, text), len(text)]
        parts = [text[start:end] for start, end in zip(cuts, cuts[1:])]
        data = f'import os\n\n{CARRIERS[carrier](parts)}\nprint("done")\n'.encode()
        case = f'{detector.id}: {parts}'
        assert has_joint(data, BOOK), case
        views = [view for view in joined.readings(View(data)) if key in view.data]
        assert views, case
        view = views[0]
        assert view.kind == 'joined'
        hits = [hit for hit in detect(view, b'', [OWNERS[detector.id]]) if view.data[hit.start : hit.end] == key]
        assert hits, case
        first, last = (part.encode() for part in (parts[0], parts[-1]))
        start, end = hits[0].span
        assert data[start : start + len(first)] == first, case
        assert data[end - len(last) : end] == last, case


@pytest.mark.parametrize(
    'template',
    [
        pytest.param('REST = "@2"\nsize = 1\nkey = "@1" + REST\n', id='name-behind-a-literal'),
        pytest.param('\n\nREST = "@2"\nHEAD = "@1"\nkey = HEAD + REST\n', id='names'),
    ],
)
def test_place_of_a_key_whose_end_stands_before_its_beginning_is_its_first_part(template: str) -> None:
    key = sample(KINDS[0], 3).decode()
    at = _dash(KINDS[0], key)[0] + 20
    text = template.replace('@1', key[:at]).replace('@2', key[at:])
    (finding,) = run([Blob(b'a.py', text.encode())], Settings()).blocked
    assert finding.secret.reveal().decode() == key
    start = text.index(key[:at])
    line, column = text.count('\n', 0, start) + 1, start - text.rfind('\n', 0, start)
    assert (finding.line, finding.column) == (line, column)
    assert finding.end_line == line
    assert finding.end_column == column + at
    beside = f'{finding.left}{finding.right}'
    assert key[:at] not in beside
    assert key[at + 4 :] not in beside


@pytest.mark.parametrize('seed', range(8))
def test_key_that_is_cut_anywhere_is_found(seed: int) -> None:
    """Behind the first dash, with one part of 23 characters or more. Not the key of nothing but letters, of which one
    part in some twenty reads like ``camelCase``.
    """
    source = random.Random(seed)
    kinds = [detector for detector in KINDS if detector.id != 'huggingface-user-token']
    carriers = [name for name in CARRIERS if not name.startswith(('wrapped', 'folded', 'join of PowerShell'))]
    tried = 0
    while tried < 150:
        detector, carrier = source.choice(kinds), source.choice(carriers)
        text = sample(detector, source.randrange(5)).decode()
        first = _dash(detector, text)[0]
        inner = sorted(source.sample(range(max(first, 3), len(text) - 1), source.randint(1, 2)))
        cuts = [0, *inner, len(text)]
        parts = [text[start:end] for start, end in zip(cuts, cuts[1:])]
        if max(map(len, parts)) < 23:
            continue
        tried += 1
        data = f'import os\n\n{CARRIERS[carrier](parts)}\nprint("done")\n'.encode()
        assert has_joint(data, BOOK), (carrier, parts)
        assert any(text.encode() in view.data for view in joined.readings(View(data))), (carrier, parts)


@pytest.mark.usefixtures('open_door')
@pytest.mark.parametrize(
    'parts',
    [
        ['hello', 'world'],
        ['sk-', 'learn-contrib-', 'estimators-for-everybody-and-his-dog'],
        ['key_', 'of_the_kingdom_and_of_the_city'],
        ['hf_', 'HubFileSystemCachedRepositoryInfo'],
    ],
    ids=lambda parts: ''.join(parts),
)
@pytest.mark.parametrize('carrier', CARRIERS)
def test_words_in_pieces_are_no_key(carrier: str, parts: list[str]) -> None:
    for view in joined.readings(View(CARRIERS[carrier](parts).encode())):
        assert _own(detect(view, b'', everything())) == []


@pytest.mark.usefixtures('open_door')
@pytest.mark.parametrize(
    'template',
    [
        'x = ["A", "B"]\n',
        'x = ("A", "B")\n',
        'x = {"A", "B"}\n',
        'x = {"A": "B"}\n',
        'call("A", "B")\n',
        'call(prefix="A", rest="B")\n',
        'x = "A"\ny = "B"\n',
        'x = "A"; y = "B"\n',
        'x = ", ".join(["A", "B"])\n',
        'const x = ["A", "B"].join("/");\n',
        'print("A" if x else "B")\n',
        'x = "A" == "B"\n',
        'x = "A" or "B"\n',
        'x = "A " + "B"\n',
        'x = "A" + " B"\n',
        'x = "A" + y + "B"\n',
        'first.append("A")\nprint("B")\n',
        'A: B\n',
        'A\n\nB\n',
        'A = B\n',
        "it's A, don't B\n",
        'x = r"A"\ny = rb"B"\n',
    ],
    ids=lambda template: template.strip().replace('\n', ' ⏎ '),
)
def test_what_only_stands_side_by_side_is_not_joined(template: str) -> None:
    key = sample(DETECTORS['openai-project-key'], 1).decode()
    text = template.replace('A', '\0').replace('B', key[3:]).replace('\0', key[:3])
    assert not any(key.encode() in view.data for view in joined.readings(View(text.encode())))


@pytest.mark.usefixtures('open_door')
@pytest.mark.parametrize(
    ('template', 'found'),
    [
        ('P = "A"\nkey = P + "B"\n', True),
        ('P = "A"\nP = "x"\nkey = P + "B"\n', False),
        ('P = "x"\nP = "A"\nkey = P + "B"\n', True),
        ('P = "A"\nP = other()\nkey = P + "B"\n', False),
        ('key = P + "B"\nP = "A"\n', False),
        ('P = "A" + x\nkey = P + "B"\n', False),
        ('P == "A"\nkey = P + "B"\n', False),
        ('Q = "A"\nkey = P + "B"\n', False),
        ('P = "A"\nkey = P.upper() + "B"\n', False),
        ('P = "A"\nkey = PP + "B"\n', False),
        ('P = "A"\nkey = f"{P}-B"\n', False),
        ('P = "A"\nkey = "{P}".format("B")\n', False),
        ('P = "A"\nkey = "%s%s" % (Q, "B")\n', False),
        ('key += "A"\nkey += "B"\n', False),
        ('key = "A"\nkey += f()\nkey += "B"\n', False),
        ('a = "A"\nb = "B"\nkey = a.b\n', False),
        ('a = "A"\nb = "B"\nkey = a . b\n', True),
        ('P = "A"\nx = P + ""\nkey = P + "B"\n', True),
    ],
)
def test_name_stands_for_what_was_last_assigned_to_it(template: str, found: bool) -> None:
    key = sample(DETECTORS['openai-project-key'], 1).decode()
    text = template.replace('A', '\0').replace('B', key[3:]).replace('\0', key[:3])
    assert any(key.encode() in view.data for view in joined.readings(View(text.encode()))) is found


def test_view_holds_the_neighbourhoods_of_joints_and_nothing_else() -> None:
    key = sample(DETECTORS['openai-project-key'], 1).decode()
    joint = f'\n;\nkey = "{key[:8]}" + "{key[8:]}"\n;\n'
    near, far = 'x' * (joined.AROUND - 100), 'y' * 5000
    data = ''.join([far, near, joint, near, far, near, joint, near, far]).encode()
    (view,) = joined.readings(View(data))
    text = view.data.decode()
    first, second = text.index(key), text.rindex(key)
    assert first < second
    assert view.origin(second) - view.origin(first) == len(joint) + len(near) + len(far) + len(near)
    # what is near is whole, what is far is left out, and the two neighbourhoods do not grow together
    between = text[first:second].split('\n')
    assert [part.strip('y') for part in between if 'x' in part] == [near, near]
    assert all(part.count('y') <= 100 for part in between)
    assert len(text) < 4 * joined.AROUND + 2 * len(joint)


@pytest.mark.parametrize('text', ['', 'x = 1\n', 'x = "a" + "b"\n', 'a\nb\n', 'it\u200bself'])
def test_text_without_a_key_has_no_view(text: str) -> None:
    assert list(joined.readings(View(text.encode()))) == []


def test_view_of_a_view_leads_back_through_both() -> None:
    key = sample(DETECTORS['openai-project-key'], 1)
    data = b'x' * 50 + b'"' + key[:8] + b'" + "' + key[8:] + b'"'
    outer = View(data).read(data[50:], 'escapes', [0], [50], [len(data)])
    (view,) = joined.readings(outer)
    assert view.kind == 'joined in escapes'
    at = view.data.index(key)
    assert data[view.origin(at) :].startswith(key[:8])
    assert data[: view.end(at + len(key))].endswith(key[8:])


def test_constant_may_stand_far_away_and_is_read_as_often_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined, 'has_joint', lambda *_: True)
    value = 'v' * 500
    data = (f'P = "{value}"\n' + 'P + "b"\n' * 20_000).encode()
    (view,) = joined.readings(View(data))
    assert len(view.data) < 4 * len(data) + (64 << 10)
    assert view.data.count(value.encode()) > 100


def test_sum_of_many_parts_ends_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined, 'has_joint', lambda *_: True)
    data = ('k = "x"\n' + 'k += "ab"\n' * 5000).encode()
    (view,) = joined.readings(View(data))
    assert len(view.data) < 4 * len(data) + (64 << 10)


PIECES = [
    *('"', "'", '`', '+', ' + ', '.', ' .. ', '&', '~', '<>', '||', ',', ', ', '(', ')', '[', ']', '{', '}', '${', '$', '%'),
    *('%s', '{}', '{0}', '" % (', '".format(', 'format("', '"".join([', "].join('')", 'concat(', 'implode("", [', '=', ' = '),
    *(' += ', ':', ';', '\\', '`\n', '{}".format("', '{0}" -f "', '\\\n', '\n', '\r\n', ' ', '    ', '# ', '> ', '// ', '=\n', '\u200b', '\u00ad', '\ufeff', '<wbr>'),
    *('&shy;', '&#8203;', 'sk-', 'sk-proj-', 'hf_', 'a', 'key', 'PREFIX', 'f"', 'rb"', '.append("', 'strcat(k, "', '_', '-', 'é', '中'),
    'Ab3dE9fGh2JkLm4NpQr5StUvWx6yZ',
    '0123456789abcdef0123456789abcdef',
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map(lambda parts: ''.join(parts).encode()),
    st.binary(max_size=300),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_character_leads_back(data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joined, 'has_joint', lambda *_: True)
        views = list(joined.readings(View(data)))
    assert len(views) <= 4
    for view in views:
        assert view.starts[0] == 0
        for at in range(0, len(view.data), 7):
            char, origin = view.data[at : at + 1], view.origin(at)
            assert char == data[origin : origin + 1] or char == b'\n'
            assert view.end(at + 1) in (origin, origin + 1)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_view_is_given_only_where_the_door_is_open(data: bytes) -> None:
    assert has_joint(data, BOOK) or list(joined.readings(View(data))) == []


HOSTILE = {
    'literals and plus': '"a" + ',
    'literals in lines': '"a1"\n',
    'blanks behind quotes': '"a1"' + ' ' * 290,
    'lines behind quotes': 'a"' + '\n' * 299,
    'comments behind quotes': 'a"' + ('#' + 'c' * 118 + '\n') * 20,
    'joins': '"".join(["sk-","a"])\n',
    'joins without end': '"".join(["',
    'joins in literals': 'join("",',
    'ends of joins': '].join("")',
    'lists without end': '["a",',
    'sums': 'k = "sk-"\nk += "a1"\n',
    'placeholders': 'a="sk-abc"\nf"{a}b1"\n',
    'names': 'a.b.c.d.e + ',
    'long names': 'abcdefghij_' * 6 + ' ',
    'templates': '"%s%s" % (',
    'templates in templates': '"{}{}{}".format(a,',
    'braces': '{"aaaaaaaa',
    'backslashes': 'a\\\n',
    'wrapped lines': 'abcdefghijk\n# > * ',
    'unseen': 'a\u200b',
    'calls': 'a").append("',
    'calls with owners': 'a" ' + 'a.' * 40,
    'shell': 'a-"b"-',
    'quotes': '"\'`',
}


@pytest.mark.usefixtures('open_door')
@pytest.mark.parametrize('unit', HOSTILE)
def test_nothing_but_joints_takes_linear_time(unit: str) -> None:
    def look(data: bytes) -> None:
        for view in joined.readings(View(data)):
            assert len(view.data) < 4 * len(data) + (64 << 10)

    few, many = ((HOSTILE[unit] * (size // len(HOSTILE[unit]) + 1)).encode() for size in (10_000, 160_000))
    # sixteen times the text: a quadratic step would take 256 times as long
    assert keeps_pace(lambda: look(few), lambda: look(many), 64, 0.1)
