from __future__ import annotations

from pathlib import Path

import pytest

from keyguard.catalogue import known_ids
from keyguard.config import load
from keyguard.errors import USAGE, Fatal
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings

ACME = """\
providers:
  - id: acme-llm
    name: ACME gateway
    key_page: https://vault.acme.example/llm
    env: ACME_LLM_KEY
    detectors: [{id: acme-llm-key, title: ACME gateway key, literals: [acme_], pattern: 'acme_[a-z0-9]{40}'}]
"""


def _write(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / '.keyguard.yaml'
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_every_word_of_the_documentation_is_read(tmp_path: Path) -> None:
    text = ACME + (
        "skip: [openai-ephemeral-key, acme-llm]\nexclude: ['^vendor/']\nmin_confidence: medium\nstore: vault\n"
        'help: https://wiki.acme.example/leaked-key\nmax_age: 90\n'
    )
    config = load(_write(tmp_path, text), known_ids)
    assert [provider.id for provider in config.providers] == ['acme-llm']
    assert config.providers[0].env == ('ACME_LLM_KEY',)
    assert config.skip == ['openai-ephemeral-key', 'acme-llm']
    assert config.excludes('vendor/a.py') and not config.excludes('src/vendor/a.py')
    assert (config.min_confidence, config.store, config.max_age) == ('medium', 'vault', 90)
    assert config.help.endswith('leaked-key')


def test_what_the_owner_of_a_key_can_do_is_read(tmp_path: Path) -> None:
    words = ('revoke', 'scopes', 'rotation', 'spend', 'keyless', 'limits', 'leaked', 'sdk')
    text = ACME + ''.join(f'    {word}: about {word}\n' for word in words)
    text += '    spend_page: https://acme.example/a\n    usage_page: https://acme.example/b\n'
    (provider,) = load(_write(tmp_path, text), known_ids).providers
    assert all(getattr(provider, word) == f'about {word}' for word in words)
    assert (provider.spend_page, provider.usage_page) == ('https://acme.example/a', 'https://acme.example/b')
    with pytest.raises(Fatal, match='no https address'):
        load(_write(tmp_path, ACME + '    usage_page: acme.example\n'), known_ids)


@pytest.mark.parametrize('text', ['', '# nothing yet\n', '{}\n'], ids=['empty', 'comment', 'empty-mapping'])
def test_empty_configuration_is_the_default(tmp_path: Path, text: str) -> None:
    config = load(_write(tmp_path, text), known_ids)
    assert (config.providers, config.skip, config.min_confidence) == ([], [], 'low')


DETECTOR = 'id: acme-key, title: t, literals: [acme_]'


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('skipp: [x]\n', ":1: unknown word 'skipp' in the configuration; did you mean 'skip'?"),
        ('store: a\nstore: b\n', ":2: 'store' stands twice"),
        ('- a\n', ':1: the configuration must be a mapping'),
        ('a: [\n', ': not valid YAML'),
        ('store: "\x00"\n', ': not valid YAML'),
        ('store:\n', ":1: 'store' must be a text"),
        ('store: [a]\n', ":1: 'store' must be a text"),
        (
            '\nmin_confidence: hihg\n',
            ":2: 'min_confidence' must be one of low, medium, high, not 'hihg'; did you mean 'high'?",
        ),
        (
            'skip:\n  - openai-project-key\n  - openai-projct-key\n',
            ":3: no detector or provider 'openai-projct-key'; did you mean",
        ),
        ('skip: nothing-like-it\n', ":1: no detector or provider 'nothing-like-it'"),
        ("exclude:\n  - '('\n", ":2: 'exclude' holds a bad regular expression"),
        ('max_age: soon\n', ":1: 'max_age' must be a whole number of days, not 'soon'"),
        ('max_age: -1\n', ":1: 'max_age' must be"),
        ('providers: {}\n', ":1: 'providers' must be a list"),
        ('providers:\n  - id: a-b\n', ":2: a provider needs 'name'"),
        ('providers:\n  - {id: a-b, name: n, detectors: []}\n', ":2: 'detectors' must be a list with at least one"),
        ('providers:\n  - {id: a-b, name: n, detector: []}\n', "did you mean 'detectors'?"),
        (f'providers:\n  - {{id: a-b, name: n, detectors: [{{{DETECTOR}}}]}}\n', "a detector needs 'pattern'"),
        (
            f'providers:\n  - {{id: a-b, name: n, env: [[x]], detectors: [{{{DETECTOR}, pattern: "x"}}]}}\n',
            "'env' must be a text",
        ),
        (
            f'providers:\n  - {{id: a-b, name: n, env: {{}}, detectors: [{{{DETECTOR}, pattern: "x"}}]}}\n',
            "'env' must be a list",
        ),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_('), "detector 'acme-llm-key': bad regular expression"),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_[a-z0-9]+'), 'a repeat without an end'),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_(?:[a-z]{1,9}){1,9}'), 'a repeat inside of a repeat'),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_([a-z]{9})\\1[a-z]{30}'), 'a reference to a group'),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_(?:ab|a|b){12,60}[a-z]{12}'), 'too many ways'),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_[a-z]{1,400}[a-z]{1,400}[a-z]{24}'), 'too many ways'),
        (ACME.replace('acme_[a-z0-9]{40}', '^acme_[a-z0-9]{40}'), 'leave out ^'),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_.{40}'), 'printable characters without spaces'),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_é{40}'), 'bad regular expression'),
        (ACME.replace('acme_[a-z0-9]{40}', 'acme_[a-z0-9]{4}'), 'the prefilter sees runs of 23 or more'),
        (ACME.replace('acme_[a-z0-9]{40}', 'amce_[a-z0-9]{40}'), "does not begin with the literal 'acme_'"),
        (ACME.replace('literals: [acme_], ', ''), 'needs literals'),
        (ACME.replace('literals: [acme_], ', 'literals: [a.], '), 'must end in three or more'),
        (ACME.replace('literals: [acme_], ', 'names: [ac], '), "the name 'ac' must be four or more"),
        (ACME.replace('ACME_LLM_KEY', 'API_KEY'), "the variable 'API_KEY' could be anybody's"),
        (ACME.replace('ACME_LLM_KEY', 'acme key'), 'is no name of an environment variable'),
        (ACME.replace('https://vault.acme.example/llm', 'vault'), "'vault' is no https address"),
        (ACME.replace('id: acme-llm\n', 'id: openai\n'), "the id 'openai' is taken"),
        (ACME.replace('id: acme-llm\n', 'id: ACME LLM\n'), 'must be lower-case words'),
        (ACME.replace('id: acme-llm-key', 'id: Acme'), 'must be lower-case words'),
        (ACME.replace('title: ACME gateway key', "title: ' '"), 'a title is missing'),
        (ACME.replace('literals: [acme_]', 'confidence: sure, literals: [acme_]'), "'confidence' must be one of"),
    ],
    ids=lambda value: value[-40:].strip() if isinstance(value, str) else '',
)
def test_broken_configuration_names_file_line_and_way_out(tmp_path: Path, text: str, message: str) -> None:
    path = _write(tmp_path, text)
    before = Path(path).read_bytes()
    with pytest.raises(Fatal) as caught:
        load(path, known_ids)
    assert str(caught.value).startswith(path)
    assert message in str(caught.value)
    assert caught.value.code == USAGE
    assert Path(path).read_bytes() == before


