"""Whose key is it, and is it one? What shapes that many share are told apart by."""

from __future__ import annotations

import base64
import json
import random
import re
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.catalogue import one
from keyguard.mentions import calls_in, names_in
from keyguard.model import Blob, Finding
from keyguard.pipeline import run
from keyguard.prefilter import suspects
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings
from keyguard.tokens import fold

ALNUM = string.ascii_letters + string.digits


def _text(alphabet: str, length: int, seed: int = 1) -> str:
    source = random.Random(f'{alphabet} {length} {seed}')
    return ''.join(source.choice(alphabet) for _ in range(length))


def _key(provider: str, kind: str, seed: int = 3) -> str:
    return sample(next(each for each in one(provider).detectors if each.id == kind), seed).decode()


def _blocked(text: str, path: str = 'app.py') -> list[Finding]:
    report = run([Blob(path.encode(), text.encode())], Settings())
    if report.blocked:
        # what the pipeline finds, the door hands on
        assert suspects(text.encode(), path.encode(), BOOK)
    return report.blocked


def _kinds(text: str, path: str = 'app.py') -> list[str]:
    return [finding.detector.id for finding in _blocked(text, path)]


def _jwt(payload: str) -> str:
    parts = [base64.urlsafe_b64encode(part.encode()).rstrip(b'=').decode() for part in (_HEADER, payload)]
    return '.'.join([*parts, _text(ALNUM, 43)])


_HEADER = '{"alg":"HS256","typ":"JWT"}'
_SUB, _ACCESS = '{"sub":"somebody"}', '{"access":"r"}'
_48, _32, _UUID = _text(ALNUM, 48), _text('0123456789abcdef', 32), '%s-%s-4%s-a%s-%s'
_UUID = _UUID % tuple(_text('0123456789abcdef', length) for length in (8, 4, 3, 3, 12))


@pytest.mark.parametrize(
    ('text', 'kind'),
    [
        pytest.param(f'client = OpenAI(api_key="sk-{_48}")', 'openai-compatible-key', id='nothing-tells-the-issuer'),
        pytest.param(f'OPENAI_API_KEY="sk-{_48}"', 'openai-compatible-key', id='a-variable-that-others-use-too'),
        pytest.param(f'base_url = "https://api.moonshot.cn/v1"\napi_key = "sk-{_48}"', 'moonshot-api-key', id='base-url'),
        pytest.param(f'HUNYUAN_API_KEY=sk-{_48}', 'hunyuan-api-key', id='variable'),
        pytest.param(f'BRAINTRUST_API_KEY: sk-{_48}', 'braintrust-api-key', id='braintrust-not-openai'),
        pytest.param(f'AIHUBMIX_API_KEY=sk-{_48}', 'aimlapi-api-key', id='reseller'),
        pytest.param(f'OPENCODE_API_KEY=sk-{_48}', 'opencode-assigned', id='variable-of-a-provider-without-a-format'),
        pytest.param(f'k = "sk-{_text(string.ascii_lowercase, 48)}"', 'siliconflow-api-key', id='48-small-letters'),
        pytest.param(f'NOVITA_API_KEY=sk_{_text(ALNUM, 42)}A', 'novita-api-key', id='sk_-43'),
        pytest.param(f'INCEPTION_API_KEY=sk_{_32}', 'inception-api-key', id='sk_-32-hex'),
        pytest.param(f'k = "key_{_32[:28]}"', 'retell-api-key', id='key_-28-hex'),
        pytest.param(f'k = "key_{_32 * 2}"', 'cursor-api-key', id='key_-64-hex'),
        pytest.param(f'k = "key_{_32 * 3}{_text("0123456789abcdef", 32, 2)}"', 'runway-api-secret', id='key_-128-hex'),
        pytest.param(f'DEEPL_AUTH_KEY={_UUID}:fx', 'deepl-api-key', id='uuid-with-a-mark'),
        pytest.param(f'requests.get("https://api.bfl.ai/v1/x", headers={{"x-key": "{_UUID}"}})', 'bfl-api-key', id='host'),
        pytest.param(f'FAL_KEY="{_UUID}:{_32}"', 'fal-api-key', id='uuid-and-secret'),
        pytest.param(f'key = "{_jwt(_ACCESS)}"',
                     'qdrant-api-key', id='jwt-that-says-so'),
        pytest.param(f'SNOWFLAKE_PAT={_jwt(_SUB)}', 'snowflake-access-token', id='jwt-named'),
        pytest.param(f'key = "{_key("meta-llama", "meta-llama-api-key")}"', 'meta-llama-api-key', id='bars-inside'),
        pytest.param(f'key = "{_key("voiceflow", "voiceflow-api-key")}"', 'voiceflow-api-key', id='dots-inside'),
        pytest.param(f'key = "{_key("nebius", "nebius-static-key")}"', 'nebius-static-key', id='a-dot-before-its-run'),
    ],
)  # fmt: skip
def test_key_is_told_by_what_sets_its_issuer_apart(text: str, kind: str) -> None:
    assert _kinds(text + '\n') == [kind]


