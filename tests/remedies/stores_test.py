"""The catalogue of stores: every store is whole, every piece of code parses, and no key stands on a command line."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tree_sitter_bash
import tree_sitter_go
import tree_sitter_hcl
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_powershell
import tree_sitter_typescript
import yaml
from tree_sitter import Language, Node, Parser

from keyguard.remedies import environment, pieces, stores
from keyguard.remedies.words import CHECKS, CI, CLUSTER, LANGUAGES, PLACES, UNCONFIRMED, Snippet, Step, Store, filled
from testing.stores import table

STORES = stores.every()
EACH = [pytest.param(store, id=store.id) for store in STORES]
# a provider whose id has a hyphen, which no identifier may take over
VARIABLE, PROVIDER = 'AZURE_OPENAI_API_KEY', 'azure-openai'
STEPS = [
    pytest.param(step, id=f'{store.id}-{part}-{at}')
    for store in STORES
    for part in ('put', 'renew', 'grant', 'variable')
    for at, step in enumerate(getattr(store, part))
]


def _code(piece: Step | Snippet) -> str:
    return filled(piece.code, VARIABLE, PROVIDER)


def _pieces() -> Iterator[tuple[str, str, str]]:
    """(name, language, code) of everything in the catalogue that a person may copy."""
    for case in STEPS:
        step = case.values[0]
        assert isinstance(step, Step)
        if step.code:
            yield str(case.id), step.language, _code(step)
    for store in STORES:
        for language, snippet in store.read.items():
            yield f'{store.id}-read', language, _code(snippet)
        if store.place in (CI, CLUSTER) and store.fill:
            # the shell has the variable already
            lines = filled(store.fill, VARIABLE, PROVIDER)
            yield f'{store.id}-fill', 'sh', f'{VARIABLE}=x\n({lines})'
        if store.asks:
            yield f'{store.id}-asks', 'sh', filled(store.asks, VARIABLE, PROVIDER)


PIECES = list(_pieces())
EVERY_PIECE = [pytest.param(language, code, id=f'{name}-{language}') for name, language, code in PIECES]


# --- whole


@pytest.mark.parametrize('store', EACH)
def test_store_says_everything(store: Store) -> None:
    assert repr(store) == f'<Store {store.id}>'
    assert store.place in PLACES
    assert store.about.endswith('.')
    assert store.docs.startswith('https://')
    assert store.put and store.grant and store.variable and len(store.errors) >= 2
    assert set(store.read) <= set(LANGUAGES)
    assert set(store.read) == set(LANGUAGES) or store.unread.endswith('.')
    assert store.errors_checked in CHECKS
    for seen, meaning in store.errors:
        assert seen and meaning


@pytest.mark.parametrize('store', EACH)
def test_pipe_stores_under_a_name_and_says_where(store: Store) -> None:
    assert bool(store.pipe) == bool(store.piped)
    if not store.pipe:
        return
    assert any('@VAR@' in word or '@ID@' in word for word in store.pipe)
    assert not any('$' in word or '"$K"' in word for word in store.pipe)
    # the command that a person is told to type, and no other
    assert any(re.search(rf'\b{re.escape(store.pipe[0])} ', step.code) for step in store.put)
    assert '@VAR@' in store.piped or '@ID@' in store.piped


@pytest.mark.parametrize('step', STEPS)
def test_step_is_a_sentence_that_leads_to_its_code(step: Step) -> None:
    assert step.checked in CHECKS
    assert step.words[0].isupper() or step.words.startswith('sops ') or step.words.startswith('bws ')
    assert step.words.endswith(':') == bool(step.code), step.words


@pytest.mark.parametrize('store', EACH)
def test_reading_is_short_and_fits_a_window(store: Store) -> None:
    for language, snippet in store.read.items():
        assert snippet.checked in CHECKS and snippet.checked != UNCONFIRMED
        lines = filled(snippet.code, 'OPENAI_API_KEY', 'openai').expandtabs(4).split('\n')
        own = [
            line
            for line in lines
            if line.strip() and not re.match(r'import\b|from\b|package\b|    "|    \w+ "|[()]$', line)
        ]
        assert len(own) <= 25, language
        assert max(map(len, lines)) <= 100, language


@pytest.mark.parametrize(('language', 'code'), EVERY_PIECE)
def test_nothing_is_left_to_fill_in_and_nothing_hangs_over(language: str, code: str) -> None:
    assert not re.search(r'@[A-Z]+@', code)
    assert code.strip('\n') == code and not any(line.endswith((' ', '\t')) for line in code.split('\n')[:-1])


# --- names


def test_ids_are_file_names_and_none_begins_with_an_underscore() -> None:
    assert [store.id for store in STORES] == list(stores.ids()) == sorted(stores.ids())
    assert {'1password', 'aws-secrets-manager', 'environment', 'vault'} <= set(stores.ids())
    assert all(re.fullmatch(r'[a-z0-9]+(-[a-z0-9]+)*', id) for id in stores.ids())


@pytest.mark.parametrize('store', EACH)
def test_every_name_of_a_store_leads_to_it(store: Store) -> None:
    for name in (store.id, store.name, *store.also):
        assert stores.named(name) is store, name
        assert stores.named(f' {name.upper()} ') is store, name


@pytest.mark.parametrize(
    ('words', 'id'),
    [
        ('op', '1password'),
        ('1Password', '1password'),
        ('One Password', '1password'),
        ('AWS Secrets Manager', 'aws-secrets-manager'),
        ('ssm', 'aws-parameter-store'),
        ('OpenBao', 'vault'),
        ('.env', 'dotenv'),
        ('env', 'environment'),
        ('Parameter-Store', 'aws-parameter-store'),
        ('...', ''),
        ('the attic', ''),
    ],
)
def test_named(words: str, id: str) -> None:
    found = stores.named(words)
    assert (found.id if found else '') == id


def test_nearest_name_is_offered() -> None:
    assert stores.nearest('hashicorp valt') == 'vault'
    assert stores.nearest('1pasword') == '1password'
    assert stores.nearest('') == ''


def test_signs_are_those_of_the_files() -> None:
    written = Path(stores.__file__).with_name('_signs.py').read_text()
    assert written == stores.signs(), 'run python -m keyguard.remedies.stores'
    assert stores.SIGNS['fly'] == stores.store('fly').signs == ('fly.toml',)


def test_repository_shows_what_it_uses(tmp_path: Path) -> None:
    (tmp_path / '.github' / 'workflows').mkdir(parents=True)
    (tmp_path / 'fly.toml').write_text('')
    assert stores.used(str(tmp_path)) == ('fly', 'github-actions')


@pytest.mark.parametrize('store', [case for case in EACH if case.values[0].place in (CI, CLUSTER)])
def test_store_of_pipelines_can_be_filled(store: Store) -> None:
    # Jenkins is filled by hand, or by a program that every server has of its own
    assert store.fill or store.asks or store.id == 'jenkins'
    for line in (store.fill, store.asks):
        assert not line or '@VAR@' in line
        assert all(
            len(each) <= 80 or 'https://' in each
            for each in filled(line, 'ANTHROPIC_API_KEY', 'anthropic').splitlines()[1:]
        )


def test_unknown_id_is_a_key_error() -> None:
    for id in ('attic', '_1password', '', '../words'):
        with pytest.raises(KeyError):
            stores.store(id)


def test_prompt_is_the_one_of_the_environment() -> None:
    store = stores.store('environment')
    for shell in environment.shells():
        line = environment.ask_for(shell, VARIABLE)
        assert [step.language for step in store.put if _code(step) == line] == [shell]


# --- parsed


def _grammar(pointer: object) -> Parser:
    return Parser(Language(pointer))


_TREES: dict[str, tuple[Parser, ...]] = {
    'bash': (_grammar(tree_sitter_bash.language()),),
    'sh': (_grammar(tree_sitter_bash.language()),),
    'go': (_grammar(tree_sitter_go.language()),),
    'hcl': (_grammar(tree_sitter_hcl.language()),),
    'java': (_grammar(tree_sitter_java.language()),),
    # an ES module that is TypeScript too
    'javascript': (
        _grammar(tree_sitter_javascript.language()),
        _grammar(tree_sitter_typescript.language_typescript()),
    ),
    'powershell': (_grammar(tree_sitter_powershell.language()),),
}
_TREES['shell'] = _TREES['sh']
_SHELLCHECK = {'shell': 'sh', 'sh': 'sh', 'bash': 'bash'}


def _ini(code: str) -> None:
    configparser.ConfigParser(strict=False).read_string(code if code.startswith('[') else f'[all]\n{code}')


def _toml(code: str) -> None:
    if sys.version_info >= (3, 11):
        import tomllib

        tomllib.loads(code)


def _dotenv(code: str) -> None:
    for line in code.split('\n'):
        assert re.fullmatch(r'#.*|[A-Z_][A-Z0-9_]*=\S*', line), line


def _balanced(code: str) -> None:
    """For what has no parser here: each bracket is closed, each quotation mark has its fellow."""
    bare = re.sub(r'\\.', '', code)
    open_ones = []
    for char in re.sub(r"'[^']*'|\"[^\"]*\"", '', bare):
        if char in '([{':
            open_ones.append(char)
        elif char in ')]}':
            assert open_ones and '([{'.index(open_ones.pop()) == ')]}'.index(char), code
    assert not open_ones and bare.count("'") % 2 == 0 and bare.count('"') % 2 == 0, code


_LOADERS: dict[str, Callable[[str], object]] = {
    'dotenv': _dotenv,
    'ini': _ini,
    'json': json.loads,
    'python': lambda code: compile(code, 'snippet.py', 'exec'),
    'toml': _toml,
    'yaml': lambda code: list(yaml.safe_load_all(code)),
    # no parser here
    'cmd': _balanced,
    'dockerfile': _balanced,
    'fish': _balanced,
    'groovy': _balanced,
    'text': _balanced,
    'zsh': _balanced,
}


@pytest.mark.parametrize(('language', 'code'), EVERY_PIECE)
def test_code_parses(language: str, code: str) -> None:
    if language in _LOADERS:
        _LOADERS[language](code)
        return
    for parser in _TREES[language]:
        tree = parser.parse(code.encode() + b'\n')
        assert not tree.root_node.has_error, tree.root_node


@pytest.mark.parametrize(
    ('language', 'code'),
    [
        ('javascript', 'const a = ;'),
        ('go', 'package a\nfunc f( {'),
        ('java', 'class A { int f( }'),
        ('powershell', '$a = @('),
        ('hcl', 'path "a" {'),
        ('sh', 'if true; then'),
    ],
)
def test_broken_code_does_not_parse(language: str, code: str) -> None:
    assert any(parser.parse(code.encode()).root_node.has_error for parser in _TREES[language])


def test_broken_brackets_are_seen() -> None:
    for code in ('f(', 'a]', '(]', "it's", '"'):
        with pytest.raises(AssertionError):
            _balanced(code)


def _write(folder: Path, languages: set[str], ending: str, head: Callable[[str], str]) -> list[str]:
    found = [(name, language, code) for name, language, code in PIECES if language in languages]
    for name, language, code in found:
        (folder / f'{name}{ending}').write_text(f'{head(language)}{code}\n', encoding='utf-8')
    return [f'{name}{ending}' for name, _, _ in found]


def test_python_has_no_undefined_or_unused_name(tmp_path: Path) -> None:
    names = _write(tmp_path, {'python'}, '.py', lambda _: '')
    assert len(names) >= 10
    done = subprocess.run(
        [sys.executable, '-m', 'ruff', 'check', '--isolated', '--no-cache', '--select', 'F,E9,B', *names],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


# the prompt sets K for the step after it, which shellcheck does not see
_ALLOWED = 'SC2034'


def test_shell_passes_shellcheck(tmp_path: Path) -> None:
    names = _write(tmp_path, set(_SHELLCHECK), '.sh', lambda language: f'# shellcheck shell={_SHELLCHECK[language]}\n')
    assert len(names) >= 40
    shellcheck = shutil.which('shellcheck', path=str(Path(sys.executable).parent)) or shutil.which('shellcheck')
    assert shellcheck, 'the extra `test` brings it'
    done = subprocess.run(
        [shellcheck, '--norc', '--format=gcc', f'--exclude={_ALLOWED}', *names],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


# --- no key on a command line, in a history, on the screen

_BASH = _TREES['sh'][0]
# built into the shell, so that no process is started with the key
_BUILT_IN = {'printf', '[', ':', 'read', 'unset', 'export', 'test'}
# forms of tools that take the value as an argument, or write it where it stays
_SPILLS = [
    (r'--from-literal', 'kubectl create secret generic llm --from-literal=K=$K'),
    (r'\bsetx\b', 'setx NAME value'),
    (
        r'--value(?!-stdin|-file)[ =](?!file://|@-|"?<|\'?[a-z-]+-(id|project)|PROJECT|\'pipeline\.)',
        'az keyvault secret set --value KEY',
    ),
    (r'--secret-string[ =](?!file://)', 'aws secretsmanager create-secret --secret-string KEY'),
    (r'\bconfig:set\b', 'heroku config:set NAME=KEY'),
    (r'\b(fly|flyctl) secrets set\b', 'fly secrets set NAME=KEY'),
    (r'\bnetlify env:set \S+ (?!-)', 'netlify env:set NAME KEY'),
    (r'\bbws secret (create|edit)\b', 'bws secret create NAME KEY PROJECT'),
    (
        r'\bappsettings set\b.*--settings \W?\w+=(?!@-|@Microsoft)',
        'az webapp config appsettings set --settings NAME=KEY',
    ),
    (r'\bsecret(s)? set \S+ (-b|--body)\b', 'gh secret set NAME --body KEY'),
    (r'\bdoppler secrets set \w+[= ]\'?\w', 'doppler secrets set NAME KEY'),
    (r'\binfisical secrets set \w+=(?!@)', 'infisical secrets set NAME=KEY'),
    (r'\bop item (create|edit)\b.*\bcredential(\[\w+\])?=', 'op item create credential=KEY'),
    (r'\bkv (put|patch)\b.*\b[A-Z_]+=(?!-|@)', 'vault kv put secret/a NAME=KEY'),
    (r'(?m)^\s*(ARG|ENV) \w*(KEY|TOKEN|SECRET)', 'ENV OPENAI_API_KEY=KEY'),
    (r'docker run\b.* -e \w+=', 'docker run -e NAME=KEY app'),
    (r'security add-generic-password\b.* -w \S', 'security add-generic-password -s a -w KEY'),
    (r'\bset -x\b|\bset -o xtrace\b', 'set -x'),
    (r'\becho "?\$', 'echo "$K" | tool'),
]


@pytest.mark.parametrize(('spill', 'example'), _SPILLS)
def test_spill_is_seen(spill: str, example: str) -> None:
    assert re.search(spill, example)


@pytest.mark.parametrize(('language', 'code'), EVERY_PIECE)
def test_code_spills_no_key(language: str, code: str) -> None:
    whole = code.replace('\\\n', ' ')
    assert [spill for spill, _ in _SPILLS if re.search(spill, whole)] == []


def _expansions(node: Node, command: str = '') -> Iterator[tuple[str, str]]:
    """(variable, the command that gets it as an argument) of everything that a shell program expands."""
    if node.type == 'command':
        name = node.child_by_field_name('name')
        command = (name.text or b'').decode() if name else ''
    if node.type in ('variable_assignment', 'herestring_redirect', 'command_substitution'):
        command = ''
    if node.type == 'variable_name' and node.parent and node.parent.type in ('simple_expansion', 'expansion'):
        yield (node.text or b'').decode(), command
    for child in node.children:
        yield from _expansions(child, command)


def _given_away(code: str) -> list[tuple[str, str]]:
    tree = _BASH.parse(code.encode())
    return [
        (variable, command)
        for variable, command in _expansions(tree.root_node)
        if variable in ('K', VARIABLE, 'secret') and command and command not in _BUILT_IN
    ]


def test_key_as_an_argument_is_seen() -> None:
    assert _given_away('tool --key "$K"') == [('K', 'tool')]
    assert _given_away('printf %s "$K" | tool; env A="${K}" b') == [('K', 'env')]
    assert _given_away('A="$K" tool; tool <<< "$K"; [ -n "$K" ]') == []


@pytest.mark.parametrize(
    ('language', 'code'), [case for case in EVERY_PIECE if case.values[0] in _SHELLCHECK or case.values[0] == 'zsh']
)
def test_no_program_gets_the_key_as_an_argument(language: str, code: str) -> None:
    assert _given_away(code) == []


@pytest.mark.parametrize('store', EACH)
def test_key_in_a_variable_is_forgotten(store: Store) -> None:
    for step in (*store.put, *store.renew):
        if step.language in _SHELLCHECK and '"$K"' in step.code:
            assert re.search(r'\bunset K\b', step.code), step.code


# --- nothing that is no more

_OUTDATED = [
    r'openai\.(Completion|ChatCompletion|error|api_key)\b',
    r'text-davinci',
    r"""['"]aws-sdk['"]""",
    r'github\.com/aws/aws-sdk-go/',
    r'com\.amazonaws\b',
    r'google\.cloud\.secretmanager_v1beta1',
    r'genproto/googleapis/cloud/secretmanager',
    r'KeyVaultClient|msrestazure|azure-keyvault"',
    r'az keyvault set-policy',
    r'infisical_client|infisical-python|listSecrets',
    r'circleci context store-secret',
    r'external-secrets\.io/v1(alpha|beta)1',
    r'::set-output',
    r'apiVersion: extensions/v1beta1',
    r'docker-compose ',
    r'sops --(encrypt|decrypt)\b|sops -[ed] ',
    r'vault (write|read) secret/',
    r'require\(',
]


