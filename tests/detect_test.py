"""What the text around a key says. The shapes and the providers are the catalogue's."""

from __future__ import annotations

import random

import pytest

from keyguard.assigned import is_argument_of, looks_random
from keyguard.catalogue import everything, one
from keyguard.context import Context
from keyguard.detect import detect
from keyguard.model import Blob, View
from keyguard.names import Names
from keyguard.pipeline import run
from keyguard.roles import is_credential
from keyguard.samples import sample
from keyguard.settings import Settings

OPENAI = one('openai')
EXA = one('exa').detectors[0]
KEY = sample(OPENAI.detectors[0], 1).decode()


def _found(text: str, name: str = 'app.py') -> list[str]:
    return [finding.detector.id for finding in run([Blob(name.encode(), text.encode())], Settings()).blocked]


@pytest.mark.parametrize(
    'around',
    ['{}', '"{}"', "'{}'", '`{}`', 'Bearer {}', '({})', '<{}>', 'key={}&x=1', '\\n{}\\n', '\\t{}', '%22{}%22', '\\u0022{}\\u0022',
     '\\x22{}\\x22', '\x1b[32m{}\x1b[0m', '\x1b[1;31m{}\x1b[0m', 'my_{}', '--{}', '{}.', '{},', '{};', '{}é', 'é{}', '**{}**', '|{}|',
     'https://user:{}@host/', '{}\x00', '\x00{}'],
)  # fmt: skip
def test_neighbours_do_not_hide_a_key(around: str) -> None:
    assert _found(around.format(KEY)) == ['openai-project-key']


@pytest.mark.parametrize('around', ['a{}', '9{}', '{}a', '{}_x', '{}-9'])
def test_middle_of_a_word_is_no_key(around: str) -> None:
    assert 'openai-project-key' not in _found(around.format(KEY))


def _unknown(seed: int = 1, size: int = 40) -> str:
    source = random.Random(seed)
    return ''.join(source.choices('ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789', k=size))


@pytest.mark.parametrize(
    'line',
    [
        'OPENAI_API_KEY = "{}"', 'OPENAI_API_KEY={}', 'export OPENAI_API_KEY="{}"', 'OPENAI_API_KEY: {}', '"OPENAI_API_KEY": "{}",',
        "os.environ['OPENAI_API_KEY'] = '{}'", 'os.environ.setdefault("OPENAI_API_KEY", "{}")', 'openai.api_key = "{}"',
        'const openaiApiKey = "{}";', 'openai_api_key="{}"', 'client = OpenAI(api_key="{}")', "new OpenAI({{ apiKey: '{}' }})",
        'client = OpenAI(\n    timeout=3,\n    api_key="{}",\n)', 'ENV OPENAI_API_KEY {}', '-e OPENAI_API_KEY={}',
        '- name: OPENAI_API_KEY\n  value: "{}"', '<add key="OPENAI_API_KEY" value="{}"/>', 'process.env.OPENAI_API_KEY || "{}"',
        '$env:OPENAI_API_KEY = "{}"', 'set OPENAI_API_KEY={}', 'private static final String OPENAI_API_KEY = "{}";',
        'OPENAI_API_KEY: str = "{}"', 'let openai_api_key: &str = "{}";', 'openai-api-key: {}', 'String openaiKey = "{}";',
    ],
)  # fmt: skip
def test_unknown_format_given_to_a_known_variable_or_call_is_found(line: str) -> None:
    assert _found(line.format(_unknown())) == ['openai-assigned']


@pytest.mark.parametrize(
    'line',
    [
        'OPENAI_API_KEY = "{your-key-goes-right-here-please-1}"', 'OPENAI_API_KEY = os.environ["ANOTHER_OPENAI_KEY_NAME_2"]',
        'OPENAI_API_KEY=${MY_OTHER_OPENAI_API_KEY_1}', 'OPENAI_API_KEY = settings.openai_api_key_for_production_1',
        'OPENAI_API_KEY = get_the_openai_key_from_vault_v2()', 'OPENAI_API_KEY=projects/p1/secrets/openai-api-key/versions/2',
        'OPENAI_API_KEY: https://example.com/a1b2c3d4e5f6a7b8c9d0e1f2a3b4', 'OPENAI_MODEL = "gpt-4o-mini-2024-07-18-preview-x"',
        'client = OpenAI(base_url="https://gateway1.example.com/v1-abcdefghijk")', 'OPENAI_API_KEY = "{}"', 'OPENAI_API_KEY = ""',
    ],
)  # fmt: skip
def test_references_and_words_given_to_a_known_variable_are_no_keys(line: str) -> None:
    assert _found(line) == []