@pytest.mark.parametrize(
    'text',
    [
        pytest.param(f'token = "{_jwt(_SUB)}"', id='a-jwt-of-nobody'),
        pytest.param(f'VAPI_PUBLIC_KEY={_UUID}', id='vapi-public-key'),
        pytest.param(f'LUNARY_PUBLIC_KEY={_UUID}', id='lunary-public-key'),
        pytest.param(f'DEV_API_KEY={_UUID}', id='dev-api-is-not-vapi'),
        pytest.param(f'SPARK_API_KEY={_text(ALNUM, 40)}', id='spark-is-not-ark'),
        pytest.param(f'POSTHOG_KEY = "{_key("posthog", "posthog-project-key")}"', id='posthog-project-key-alone'),
    ],
)  # fmt: skip
def test_what_is_public_or_anothers_is_silent(text: str) -> None:
    assert _blocked(text + '\n') == []


@pytest.mark.parametrize(
    ('text', 'kinds'),
    [
        pytest.param(f'{{"sum": "{_32[3:]}01a", "id": 7, "api_key": "{_32}"}}', [], id='a-digest-and-an-id'),
        pytest.param(f'{{"at": "{_32[3:]}302", "ai_key": "sk-{_48}"}}', ['openai-compatible-key'], id='a-digest-and-a-word'),
        pytest.param(f'ZERO_01AI_KEY={_32}', ['01ai-api-key'], id='in-a-variable'),
        pytest.param(f'# 01.AI\nAPI_KEY={_32}', ['01ai-api-key'], id='with-its-dot'),
        pytest.param(f'requests.post("https://api.01.ai/v1", headers={{"Authorization": "Bearer {_32}"}})', ['01ai-api-key'], id='host'),
        pytest.param(f'# 302.AI\nAPI_KEY=sk-{_48}', ['aimlapi-api-key'], id='issuer-of-a-shared-literal'),
    ],
)  # fmt: skip
def test_name_that_begins_with_a_digit_is_no_end_of_a_digest(text: str, kinds: list[str]) -> None:
    assert _kinds(text + '\n', 'app.json') == kinds


_EVERYDAY = [
    pytest.param('kling', _32, 'tackling', 'klingApi', id='kling'),
    pytest.param('suno', _32, 'keys unordered', 'Suno', id='suno'),
    pytest.param('suno', _32, 'SunOS', 'my-suno', id='suno-and-an-old-system'),
    pytest.param('hume', _48, 'exhume', 'Hume', id='hume'),
    pytest.param('hume', _48, 'humerus', 'myHume', id='hume-and-a-bone'),
    pytest.param('comet-opik', _48[:25], 'topik', 'comet_opik', id='opik'),
    pytest.param('cohere', _text(ALNUM, 40), 'coherent', 'cohere.ai', id='cohere'),
    pytest.param('cohere', _text(ALNUM, 40), 'incoherence', 'co:here cohere', id='cohere-and-its-opposite'),
    pytest.param('wandb', _32 + _32[:8], 'wand battery', 'wandb', id='wandb'),
    pytest.param('playht', _32, 'display html', 'play.ht', id='playht'),
    pytest.param('gladia', _UUID, 'gladiator', 'Gladia', id='gladia'),
    pytest.param('linkup', _UUID, 'link up', 'linkup', id='linkup'),
    pytest.param('reka', _32 * 2, 'eureka ai', 'reka.ai', id='reka'),
    pytest.param('morph', f'sk-{_48}', 'morphology', 'morphllm', id='morph'),
    pytest.param('kagi', f'{_48[:11]}.{_48[:42]}A', 'packaging', 'kagi', id='kagi'),
    pytest.param('moonshot', f'sk-{_48}', 'vaikimisi', 'Kimi', id='kimi'),
    pytest.param('lighton', _48, 'highlight one', 'LightOn', id='lighton'),
    pytest.param('lunary', _UUID, 'callUnary', 'lunary', id='lunary'),
    pytest.param('stability', f'sk-{_48}', 'for testability of', 'Stability.ai', id='stability'),
    pytest.param('stability', f'sk-{_48}', 'instability', 'my stability', id='stability-and-its-opposite'),
    pytest.param('aimlapi', f'sk-{_48}', 'new', 'new-api', id='new'),
    pytest.param('aimlapi', f'sk-{_48}', 'only one', 'one-api', id='one'),
]


