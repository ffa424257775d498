"""Whose key is it, and is it one? As people write it, and as they write what is none."""

from __future__ import annotations

import json
import random
import string
from uuid import UUID

import pytest

from keyguard.catalogue import one
from keyguard.context import names_another
from keyguard.model import Blob
from keyguard.names import Names
from keyguard.pipeline import run
from keyguard.prefilter import suspects
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

ALNUM = string.ascii_letters + string.digits


def _key(provider: str, place: int = 0, seed: int = 5) -> str:
    return sample(one(provider).detectors[place], seed).decode()


def _random(size: int, alphabet: str = ALNUM, seed: int = 3) -> str:
    return ''.join(random.Random(seed).choices(alphabet, k=size))


def _uuid(seed: int) -> str:
    return str(UUID(int=random.Random(seed).getrandbits(128), version=4))


def _kinds(text: str, path: str = 'app.py') -> list[str]:
    report = run([Blob(path.encode(), text.encode())], Settings())
    if report.blocked:
        # what the pipeline finds, the door hands on
        assert suspects(text.encode(), path.encode(), BOOK)
    return [finding.detector.id for finding in report.blocked]


def _request(header: str, key: str) -> str:
    """A request as Postman exports it: the address behind the headers."""
    return json.dumps(
        {
            'item': [
                {
                    'request': {
                        'method': 'POST',
                        'header': [{'key': header, 'value': key, 'type': 'text'}],
                        'url': {'raw': 'https://api.deepinfra.com/v1'},
                    }
                }
            ]
        },
        indent='\t',
    )


IBM, DEEPINFRA, CLARIFAI, AZURE = _key('ibm-watsonx'), _key('deepinfra'), _key('clarifai'), _key('azure-openai', 2)
WIT, DEEPL, SCALEWAY, SERPAPI = _key('wit-ai'), _key('deepl'), _key('scaleway'), _key('serpapi')
AZURE_AI = sample(next(each for each in one('azure-openai').detectors if each.id == 'azure-ai-key'), 1).decode()