@pytest.mark.parametrize(('language', 'code'), EVERY_PIECE)
def test_code_calls_nothing_outdated(language: str, code: str) -> None:
    assert [call for call in _OUTDATED if re.search(call, code)] == []


# --- the pieces that are the same everywhere


@pytest.mark.parametrize(
    ('value', 'said'),
    [('abc', 'abc'), (None, 'N is not set'), ('', 'N is not set'), ('abc\n', 'N has white space around it')],
    ids=['set', 'missing', 'empty', 'newline'],
)
def test_reading_the_environment_in_python(value: str | None, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Callable[[str], str]] = {}
    exec(_code(pieces.FROM_ENVIRONMENT['python']), names)
    monkeypatch.delenv('N', raising=False)
    if value is not None:
        monkeypatch.setenv('N', value)
    try:
        got = names['read_key']('N')
    except RuntimeError as error:
        got = str(error)
    assert got == said


def test_code_stands_at_the_margin_and_is_filled() -> None:
    step = Step('Do:', '\n        a @VAR@\n          b @ID@\n        ')
    assert filled(step.code, 'NAME', 'id') == 'a NAME\n  b id'


def test_table_has_a_row_for_every_store() -> None:
    lines = table().splitlines()
    assert len({line.count('|') for line in lines}) == 1
    assert [line.split('`')[1] for line in lines[2:]] == list(stores.ids())
    row = next(line for line in lines if '`sops`' in line)
    assert row.count('run') >= 8