def test_bytes_that_are_no_text_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match='not valid YAML'):
        load(_write(tmp_path, b'store: \xff\xfe\n'), known_ids)
    with pytest.raises(Fatal, match='cannot be read'):
        load(str(tmp_path / 'none'), known_ids)


def test_yaml_never_makes_objects(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match="'store' must be a text"):
        load(_write(tmp_path, 'store: !!python/object/apply:os.system ["true"]\n'), known_ids)


@pytest.mark.parametrize(
    'change',
    [('', ''), ("literals: [acme_], pattern: 'acme_[a-z0-9]{40}'", "names: acmellm, pattern: '[a-z0-9]{40}'")],
    ids=['literal', 'by-context'],
)
def test_in_house_key_is_found(tmp_path: Path, change: tuple[str, str]) -> None:
    path = _write(tmp_path, ACME.replace(*change) if change[0] else ACME)
    settings = Settings(config=path)
    detector = settings.config.providers[0].detectors[0]  # type: ignore[union-attr]
    key = sample(detector, 1)
    report = run([Blob(b'a.py', b'ACME_LLM_KEY = "' + key + b'"\n')], settings)
    assert [finding.detector.id for finding in report.blocked] == ['acme-llm-key']
    assert report.blocked[0].provider.name == 'ACME gateway'