@pytest.mark.parametrize(
    ('path', 'text', 'kind'),
    [
        pytest.param('x.py', f'c = {{\n  "apikey": "{IBM}",\n  "url": "https://eu-de.ml.cloud.ibm.com"\n}}', 'ibm-watsonx-api-key', id='apikey-in-one-word'),
        pytest.param('x.sh', f'curl -u "apikey:{IBM}" "https://api.us-south.text-to-speech.watson.cloud.ibm.com/v1"', 'ibm-watsonx-api-key', id='user-apikey'),
        pytest.param('x.json', _request('x-api-key', DEEPINFRA), 'deepinfra-api-token', id='address-far-below'),
        pytest.param('x.js', f"const app = new Clarifai('{CLARIFAI}');", 'clarifai-personal-access-token', id='object-of-the-name'),
        pytest.param('x.py', f'from clarifai.client import User\nPAT = "{CLARIFAI}"\n', 'clarifai-personal-access-token', id='pat'),
        pytest.param('x.py', f'import clarifai\nx = User(pat="{CLARIFAI}")\n', 'clarifai-personal-access-token', id='pat-argument'),
        pytest.param('x.py', f'c = speechsdk.SpeechConfig(subscription="{AZURE_AI}", region="x")\n', 'azure-ai-key', id='subscription'),
        pytest.param('x.rs', f'let api = ClarifaiApi::new("{CLARIFAI}");', 'clarifai-personal-access-token', id='object-made-by-new'),
        pytest.param('x.py', f'client = Wit("{WIT}")', 'wit-ai-server-token', id='wit-sdk'),
        pytest.param('x.py', f'r.recognize_wit(audio, key="{WIT}")', 'wit-ai-server-token', id='wit-speech'),
        pytest.param('x.php', f"$t = new \\DeepL\\DeepLClient('{DEEPL}');", 'deepl-api-key', id='deepl-php'),
        pytest.param('.config/scw/config.yaml', f'default_region: fr-par\nsecret_key: {SCALEWAY}\n', 'scaleway-secret-key', id='scw-config'),
        pytest.param('x.cs', f'var c = SpeechConfig.FromSubscription("{AZURE}", "westeurope");', 'azure-openai-legacy-key', id='azure-speech'),
        pytest.param('.env', f'SPEECH_KEY={AZURE}\nSPEECH_REGION=westeurope\n', 'azure-openai-legacy-key', id='azure-speech-variable'),
        pytest.param('x.py', f'p = {{\n  "engine": "google",\n  "api_key": "{SERPAPI}",\n}}\ns = GoogleSearch(p)', '', id='another-name-below'),
        pytest.param('x.py', f'params = {{\n  "api_key": "{SERPAPI}",\n}}\ns = GoogleSearch(params)', 'serpapi-api-key', id='serpapi-quickstart'),
        pytest.param('.env', f'VENICE_API_KEY_PROD={_random(43)}\n', 'venice-api-key', id='venice-production'),
        pytest.param('x.sh', f'curl https://api.stepfun.com/v1 -H "Authorization: Bearer {_random(64)}"', 'stepfun-api-key', id='stepfun-header'),
        pytest.param('.env', f'HACKCLUB_AI_API_KEY_2={_random(40)}\n', 'hackclub-ai-assigned', id='second-of-a-variable'),
        pytest.param('.env', f'XIAOMI_API_KEY=sk-{_random(48, string.ascii_lowercase + string.digits)}\n', 'xiaomi-mimo-assigned', id='shared-literal-proves-nothing'),
        pytest.param('x.sh', f'curl https://api.xiaomimimo.com/v1 -H "api-key: sk-{_random(48, string.ascii_lowercase + string.digits)}"', 'openai-compatible-key', id='letters-of-one-case'),
        pytest.param('config.yaml', f'general_settings:\n  master_key: {_key("litellm")}\n', 'litellm-virtual-key', id='litellm-config'),
    ],
)  # fmt: skip
def test_key_is_found_as_whose_it_is(path: str, text: str, kind: str) -> None:
    assert _kinds(text, path) == ([kind] if kind else [])


HEX_40, HEX_32, UUID_4 = _random(40, '0123456789abcdef'), _random(32, '0123456789abcdef'), _uuid(4)