def test_sealed_secret_is_meant_to_be_committed() -> None:
    assert _found(f'encryptedData:\n  OPENAI_API_KEY: Ag{_unknown(3, 600)}\n') == []


@pytest.mark.parametrize(
    ('value', 'random_looking'),
    [
        (_unknown(1, 32), True),
        ('0f3a9c1b7d2e4f6a8b0c2d4e6f8a1b3c', True),
        ('my-long-project-name-version-2', False),
        ('getOpenaiKeyFromProductionVault2', False),
        ('ALLUPPERCASEWITHONEDIGIT1ATTHEEND', False),
        ('abcdefghijklmnopqrstuvwxyz', False),
        ('a1a1a1a1a1a1a1a1a1a1a1a1', False),
        ('Ab1', False),
    ],
)
def test_looks_random(value: str, random_looking: bool) -> None:
    assert looks_random(value.encode()) is random_looking


CONTEXT = [
    # (text with @@ for the value, names, is the name near, is it a credential)
    ('MISTRAL_API_KEY = "@@"', True, True),
    ('# mistral\napi_key = "@@"', True, True),
    ('# mistral\n\napi_key = "@@"', True, True),
    ('api_key = "@@"  # mistral', True, True),
    ('api_key = "@@"\n# mistral', True, True),
    ('curl https://api.mistral.ai/v1 -H "Authorization: Bearer @@"', True, True),
    ('mistral key:\n@@\n', True, True),
    ('"api_keys": {\n  "mistral": "@@"', True, True),
    ('client = MistralClient("@@")', True, True),
    ('providers:\n  mistral:\n    enabled: true\n    model: large\n    api_key: @@', True, True),
    ('const mistral = createClient("@@");', True, True),
    ('mistral.NewMistralClientDefault("@@")', True, True),
    ('mistral api key fix in @@', True, False),
    ('0 mistral: api key fix\n@@ another commit', True, False),
    ('mistral_sha256 = "@@"', True, False),
    ('mistral_key_hash: "@@"', True, False),
    ('mistral = "@@"', True, False),
    ('MISTRAL_API_KEY = x\nOTHERTHING_API_KEY = "@@"', False, True),
    ('# mistral' + '\n' * 8 + 'api_key = "@@"', False, True),
    ('api_key = "@@"', False, True),
    ('| Service | API key |\n| --- | --- |\n| mistral | `@@` |', True, True),
    ('| Service | Colour |\n| --- | --- |\n| mistral | `@@` |', True, False),
    ('"service","api_key","made"\n"mistral","@@","2025"', True, True),
    ('mistral_api_key,owner,n\n@@,bob,1', True, True),
    ('mistral_hash,owner\n@@,bob', True, False),
    ('f(mistral_api_key, owner)\ng(\n@@, bob, 1', True, False),
    ('curl -u @@: https://api.mistral.ai/v1', True, True),
    ('https://user:@@@api.mistral.ai/v1', True, True),
    ('https://@@@api.mistral.ai/v1', True, True),
    ('https://api.mistral.ai/@@', True, False),
    ('echo "@@" | gh secret set MISTRAL_API_KEY', True, True),
    ('echo "@@" | sha256sum mistral', True, False),
    ('let client = MistralClient::new("@@");', True, True),
    ('MISTRAL_API_KEY=$(bws secret get @@)', True, False),
    ('MISTRAL_ANSWER=$(curl -H "Authorization: Bearer @@")', True, True),
    ('"mistralProjectId": "@@", "api_key": null', True, False),
    ('mistral = { apiKey, assistantId: "@@" }', True, False),
    ('mistral author "@@"', True, False),
    ('mistral authorization "@@"', True, True),
    ('mistral: 12 passed "@@"', True, False),
    ('mistral: passwords "@@"', True, True),
    ('mistral tokens=512 "@@"', True, False),
    ('mistral tokens = "@@"', True, True),
    ('<!-- mistral auth.jar --><sha1 value="@@"/>', True, False),
    ('mistral <input name="csrf_token" value="@@">', True, False),
    ('assert md5(mistral_key_file) == "@@"', True, False),
    ('mistral token ([@@](https://x/commit/1))', True, False),
    ('url = "https://api.mistral.ai/"\n' + '\n' * 9 + 'api_key = "@@"', True, True),
    ('# mistral' + '\n' * 10 + 'api_key = "@@"', False, True),
]