@pytest.mark.parametrize(('provider', 'key', 'word', 'name'), _EVERYDAY)
@pytest.mark.parametrize(
    'form', ['# {}\napi_key = "{}"\n', '{}_api_key = "{}"\n', '// the {} key\nconst secret = "{}"\n']
)
def test_everyday_word_that_holds_a_name_is_not_the_name(
    provider: str, key: str, word: str, name: str, form: str
) -> None:
    def issuers(subject: str) -> list[str]:
        own = subject.translate(_OF_NAMES) if form.startswith('{') else subject
        return [finding.provider.id for finding in _blocked(form.format(own, key), 'app.txt')]

    assert provider not in issuers(word)
    assert issuers(name) == [provider]


_OF_NAMES = str.maketrans(' .:', '___')
_IMPORT = "import { Pinecone } from '@pinecone-database/pinecone';"


@pytest.mark.parametrize(
    ('lines', 'kinds'),
    [
        pytest.param([_IMPORT, '', 'const admin = new Admin();', f"const result = await admin.apiKeys.list('{_UUID}');"], [], id='id-of-a-project'),
        pytest.param([_IMPORT, '', f"await admin.apiKeys.describe('{_UUID}');", 'console.log(result);'], [], id='id-of-a-key'),
        pytest.param(['/** A key of the index. */', f"const page = await pc.backups.history('{_UUID}');", 'new Pinecone();'], [], id='id-of-an-index'),
        pytest.param([_IMPORT, '', f"const pinecone = new Pinecone({{\n  apiKey: '{_UUID}',\n}});"], ['pinecone-legacy-key'], id='key'),
        pytest.param(['PINECONE_INDEX=articles', f'PINECONE_API_KEY={_UUID}', 'PORT=80'], ['pinecone-legacy-key'], id='variable'),
    ],
)  # fmt: skip
@pytest.mark.parametrize('escaped', [False, True], ids=['a-file', 'a-file-in-a-source-map'])
def test_a_line_is_told_by_its_own_words_where_its_end_is_an_escape_too(
    lines: list[str], kinds: list[str], escaped: bool
) -> None:
    text = '\n'.join(lines) + '\n'
    if escaped:
        assert _kinds(json.dumps({'version': 3, 'sourcesContent': [text]}), 'index.js.map') == kinds
    else:
        assert _kinds(text, 'index.ts') == kinds


@pytest.mark.parametrize(
    ('path', 'text', 'kinds'),
    [
        ('google-services.json', '{"current_key": "@"}', []),
        ('ios/GoogleService-Info.plist', '<key>API_KEY</key>\n<string>@</string>', []),
        ('web/firebase.js', 'const firebaseConfig = {\n  apiKey: "@",\n  authDomain: "x"\n}', []),
        ('app.py', 'MAPS_KEY = "@"', ['google-api-key']),
        ('index.html', '<script src="https://maps.googleapis.com/maps/api/js?key=@">', ['google-maps-key']),
        ('app.py', 'GEMINI_API_KEY = "@"', ['google-gemini-standard-key']),
        ('firebase.js', 'const gemini = "@"', ['google-gemini-standard-key']),
    ],
)
def test_google_key_is_called_what_it_opens(path: str, text: str, kinds: list[str]) -> None:
    text = text.replace('@', _key('google-gemini', 'google-api-key'))
    if kinds == ['google-api-key']:
        text = text.replace('MAPS_KEY', 'API_KEY')
    assert _kinds(text + '\n', path) == kinds
    if not kinds:
        accepted = run([Blob(path.encode(), text.encode())], Settings()).accepted
        assert [finding.accepted.partition(':')[0] for finding in accepted] == ['public by design']