@pytest.mark.parametrize(
    ('path', 'text'),
    [
        pytest.param('x.py', f'index = Pinecone.Index("{UUID_4}")', id='object-behind-the-sdk'),
        pytest.param('x.py', f'job = ai21Client.get("{UUID_4}")', id='asked-of-the-client'),
        pytest.param('x.py', f'job = DeepinfraClient.from_job("{_random(32)}")', id='made-from-a-job'),
        pytest.param('x.js', f'const p = new ClarifaiProject("{HEX_32}");', id='object-that-is-more-than-the-name'),
        pytest.param('x.yaml', f'cohere_api_key: ENC[AES256_GCM,data:{_random(40)},iv:x,type:str]', id='encrypted-by-sops'),
        pytest.param('x.yaml', f'cohere_token: $argon2id$v=19$m=65536,t=3,p=4${_random(22)}${_random(40)}', id='argon2'),
        pytest.param('x.yaml', f'mistral_encrypted_key: {_random(32)}', id='encrypted-key'),
        pytest.param('x.json', f'{{"cohere": ["{HEX_40}", "{HEX_40}"]}}', id='list-of-revisions'),
        pytest.param('.env', 'ANTHROPIC_API_KEY=sk-ant-api03-' + 'abc123def456ghi789\n', id='abc-and-123'),
        pytest.param('.env', 'EXA_API_KEY=' + '1a2b3c4d-5e6f-7a8b' + '-9c0d-1e2f3a4b5c6d\n', id='counting-uuid'),
        pytest.param('.env', 'MISTRAL_API_KEY=' + 'a1b2c3d4e5f6g7h8' + 'i9j0k1l2m3n4o5p6\n', id='counting-letters'),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_key_is_silent(path: str, text: str) -> None:
    assert _kinds(text, path) == []


@pytest.mark.parametrize('name', ['apikey', 'APIKEY', 'authtoken', 'api_key', 'x-apikey', 'accesstoken', 'secretkey'])
def test_name_of_plain_words_says_nothing(name: str) -> None:
    assert not names_another(name.encode())


@pytest.mark.parametrize('name', ['stripekey', 'stripe_apikey', 'mailgun', 'keycloak'])
def test_name_of_another_says_so(name: str) -> None:
    assert names_another(name.encode())


def test_names_are_a_word_or_not() -> None:
    names = Names(('deepgram', '<exa>'))
    assert [names.are(word) for word in (b'Deepgram', b'DEEPGRAM', b'Exa', b'DeepgramProject', b'Example')] == [
        True, True, True, False, False,
    ]  # fmt: skip


EXA = _key('exa')


@pytest.mark.parametrize(
    'text',
    [
        f'- model: exa/large\n  api_key: {EXA}',
        f'llm(\n    model="exa/large",\n    api_key="{EXA}",\n)',
        f'providers:\n  - id: exa:large\n    config:\n      apiKey: {EXA}',
        f'cfg := exa.Config{{\n\tAPIKey: "{EXA}",\n}}',
        f'Exa.configure do |config|\n  config.token = "{EXA}"\nend',
        f'enum Exa {{\n    static let apiKey = "{EXA}"\n}}',
        f'Exa.builder()\n    .apiKey("{EXA}")\n    .build();',
    ],
)
def test_everyday_word_over_a_key_is_its_owner(text: str) -> None:
    assert _kinds(text, 'x') == ['exa-api-key']


@pytest.mark.parametrize(
    'text',
    [
        f'- model: hexa/large\n  api_key: {EXA}',
        f'- model: large-exa\n  api_key: {EXA}',
        f'enum Example {{\n    static let apiKey = "{EXA}"\n}}',
        f'an exa of floating point\napi_key: {EXA}',
    ],
)
def test_everyday_word_elsewhere_is_nobody(text: str) -> None:
    assert _kinds(text, 'x') == []


def test_personal_keys_of_devin_are_told_whatever_digit_comes_first() -> None:
    from base64 import b64encode

    for digit in '0123456789abcdef':
        rest = _random(31, '0123456789abcdef', ord(digit))
        text = f'user-{digit}{rest}_org-{_random(32, "0123456789abcdef", 8)}:{_random(32, "0123456789abcdef", 9)}'
        assert _kinds(f'x = "apk_user_{b64encode(text.encode()).decode()}"') == ['devin-personal-key'], digit


def test_access_token_of_e2b_is_taken_whole() -> None:
    key = f'sk_e2b_{_random(40, "0123456789abcdef")}'
    report = run([Blob(b'x.py', f'x = "{key}"'.encode())], Settings())
    assert [finding.secret.reveal().decode() for finding in report.blocked] == [key]


@pytest.mark.parametrize(
    'line', ['VENICE_API_KEY=\x1b[33m{}\x1b[0m', 'VENICE_API_KEY=\x1b[1;33m{}', 'x: ${{VENICE_API_KEY:-{}}}', '{{"env": "VENICE_API_KEY:\\t{}"}}',
             'venice%5Fapi%5Fkey%3D{}'],
)  # fmt: skip
def test_what_stands_before_a_key_of_any_length_is_no_part_of_it(line: str) -> None:
    key = _random(43)
    report = run([Blob(b'x.log', line.format(key).encode())], Settings())
    assert [finding.secret.reveal().decode() for finding in report.blocked] == [key]


def test_comment_over_anothers_variable_is_the_others() -> None:
    text = f'# Ideogram\nIDEOGRAM_API_KEY=\n# from the console\nINFERENCE_API_KEY={_random(40)}\n'
    assert _kinds(text, '.env') == ['inference-net-assigned']
    assert _kinds(f'# Ideogram\nACCESS_KEY=\nAPI_KEY={_random(40)}\n', '.env') == ['ideogram-api-key']