@pytest.mark.parametrize(('text', 'near', 'credential'), CONTEXT, ids=[row[0].replace('\n', '|') for row in CONTEXT])
def test_context(text: str, near: bool, credential: bool) -> None:
    data = text.replace('@@', 'V' * 32).encode()
    at = data.index(b'V' * 32)
    context = Context(data, at, at + 32, b'')
    assert (context.distance(['mistral']) >= 0) is near
    assert (is_argument_of(context.text, ['MistralClient']) or is_credential(context, ['mistral'])) is credential


def test_file_name_speaks_for_a_value_that_stands_alone() -> None:
    context = Context(b'V' * 32, 0, 32, b'secretsmistralkey')
    assert context.distance(['mistral']) >= 0
    assert is_credential(context, ['mistral'])
    assert not is_credential(Context(b'V' * 32, 0, 32, b'mistral'), ['mistral'])


@pytest.mark.parametrize(
    ('text', 'stands'),
    [
        ('[exa]', True),
        ('exa:', True),
        ('"exa": {', True),
        ('  exa = {', True),
        ('"provider": "Exa",', True),
        ('exa,', True),
        ('| Exa | `', True),
        ('# Exa', True),
        ('# the key for Exa', True),
        ('providers.exa.api_key', True),
        ('$ exa login ', True),
        ('exa --api-key ', True),
        ('for example:', False),
        ('hexa:', False),
        ('exa_mple:', False),
        ('the exa we had is gone', False),
        ('exa is what we had', False),
    ],
)
def test_everyday_word_counts_as_a_label_only(text: str, stands: bool) -> None:
    assert Names(['<exa>', 'exaapi']).stand_in(text.encode()) is stands
    assert (Names(['<exa>']).last(text.encode() + b' "') >= 0) is stands


def test_keyword_argument_of_the_sdk_names_the_provider() -> None:
    key = sample(EXA).decode()
    for text in (f'Exa(api_key="{key}")', f'Exa(\n    api_key="{key}",\n)'):
        assert _found(text) == ['exa-api-key']
    assert _found(f'Example()\napi_key = "{key}"') == []
    assert _found(f'make(api_key="{key}")') == []


def test_pair_over_two_lines_is_no_row_of_a_table() -> None:
    for text in (
        f'  {{"id": 1, "name": "OPENAI_API_KEY",\n   "value": "{_unknown()}"}}',
        f'- {{a: b, name: OPENAI_API_KEY}}\n  value: {_unknown()}',
    ):
        assert _found(text) == ['openai-assigned']
    assert _found(f'OTHER_API_KEY,OPENAI_API_KEY\n{_unknown()},x\n') == []


def test_only_files_of_checksums_silence_what_is_in_them() -> None:
    key = sample(one('deepgram').detectors[0]).decode()
    for name in ('checksum.py', 'tools/md5sum.go', 'sha256sums.env'):
        assert _found(f'DEEPGRAM_API_KEY = "{key}"', name) == ['deepgram-api-key'], name
    for name in ('SHA256SUMS', 'dist/checksums.txt', '.git-blame-ignore-revs'):
        assert _found(f'# deepgram key\n{key}\n', name) == [], name


def test_nearer_name_wins() -> None:
    data = b'# deepgram and mistral\nMISTRAL_KEY = "' + b'V' * 32 + b'" # deepgram\n'
    at = data.index(b'V' * 32)
    context = Context(data, at, at + 32, b'')
    assert context.distance(['mistral']) < context.distance(['deepgram'])


def test_many_keys_in_one_place_are_each_found_once() -> None:
    keys = [sample(detector, seed).decode() for detector in OPENAI.detectors[:3] for seed in range(4)]
    assert len(_found(' '.join(keys))) == len(keys)
    assert len(_found('\n'.join(f'k{at} = "{key}"' for at, key in enumerate(keys)))) == len(keys)


def test_hits_come_in_order_and_never_overlap() -> None:
    source = random.Random(5)
    providers = everything()
    keys = [sample(detector, 3).decode() for provider in providers for detector in provider.detectors]
    source.shuffle(keys)
    hits = detect(View(' '.join(keys).encode()), b'', providers)
    assert all(one.end <= two.start for one, two in zip(hits, hits[1:]))