@pytest.mark.parametrize(('days', 'expired'), [(-3, True), (3, False)])
def test_expiry_of_a_jwt_is_read(days: int, expired: bool) -> None:
    payload = f'{{"access":"r","exp":{int(time.time()) + days * 86400}}}'
    (finding,) = _blocked(f'key = "{_jwt(payload)}"\n')
    assert finding.confidence == ('medium' if expired else 'high')
    assert finding.note.startswith('it expired on ') is expired


def _bedrock(date: str) -> str:
    whole = _key('aws-bedrock', 'aws-bedrock-short-term-key')
    lead = 'bedrock-api-key-'
    text = base64.b64decode(whole[len(lead) :]).replace(b'20991123T000000Z', date.encode())
    return lead + base64.b64encode(text).decode()


@pytest.mark.parametrize(('date', 'note'), [('20250101T000000Z', 'it has expired; it was made on 2025-01-01'), ('20990101T000000Z', '')])  # fmt: skip
def test_expiry_of_a_bedrock_key_is_read(date: str, note: str) -> None:
    (finding,) = _blocked(f'key = "{_bedrock(date)}"\n')
    assert (finding.detector.id, finding.note) == ('aws-bedrock-short-term-key', note)


def test_service_account_is_found_in_its_file_and_no_other_rsa_key() -> None:
    first = _key('google-gemini', 'google-service-account-key')[:64]
    pem = f'"private_key": "-----BEGIN PRIVATE KEY-----\\n{first}\\nAAAA\\n-----END PRIVATE KEY-----\\n"'
    account = (
        f'{{"type": "service_account", "project_id": "p", "private_key_id": "{_text("0123456789abcdef", 40)}", {pem}}}'
    )
    assert _kinds(account, 'key.json') == ['google-service-account-key']
    assert _kinds(f'{{{pem}}}', 'tls.json') == []


def test_sentence_of_a_provider_whose_key_page_is_not_known_says_what_to_look_for() -> None:
    from keyguard.remedies.steps import revoke

    (finding,) = _blocked(f'POE_API_KEY={_key("poe", "poe-api-key")}\n')
    assert 'look for "API keys" in the settings' in revoke(finding)[0]
    assert 'http' not in ' '.join(revoke(finding))


@pytest.mark.parametrize(
    'line',
    [
        pytest.param('/* keyguard: */ MISTRAL_API_KEY = "@"', id='a-word-of-ours-before-it'),
        pytest.param('url = "http://keyguard:80"; MISTRAL_API_KEY = "@"', id='a-host-of-that-name'),
        pytest.param('EXPO_PUBLIC_KEY = mistral("@")', id='what-a-browser-is-given'),
    ],
)
def test_nothing_on_its_line_hides_a_key(line: str) -> None:
    key = _key('mistral', 'mistral-api-key')
    assert _kinds(line.replace('@', key) + '\n') == ['mistral-api-key']


def test_public_words_count_only_next_to_the_key() -> None:
    key = _key('google-gemini', 'google-api-key')
    assert _kinds('authDomain: "x"\n\n\n\nAPI_KEY = "' + key + '"\n') == ['google-api-key']


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(sorted(BOOK.names)),
            st.sampled_from(sorted(BOOK.calls)),
            st.sampled_from([b'key', b'token', b'ai', b'com', b'api', b'.', b'_', b' ', b'x', b'(', b'new ']),
        ),
        max_size=12,
    )
)
def test_names_and_calls_are_found_as_looking_for_each_finds_them(parts: list[bytes]) -> None:
    text = b''.join(parts)
    assert names_in(fold(text), BOOK) == {name for name in BOOK.names if name in fold(text)}
    words = {call for call in BOOK.calls if re.search(rb'(?<![A-Za-z0-9_])' + re.escape(call), text)}
    assert calls_in(text, BOOK) == words
