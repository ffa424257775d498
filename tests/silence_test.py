"""Silence: files full of what looks like a key, and without one. A run blocks nothing in them.

``«hex 40»`` in a text stands for forty random hex digits, made anew for each seed, and ``«»`` for nothing: it parts
what would be a complete look-alike here. What blocks and should not is marked xfail, with what makes it block.
"""

from __future__ import annotations

import base64
import json
import random
import re
import string
import textwrap
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from uuid import UUID

import pytest

from keyguard.catalogue import everything
from keyguard.detect import compiled
from keyguard.kinds import Detector
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.samples import sample
from keyguard.settings import Settings

PROVIDERS = everything()
DETECTORS = {detector.id: (provider, detector) for provider in PROVIDERS for detector in provider.detectors}
KEY = sample(DETECTORS['openai-project-key'][1], 11).decode()
SETTINGS = Settings()
SEEDS = range(2)

HEX = '0123456789abcdef'
ALNUM = string.ascii_letters + string.digits


def blocks(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


# --- random parts of a text


def _of(alphabet: str) -> Callable[[random.Random, int], str]:
    return lambda source, size: ''.join(source.choices(alphabet, k=size))


def _base64(source: random.Random, size: int) -> str:
    return base64.b64encode(source.randbytes(size)).decode()


def _base64url(source: random.Random, size: int) -> str:
    return base64.urlsafe_b64encode(source.randbytes(size)).decode().rstrip('=')


def _behind(head: bytes) -> Callable[[random.Random, int], str]:
    """Base64 of bytes that begin as a file of some kind does."""
    return lambda source, size: base64.b64encode(head + source.randbytes(size)).decode()


def _jwt(algorithm: str, size: int, **claims: object) -> Callable[[random.Random, int], str]:
    def made(source: random.Random, _: int) -> str:
        head = {'alg': algorithm, 'typ': 'JWT', 'kid': _base64url(source, 15)}
        body = {**claims, 'sub': _uuid(source, 0), 'iat': 1763942400, 'exp': 1763946000}
        parts = [json.dumps(part, separators=(',', ':')).encode() for part in (head, body)]
        return '.'.join(
            base64.urlsafe_b64encode(part).decode().rstrip('=') for part in (*parts, source.randbytes(size))
        )

    return made


def _uuid(source: random.Random, _: int) -> str:
    return str(UUID(int=source.getrandbits(128), version=4))


KINDS: dict[str, Callable[[random.Random, int], str]] = {
    'hex': _of(HEX),
    'HEX': _of(HEX.upper()),
    'alnum': _of(ALNUM),
    'lower': _of(string.ascii_lowercase + string.digits),
    'UPPER': _of(string.ascii_uppercase + string.digits),
    'digits': _of(string.digits),
    'bech32': _of('023456789acdefghjklmnpqrstuvwxyz'),
    'vlq': _of('ACEGIKMOQSUWYgiklmnopqruvwxyz0123456789+/,,,;AAAA'),
    'base64': _base64,
    'url': _base64url,
    'lines': lambda source, size: '\n'.join(textwrap.wrap(_base64(source, size), 64)),
    'png': _behind(b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0'),
    'jpeg': _behind(b'\xff\xd8\xff\xe0\0\x10JFIF\0\1\1'),
    'woff2': _behind(b'wOF2\0\1\0\0'),
    'wasm': _behind(b'\0asm\1\0\0\0'),
    'uuid': _uuid,
    'UUID': lambda source, _: _uuid(source, 0).upper(),
    'auth0': _jwt('RS256', 256, iss='https://dev-1a2b.eu.auth0.com/', aud='https://api.example.com', azp='web'),
    'supabase': _jwt('HS256', 32, iss='supabase', ref='abcdefghijklmnopqrst', role='anon'),
    'kubernetes': _jwt('RS256', 256, iss='kubernetes/serviceaccount', aud=['https://kubernetes.default.svc']),
    'x': lambda _, size: 'x' * size,
    'count': lambda _, size: ('1234567890abcdef' * size)[:size],
}
_MARK = re.compile(r'«(?:(\w+)(?: (\d+))?)?»')
# a mark that a key can stand in for: nothing that the key would run into
_PLACE = re.compile(r'(?<![A-Za-z0-9«»])«\w[^»]*»(?![A-Za-z0-9_«-])')


def filled(text: str, seed: int) -> bytes:
    source = random.Random(f'{text} {seed}')
    return _MARK.sub(
        lambda mark: KINDS[mark.group(1)](source, int(mark.group(2) or 0)) if mark.group(1) else '', text
    ).encode()


def each(template: str, names: Iterable[str], joint: str = '') -> str:
    """The template once for each name, which stands where it says NAME."""
    return joint.join(template.replace('NAME', name) for name in names)


def spoken(name: str, *texts: bytes) -> list[str]:
    report = run([Blob(name.encode(), text) for text in texts], SETTINGS)
    return sorted({f'{finding.detector.id}, line {finding.line}' for finding in report.blocked})


# packages that carry providers' names, and their neighbours in every lock file that carry a credential's words
NPM = [
    '@mistralai/mistralai', 'js-tokens', 'cohere-ai', '@deepgram/sdk', 'jsonwebtoken', 'assemblyai', 'keyv',
    'clarifai', '@pinecone-database/pinecone', 'exa-js', 'serpapi', 'passport', '@vapi-ai/web', '@leonardo-ai/sdk',
    'comet-ml', '@azure/core-auth', '@azure/ai-inference', '@elevenlabs/elevenlabs-js', 'gpt-tokenizer', 'wandb',
    'voyageai', 'deepl-node', 'diffbot', 'replicate', '@anthropic-ai/sdk', 'openai', 'groq-sdk',
    '@huggingface/inference', '@fal-ai/client',
]  # fmt: skip
PYPI = [
    'mistralai', 'keyring', 'cohere', 'deepgram-sdk', 'tokenizers', 'assemblyai', 'pinecone-client', 'exa-py',
    'serpapi', 'secretstorage', 'clarifai', 'vapi-server-sdk', 'leonardo-ai-sdk', 'comet-ml', 'google-auth', 'wandb',
    'tiktoken', 'azure-ai-inference', 'azure-ai-openai', 'elevenlabs', 'passlib', 'deepl', 'ai21', 'hume', 'galileo',
    'weaviate-client', 'unstructured-client', 'cartesia', 'pyht', 'speechmatics', 'tavily-python', 'e2b',
    'huggingface-hub', 'replicate',
]  # fmt: skip
HOUSES = [
    'deepgram',
    'assemblyai',
    'clarifai',
    'wandb',
    'mistralai',
    'cohere-ai',
    'pinecone-io',
    'elevenlabs',
    'serper',
]


# --- other tools' rules, baselines and examples

RULES = [
    pytest.param(
        '.gitleaks.toml',
        """\
title = "gitleaks config"

[extend]
useDefault = true

[[rules]]
id = "openai-api-key"
description = "Found an OpenAI API key, which lets others spend our money."
regex = '''\\b(sk-(?:proj|svcacct|admin)-(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})T3BlbkFJ(?:[A-Za-z0-9_-]{74})\\b)'''
entropy = 3
keywords = ["T3BlbkFJ"]

[[rules]]
id = "mistral-api-key"
regex = '''(?i)[\\w.-]{0,50}?(?:mistral)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:)[\\x60'"\\s=]{0,5}([a-z0-9]{32})'''
keywords = ["mistral", "codestral"]

[[rules.allowlists]]
description = "dead keys of the deepgram and assemblyai fixtures"
commits = ["«hex 40»", "«hex 40»"]
regexTarget = "line"
regexes = ['''sk-x{20}''', '''deepgram_api_key\\s*=\\s*"[0-9a-f]{40}"''']
stopwords = ["«uuid»", "exa-api-key"]
paths = ['''(?:^|/)go\\.sum$''', '''tests/fixtures/mistral_api_key\\.txt''']
""",
        id='gitleaks-rules-and-allowlist',
    ),
    pytest.param(
        '.gitleaksignore',
        '# deepgram api key of the docs, revoked\n' + each('«hex 40»:src/NAME_api_key.py:generic-api-key:12\n', HOUSES),
        id='gitleaksignore-fingerprints',
    ),
    pytest.param(
        '.secrets.baseline',
        '{\n  "version": "1.5.0",\n  "plugins_used": [{"name": "Base64HighEntropyString", "limit": 4.5}],\n'
        '  "results": {\n'
        + each(
            """\
    "config/NAME_api_key.py": [
      {
        "type": "Secret Keyword",
        "filename": "config/NAME_api_key.py",
        "hashed_secret": "«hex 40»",
        "is_verified": false,
        "line_number": 3,
        "is_secret": false
      }
    ]
""".rstrip('\n'),
            HOUSES,
            ',\n',
        )
        + '\n  },\n  "generated_at": "2026-11-23T10:00:00Z"\n}\n',
        id='detect-secrets-baseline',
    ),
    pytest.param(
        'secrets-baseline.json',
        '{"results": {' + each('"NAME.key": [{"hashed_secret": "«hex 40»", "line_number": 1}]', HOUSES, ', ') + '}}',
        id='detect-secrets-baseline-on-one-line',
    ),
    pytest.param(
        '.keyguard/baseline.json',
        '{\n  "schema": 1,\n  "accepted": [\n'
        + each(
            '    {"fingerprint": "kg1:«hex 32»", "detector": "NAME-api-key", "verdict": "test-key", "reason": "docs"}',
            HOUSES,
            ',\n',
        )
        + '\n  ]\n}\n',
        id='own-baseline',
    ),
    pytest.param(
        '.keyguard/baseline.json',
        '{\n  "schema": 1,\n  "accepted": [\n'
        + each(
            """\
    {
      "detector": "NAME-api-key",
      "fingerprint": "kg1:«hex 32»",
      "reason": "the token of the public demo",
      "verdict": "revoked"
    }""",
            HOUSES,
            ',\n',
        )
        + '\n  ]\n}\n',
        id='own-baseline-indented',
    ),
    pytest.param(
        'trufflehog.yaml',
        'detectors:\n'
        + each(
            """\
  - name: NAME
    keywords:
      - NAME
      - NAME_api_key
    regex:
      key: \\b(?P<key>[0-9a-f]{40})\\b
    exclude_regexes_capture:
      - '^(.)\\1+$'
    verify:
      - endpoint: https://api.example.com/«hex 32»/verify
""",
            HOUSES,
        ),
        id='trufflehog-detectors',
    ),
    pytest.param(
        'baseline.jsonl',
        each(
            '{"SourceMetadata":{"Data":{"Git":{"commit":"«hex '
            '40»","file":"NAME_key.py","line":4}}},"DetectorName":"NAME",'
            '"Verified":false,"Raw":"","Redacted":"","ExtraData":{"sha256":"«hex 64»"}}\n',
            HOUSES,
        ),
        id='trufflehog-results-with-commits',
    ),
    pytest.param(
        '.gitguardian.yaml',
        'version: 2\nsecret:\n  ignored_matches:\n'
        + each('    - name: NAME API key in the fixtures\n      match: «hex 64»\n', HOUSES),
        id='ggshield-ignored-matches',
    ),
    pytest.param(
        '.talismanrc',
        'fileignoreconfig:\n'
        + each('- filename: src/NAME_secret_key.py\n  checksum: «hex 64»\n', HOUSES)
        + 'version: "1.0"\n',
        id='talisman-checksums',
    ),
    pytest.param(
        'semgrep/keys.yaml',
        """\
rules:
  - id: hardcoded-openai-api-key
    pattern-regex: sk-[A-Za-z0-9]{48}
    message: An OpenAI API key is written into $FILE
    languages: [generic]
    severity: ERROR
    metadata:
      source-rule-url: https://semgrep.dev/r/detected-openai-api-key
      semgrep.dev: {rule: {rule_id: «alnum 6», version_id: «alnum 7», origin: mistral-secret-rules}}
      references: ["https://api.deepgram.com/v1/auth/token", "«uuid»"]
  - id: mistral-key
    patterns:
      - pattern: mistralai.Mistral(api_key="...")
      - metavariable-regex: {metavariable: $KEY, regex: '^[a-zA-Z0-9]{32}$'}
""",
        id='semgrep-rules',
    ),
    pytest.param(
        'scan/patterns.py',
        """\
# one pattern for each key of a provider
PATTERNS = {
    'openai': re.compile(r'sk-[A-Za-z0-9]{48}'),
    'openai-project': re.compile(r'sk-proj-[A-Za-z0-9_-]{74}T3BlbkFJ[A-Za-z0-9_-]{74}'),
    'anthropic': re.compile(r'sk-ant-api03-[A-Za-z0-9_-]{93}AA'),
    'groq': re.compile(r'gsk_[A-Za-z0-9]{20}WGdyb3FY[A-Za-z0-9]{24}'),
    'huggingface': re.compile(r'hf_[A-Za-z]{34}'),
    'google': re.compile(r'AIza[0-9A-Za-z_-]{35}'),
    'deepgram': re.compile(r'(?i)deepgram.{0,20}[0-9a-f]{40}'),
    'exa': re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
    'alphabet': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' + 'abcdefghijklmnopqrstuvwxyz' + '0123456789',
}
SEEN = {'deepgram_api_key': 'sha1:«hex 40»', 'assemblyai': 'md5:«hex 32»'}
""",
        id='list-of-patterns-python',
    ),
    pytest.param(
        'src/redact.ts',
        """\
export const KEY_PATTERNS: [string, RegExp][] = [
  ['openai', /sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}/g],
  ['mistral', /(?<=MISTRAL_API_KEY=)[A-Za-z0-9]{32}/g],
  ['pinecone', /pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}/g],
  ['perplexity', /pplx-[a-f0-9]{48}/g],
];
export const mask = (key: string) => key.replace(/.(?=.{4})/g, '*'); // sk-proj-****************************wxyz
// build «hex 40»
""",
        id='list-of-patterns-typescript',
    ),
    pytest.param(
        '.secretlintrc.json',
        """\
{
  "rules": [
    {"id": "@secretlint/secretlint-rule-preset-recommend"},
    {
      "id": "@secretlint/secretlint-rule-openai",
      "options": {"allows": ["/sk-(dummy|proj-dummy)[A-Za-z0-9]+/", "sk-dummy-dummy-dummy-dummy-dummy"]},
      "allowMessageIds": ["OPENAI_TOKEN"]
    },
    {"id": "@secretlint/secretlint-rule-pattern", "options": {"patterns": [
      {"name": "cohere key", "pattern": "[A-Za-z0-9]{40}"}]}}
  ],
  "cache": "«hex 40»"
}
""",
        id='secretlint-config',
    ),
    pytest.param(
        'README.md',
        """\
| provider | variable | begins with | length | sample |
| --- | --- | --- | --- | --- |
| OpenAI | `OPENAI_API_KEY` | `sk-proj-`, `sk-svcacct-`, `sk-admin-` | 164 | `sk-proj-…` |
| Anthropic | `ANTHROPIC_API_KEY` | `sk-ant-api03-` | 108 | `sk-ant-api03-XXXXXXXX...XXXX-XXXXXXAA` |
| Groq | `GROQ_API_KEY` | `gsk_` | 56 | `gsk_abc…xyz` |
| Hugging Face | `HF_TOKEN` | `hf_` | 37 | `hf_` + 34 letters |
| Deepgram | `DEEPGRAM_API_KEY` | nothing | 40 | 40 hex digits, as in commit «hex 40» |
| AssemblyAI | `ASSEMBLYAI_API_KEY` | nothing | 32 | 32 hex digits (md5 «hex 32» looks the same) |
| Exa | `EXA_API_KEY` | nothing | 36 | `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` |
| Pinecone | `PINECONE_API_KEY` | `pcsk_` | 75 | `pcsk_*****_****************************************` |
""",
        id='table-of-prefixes-with-hashes-for-comparison',
    ),
    pytest.param(
        'docs/keys.md',
        """\
| provider | variable | shape |
| --- | --- | --- |
| OpenAI | `OPENAI_API_KEY` | `sk-proj-` + 156 of `[A-Za-z0-9_-]` |
| Mistral | `MISTRAL_API_KEY` | `[A-Za-z0-9]{32}` |
| Cohere | `COHERE_API_KEY` | `[A-Za-z0-9]{40}` |
| Deepgram | `DEEPGRAM_API_KEY` | `[0-9a-f]{40}`, like a git revision |
| Zhipu | `ZHIPUAI_API_KEY` | `[0-9a-f]{32}\\.[A-Za-z0-9]{16}` |

Generated from [the table](https://example.com/table?rev=«hex 40») on 2026-11-23.
""",
        id='table-of-prefixes',
    ),
    pytest.param(
        'rules/mistral.yml',
        """\
rules:
  - name: Mistral API key
    id: kingfisher.mistral.1
    pattern: |
      (?xi)
      \\b
      mistral
      (?:.|[\\n\\r]){0,32}?
      \\b
      ([A-Z0-9]{32})
      \\b
    min_entropy: 3.5
    confidence: medium
    structural_id: «hex 40»
    validation:
      type: Http
      content: {request: {headers: {Authorization: "Bearer {{ TOKEN }}"}, url: "https://api.mistral.ai/v1/models"}}
""",
        id='kingfisher-rule',
    ),
    pytest.param(
        'nuclei/credentials-disclosure.yaml',
        """\
id: deepgram-api-key
info: {name: Deepgram API Key Disclosure, author: someone, severity: high, tags: token,exposure}
http:
  - method: GET
    path: ["{{BaseURL}}"]
    extractors:
      - type: regex
        regex: ["(?i)deepgram[a-z0-9_ .,-]{0,25}(=|>|:=|:)['\\"` ]{0,5}([a-f0-9]{40})"]
# digest: «hex 88»:«hex 32»
""",
        id='nuclei-template-with-its-digest',
    ),
    pytest.param(
        'docs/secret-scanning.yml',
        each(
            """\
- provider: NAME
  supportedSecret: NAME API Key
  secretType: NAME_api_key
  versions: {fpt: '*', ghec: '*', ghes: '>=3.14'}
  isPublic: true
  hasValidityCheck: false
  ismultipart: false
  base64Supported: false
  revision: «hex 40»
""",
            HOUSES,
        ),
        id='push-protection-list',
    ),
    pytest.param(
        '.snyk',
        'version: v1.25.0\nignore:\n'
        + each(
            '  «uuid»:\n    - "src/NAME_api_key.py":\n        reason: a hard-coded secret that is none\n'
            '        created: 2026-11-23T10:00:00.000Z\n',
            HOUSES,
        ),
        id='snyk-policy',
    ),
]


# --- lock files, hashes of revisions and images

LOCKS = [
    pytest.param(
        'package-lock.json',
        '{\n  "name": "app",\n  "lockfileVersion": 3,\n  "packages": {\n'
        + each(
            """\
    "node_modules/NAME": {
      "version": "1.7.2",
      "resolved": "https://registry.npmjs.org/NAME/-/NAME-1.7.2.tgz",
      "integrity": "sha512-«base64 64»",
      "license": "MIT",
      "engines": {"node": ">=18"}
    }""",
            NPM,
            ',\n',
        )
        + '\n  }\n}\n',
        id='npm-sha512',
    ),
    pytest.param(
        'npm-shrinkwrap.json',
        '{"lockfileVersion": 1, "dependencies": {'
        + each('"NAME": {"version": "1.0.0", "resolved": "", "integrity": "sha1-«base64 20»"}', NPM, ', ')
        + '}}\n',
        id='npm-sha1-on-one-line',
    ),
    pytest.param(
        'package-lock.json',
        '{"packages": {\n'
        + each('"node_modules/NAME": {"resolved": "git+ssh://git@github.com/x/NAME.git#«hex 40»"}', NPM, ',\n')
        + '}}\n',
        id='npm-git-revisions',
    ),
    pytest.param(
        'yarn.lock',
        '# yarn lockfile v1\n\n'
        + each(
            """\
"NAME@^4.0.0":
  version "4.0.0"
  resolved "https://registry.yarnpkg.com/NAME/-/NAME-4.0.0.tgz#«hex 40»"
  integrity sha512-«base64 64»

""",
            NPM,
        ),
        id='yarn-v1',
    ),
    pytest.param(
        'yarn.lock',
        '__metadata:\n  version: 8\n  cacheKey: 10c0\n\n'
        + each(
            """\
"NAME@npm:^1.0.0":
  version: 1.0.4
  resolution: "NAME@npm:1.0.4"
  checksum: 10c0/«hex 128»
  languageName: node
  linkType: hard

""",
            NPM,
        ),
        id='yarn-berry',
    ),
    pytest.param(
        'pnpm-lock.yaml',
        "lockfileVersion: '9.0'\n\npackages:\n\n"
        + each("  'NAME@1.7.2':\n    resolution: {integrity: sha512-«base64 64»}\n    engines: {node: '>=18'}\n\n", NPM)
        + each("  'NAME@https://codeload.github.com/x/NAME/tar.gz/«hex 40»':\n    resolution: {}\n\n", NPM),
        id='pnpm',
    ),
    pytest.param(
        'bun.lock',
        '{\n  "lockfileVersion": 1,\n  "packages": {\n'
        + each('    "NAME": ["NAME@1.7.2", "", { "dependencies": { "zod": "^3" } }, "sha512-«base64 64»"],\n', NPM)
        + '  }\n}\n',
        id='bun',
    ),
    pytest.param(
        'deno.lock',
        '{"version": "4", "npm": {'
        + each('\n    "NAME@1.7.2": {"integrity": "sha512-«base64 64»"}', NPM, ',')
        + '},\n  "remote": {'
        + each('\n    "https://esm.sh/NAME@1.7.2": "«hex 64»"', NPM, ',')
        + '}}\n',
        id='deno',
    ),
    pytest.param(
        'poetry.lock',
        each(
            """\
[[package]]
name = "NAME"
version = "1.2.3"
optional = false
files = [
    {file = "NAME-1.2.3-py3-none-any.whl", hash = "sha256:«hex 64»"},
    {file = "NAME-1.2.3.tar.gz", hash = "sha256:«hex 64»"},
]

""",
            PYPI,
        )
        + '[metadata]\nlock-version = "2.1"\ncontent-hash = "«hex 64»"\n',
        id='poetry',
    ),
    pytest.param(
        'uv.lock',
        each(
            """\
[[package]]
name = "NAME"
version = "1.2.3"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.pythonhosted.org/packages/3a/4b/«hex 60»/NAME-1.2.3.tar.gz", hash = "sha256:«hex 64»" }
wheels = [
    { url = "https://files.pythonhosted.org/packages/5c/6d/«hex 60»/NAME-1.2.3-none.whl", hash = "sha256:«hex 64»" },
]

""",
            PYPI,
        ),
        id='uv',
    ),
    pytest.param(
        'Pipfile.lock',
        '{\n    "_meta": {"hash": {"sha256": "«hex 64»"}, "pipfile-spec": 6},\n    "default": {'
        + each(
            """
        "NAME": {
            "hashes": [
                "sha256:«hex 64»",
                "sha256:«hex 64»"
            ],
            "index": "pypi",
            "version": "==1.2.3"
        }""",
            PYPI,
            ',',
        )
        + '\n    }\n}\n',
        id='pipenv',
    ),
    pytest.param(
        'requirements.txt',
        each('NAME==1.2.3 \\\n    --hash=sha256:«hex 64» \\\n    --hash=sha256:«hex 64»\n    # via app\n', PYPI),
        id='pip-hashes',
    ),
    pytest.param(
        'requirements.txt',
        each('NAME @ git+https://github.com/x/NAME@«hex 40»\n', PYPI),
        id='pip-git-revisions',
    ),
    pytest.param(
        'uv.lock',
        each(
            '[[package]]\nname = "NAME"\nsource = { git = "https://github.com/x/NAME?rev=main#«hex 40»" }\n\n',
            [*HOUSES, 'keyring'],
        ),
        id='uv-git-revisions',
    ),
    pytest.param(
        'uv.lock',
        each('source = { git = "https://github.com/x/NAME-auth?rev=v1#«hex 40»" }\n', HOUSES),
        id='uv-git-revisions-of-a-provider',
    ),
    pytest.param(
        'conda-lock.yml',
        'version: 1\npackage:\n'
        + each(
            """\
- name: NAME
  version: 0.16.0
  manager: conda
  platform: linux-64
  url: https://conda.anaconda.org/conda-forge/noarch/NAME-0.16.0-pyhd8ed1ab_0.conda
  hash:
    md5: «hex 32»
    sha256: «hex 64»
  category: main
  optional: false
""",
            PYPI,
        ),
        id='conda-lock-md5',
    ),
    pytest.param(
        'explicit.txt',
        '@EXPLICIT\n' + each('https://conda.anaconda.org/conda-forge/noarch/NAME-0.16.0-pyh_0.conda#«hex 32»\n', PYPI),
        id='conda-explicit-md5',
    ),
    pytest.param(
        'Cargo.lock',
        'version = 4\n\n'
        + each(
            '[[package]]\nname = "NAME"\nversion = "0.4.0"\n'
            'source = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "«hex 64»"\n\n'
            '[[package]]\nname = "NAME-sys"\nversion = "0.4.0"\nsource = "git+https://github.com/x/NAME#«hex 40»"\n\n',
            [
                'deepgram',
                'mistralai-client',
                'secrecy',
                'async-openai',
                'tokenizers',
                'keyring',
                'assemblyai',
                'exa-rs',
            ],
        ),
        id='cargo',
    ),
    pytest.param(
        'go.sum',
        each(
            'github.com/NAME v1.4.0 h1:«base64 32»\ngithub.com/NAME v1.4.0/go.mod h1:«base64 32»\n'
            'github.com/NAME v0.0.0-20241123101112-«hex 12» h1:«base64 32»\n',
            [
                'deepgram/deepgram-go-sdk',
                'golang-jwt/jwt',
                'sashabaranov/go-openai',
                'zalando/go-keyring',
                'AssemblyAI/assemblyai-go-sdk',
                'Clarifai/clarifai-go-grpc',
                'cohere-ai/cohere-go',
                'pinecone-io/go-pinecone',
                'pkoukk/tiktoken-go',
            ],
        ),
        id='go-sum',
    ),
    pytest.param(
        'composer.lock',
        '{"packages": ['
        + each(
            """
        {
            "name": "NAME/api-client",
            "version": "1.4.0",
            "source": {
                "type": "git",
                "url": "https://github.com/NAME/api-client.git",
                "reference": "«hex 40»"
            },
            "dist": {
                "type": "zip",
                "url": "https://api.github.com/repos/NAME/api-client/zipball/«hex 40»",
                "reference": "«hex 40»",
                "shasum": "«hex 40»"
            }
        }""",
            HOUSES,
            ',',
        )
        + '],\n    "content-hash": "«hex 32»"\n}\n',
        id='composer',
    ),
    pytest.param(
        'Gemfile.lock',
        each(
            'GIT\n  remote: https://github.com/x/NAME-auth.git\n  revision: «hex 40»\n  specs:\n'
            '    NAME-auth (0.4.0)\n\n',
            HOUSES,
        )
        + 'CHECKSUMS\n'
        + each('  NAME-auth (0.4.0) sha256=«hex 64»\n', HOUSES),
        id='bundler',
    ),
    pytest.param(
        'flake.lock',
        '{"nodes": {'
        + each(
            """
    "NAME-token-cli": {
      "locked": {
        "lastModified": 1732356000,
        "narHash": "sha256-«base64 32»",
        "owner": "NAME",
        "repo": "NAME-token-cli",
        "rev": "«hex 40»",
        "type": "github"
      }
    }""",
            HOUSES,
            ',',
        )
        + '}, "version": 7}\n',
        id='nix-flake',
    ),
    pytest.param(
        'Podfile.lock',
        'PODS:\n'
        + each('  - NAME-auth (1.2.3)\n', HOUSES)
        + '\nSPEC CHECKSUMS:\n'
        + each('  NAME: «hex 40»\n  KeychainAccess: «hex 40»\n  AppAuth: «hex 40»\n', HOUSES)
        + '\nPODFILE CHECKSUM: «hex 40»\n',
        marks=blocks(
            'a pod whose name has a credential\'s word (KeychainAccess, AppAuth) below one of a provider: "AppAuth: '
            '<40 hex>" '
            'under "deepgram: <40 hex>" is a statement with both; SPEC CHECKSUMS stands too far above'
        ),
        id='cocoapods-sha1',
    ),
    pytest.param(
        'Podfile.lock',
        'SPEC CHECKSUMS:\n' + each('  NAME: «hex 40»\n', HOUSES) + '\nPODFILE CHECKSUM: «hex 40»\n',
        id='cocoapods-sha1-of-providers-only',
    ),
    pytest.param(
        'Package.resolved',
        '{"pins": ['
        + each(
            """
    {
      "identity": "NAME-keychain-swift",
      "kind": "remoteSourceControl",
      "location": "https://github.com/x/NAME-keychain-swift",
      "state": {"revision": "«hex 40»", "version": "2.0.1"}
    }""",
            HOUSES,
            ',',
        )
        + '], "version": 3}\n',
        id='swift-packages',
    ),
    pytest.param(
        'renv.lock',
        '{"Packages": {'
        + each(
            '\n    "NAME": {"Package": "NAME", "Version": "0.2.0", "Source": "Repository", "Hash": "«hex 32»"}',
            [*HOUSES, 'gitcreds', 'keyring'],
            ',',
        )
        + '}}\n',
        id='renv-md5',
    ),
    pytest.param(
        'Manifest.toml',
        each(
            '[[deps.NAME]]\ngit-tree-sha1 = "«hex 40»"\nuuid = "«uuid»"\nversion = "0.3.1"\n\n',
            ['OpenAI', 'Pinecone', 'Credentials', 'Replicate', 'DeepL', 'JSONWebTokens', 'Weaviate'],
        ),
        id='julia-manifest',
    ),
    pytest.param(
        'mix.lock',
        '%{\n'
        + each('  "NAME": {:hex, :NAME, "0.8.4", "«hex 64»", [:mix], [], "hexpm", "«hex 64»"},\n', HOUSES)
        + '}\n',
        id='elixir-mix',
    ),
    pytest.param(
        'packages.lock.json',
        '{"version": 1, "dependencies": {"net8.0": {'
        + each(
            '\n      "NAME": {"type": "Direct", "resolved": "1.2.3", "contentHash": "«base64 64»"}',
            [
                'Azure.AI.OpenAI',
                'Azure.Security.KeyVault.Secrets',
                'Mistral.SDK',
                'Deepgram',
                'DeepL.net',
                'AssemblyAI',
            ],
            ',',
        )
        + '}}}\n',
        id='nuget',
    ),
    pytest.param(
        '.terraform.lock.hcl',
        each(
            'provider "registry.terraform.io/x/NAME" {\n  version = "0.3.0"\n  hashes = [\n    "h1:«base64 32»",\n'
            '    "zh:«hex 64»",\n    "zh:«hex 64»",\n  ]\n}\n\n',
            [*HOUSES, 'vault', 'authentik'],
        ),
        id='terraform-providers',
    ),
    pytest.param(
        'pubspec.lock',
        'packages:\n'
        + each(
            '  NAME_api_key_store:\n    dependency: "direct main"\n    description:\n      name: NAME_api_key_store\n'
            '      sha256: «hex 64»\n      url: "https://pub.dev"\n    source: hosted\n    version: "1.2.3"\n',
            HOUSES,
        ),
        id='dart-pub',
    ),
    pytest.param(
        'gradle/verification-metadata.xml',
        each(
            '<component group="com.NAME" name="NAME-auth-java" version="1.2.3">\n'
            '  <artifact name="NAME-auth-java-1.2.3.jar">\n    <sha1 value="«hex 40»"/>\n    <md5 value="«hex 32»"/>\n'
            '    <pgp value="«HEX 40»"/>\n  </artifact>\n</component>\n',
            HOUSES,
        ),
        id='gradle-verification',
    ),
    pytest.param(
        'SHA1SUMS',
        each('«hex 40»  NAME-token-tool-1.2.3.tar.gz\n«hex 40» *NAME-1.2.3.zip\n', HOUSES),
        id='checksum-file-sha1',
    ),
    pytest.param(
        'checksums.md5',
        each('«hex 32»  NAME-keygen_1.2.3_linux_amd64.tar.gz\n«hex 32»  NAME.whl\n', HOUSES),
        id='checksum-file-md5',
    ),
    pytest.param(
        'dist/apikeys.sha1',
        each('«hex 40»  NAME_1.2.3_amd64.deb\n', HOUSES),
        id='checksum-file-whose-name-speaks-of-keys',
    ),
    pytest.param(
        'index.html',
        each(
            '<script src="https://cdn.jsdelivr.net/npm/NAME@1/dist/index.umd.js" integrity="sha384-«base64 48»" '
            'crossorigin="anonymous"></script>\n<link rel="preconnect" href="https://api.mistral.ai">\n'
            "<script type='module' src='/a.js' integrity='sha256-«base64 32» sha512-«base64 64»'></script>\n",
            NPM,
        ),
        id='html-subresource-integrity',
    ),
    pytest.param(
        'nginx.conf',
        "add_header Content-Security-Policy \"script-src 'sha256-«base64 32»' 'nonce-«base64 16»'; "
        'connect-src https://api.mistral.ai https://api.deepgram.com";\n'
        'proxy_set_header Authorization "Bearer $mistral_api_key"; # «hex 32»\n',
        id='csp-hashes-and-nonces',
    ),
    pytest.param(
        'Dockerfile',
        'FROM deepgram/self-hosted-api:release@sha256:«hex 64»\n'
        'FROM ghcr.io/berriai/litellm@sha256:«hex 64» AS gateway\n'
        'LABEL org.opencontainers.image.revision="«hex 40»" org.opencontainers.image.title="assemblyai auth proxy"\n'
        'ARG DEEPGRAM_API_KEY\nARG GIT_SHA=«hex 40»\n'
        'ADD --checksum=sha256:«hex 64» https://example.com/wandb.tar.gz /\n'
        'RUN git -C /wandb checkout «hex 40»\n',
        id='dockerfile-digests',
    ),
    pytest.param(
        'compose.yaml',
        'services:\n'
        + each(
            '  NAME:\n    image: registry.example.com/NAME/auth@sha256:«hex 64»\n    environment:\n'
            '      - NAME_API_KEY\n'
            '      - GIT_COMMIT=«hex 40»\n    labels:\n      layer: sha256:«hex 64»\n',
            HOUSES,
        ),
        id='compose-digests',
    ),
    pytest.param(
        'layers.json',
        '{"RepoTags": ["deepgram/api:1"], "Id": "sha256:«hex 64»", "RootFS": {"Layers": ['
        + ', '.join(['"sha256:«hex 64»"'] * 12)
        + ']}, "Config": {"Env": ["DEEPGRAM_API_KEY="], "Image": "«hex 64»"}}\n',
        id='docker-layer-ids',
    ),
    pytest.param(
        'CHANGELOG.md',
        '# Changelog\n\n'
        + each(
            '* **NAME:** read the api key from the keyring ([«hex 7»](https://github.com/x/y/commit/«hex 40»))\n'
            '* rotate the NAME token ([`«hex 10»`](https://github.com/NAME/y/commit/«hex 40»))\n'
            '- [`«hex 40»`](https://github.com/x/y/commit/«hex 40») NAME: fix auth\n',
            HOUSES,
        ),
        id='changelog-commits',
    ),
    pytest.param(
        'CHANGELOG.md',
        each('* rotate the NAME token, closes #12 ([«hex 40»](https://github.com/NAME/y/commit/«hex 40»))\n', HOUSES),
        id='changelog-commits-behind-a-number',
    ),
    pytest.param(
        'git-log.txt',
        each(
            '«hex 40» NAME key: rotate it\ncommit «hex 40» (HEAD -> NAME-token, origin/auth)\n'
            'Merge: «hex 40» «hex 40»\n\n'
            '    Read the NAME API key from the environment\n\n    (cherry picked from commit «hex 40»)\n'
            '    This reverts commit «hex 40».\n    Fixes: «hex 12» ("NAME: pass the key on")\n',
            HOUSES,
        ),
        id='git-log',
    ),
    pytest.param(
        '.git-blame-ignore-revs',
        each('# rename the NAME API key variables\n«hex 40»\n\n# format NAME/auth.py\n«hex 40»\n', HOUSES),
        id='git-blame-ignore-revs',
    ),
    pytest.param(
        'status.txt',
        each(' «hex 40» third_party/NAME-token-sdk (v1.2.3)\n160000 «hex 40» 0\tvendor/NAME\n', HOUSES),
        id='submodule-status',
    ),
    pytest.param(
        'change.patch',
        each(
            'From «hex 40» Mon Sep 17 00:00:00 2001\nSubject: [PATCH] NAME: pass the API key as a header\n\n'
            'diff --git a/NAME/auth.py b/NAME/auth.py\nindex «hex 40»..«hex 40» 100644\n--- a/NAME/auth.py\n'
            '-Subproject commit «hex 40»\n+Subproject commit «hex 40»\n',
            HOUSES,
        ),
        id='patch-with-full-index',
    ),
    pytest.param(
        '.github/workflows/ci.yml',
        'jobs:\n  test:\n    steps:\n'
        + each(
            '      - uses: NAME/NAME-action@«hex 40» # v1.2.3\n        with:\n'
            '          api-key: ${{ secrets.NAME_API_KEY }}\n'
            '      - uses: actions/cache@«hex 40» # v4\n        with:\n'
            "          key: ${{ runner.os }}-NAME-${{ hashFiles('uv.lock') }}-«hex 32»\n",
            HOUSES,
        ),
        id='pinned-actions',
    ),
    pytest.param(
        '.github/workflows/ci.yml',
        each('      - uses: NAME/setup-auth-action@«hex 40» # v1.2.3\n      - uses: x/NAME-token@«hex 40»\n', HOUSES)
        + '      - name: deepgram\n        uses: actions/create-github-app-token@«hex 40»\n',
        id='pinned-actions-whose-names-speak-of-credentials',
    ),
    pytest.param(
        '.pre-commit-config.yaml',
        'repos:\n'
        + each('- repo: https://github.com/NAME/NAME-key-hooks\n  rev: «hex 40»  # frozen: v1.2.3\n', HOUSES),
        id='pre-commit-frozen-revisions',
    ),
    pytest.param(
        'vcpkg.json',
        '{\n  "name": "deepgram-auth",\n  "builtin-baseline": "«hex 40»",\n  "overrides": []\n}\n',
        id='vcpkg-baseline',
    ),
    pytest.param(
        'ci.log',
        each(
            'NAME tests passed at «hex 40»\nNAME: token tests passed, revision «hex 40»\nbuilt NAME from «hex 40»\n',
            HOUSES,
        ),
        id='revision-behind-passed',
    ),
    pytest.param(
        'ci.log',
        each('NAME: the author of «hex 40» is unknown\nNAME keyboard layout «hex 40»\n', HOUSES),
        id='revision-behind-author-and-keyboard',
    ),
]


# --- ids: of requests, projects, voices, files

IDS = [
    pytest.param(
        '.env.example',
        """\
VAPI_API_KEY=
VAPI_ASSISTANT_ID=«uuid»
VAPI_PHONE_NUMBER_ID=«uuid»
VAPI_SQUAD_ID=«uuid»
LEONARDO_API_KEY=
LEONARDO_MODEL_ID=«uuid»
AI21_API_KEY=
AI21_WORKSPACE_ID=«uuid»
EXA_API_KEY=
EXA_TEAM_ID=«uuid»
AGENTOPS_API_KEY=
AGENTOPS_PROJECT_ID=«uuid»
DEEPGRAM_API_KEY=
DEEPGRAM_PROJECT_ID=«uuid»
SCW_SECRET_KEY=
SCW_DEFAULT_PROJECT_ID=«uuid»
SCW_DEFAULT_ORGANIZATION_ID=«uuid»
LANGSMITH_API_KEY=
LANGSMITH_TENANT_ID=«uuid»
CLOUDFLARE_API_TOKEN=
CLOUDFLARE_ACCOUNT_ID=«hex 32»
CF_ZONE_ID=«hex 32»
BROWSERBASE_PROJECT_ID=«uuid»
PINECONE_PROJECT_ID=«uuid»
HEYGEN_AVATAR_ID=«hex 32»
CARTESIA_VOICE_ID=«uuid»
HUME_CONFIG_ID=«uuid»
ELEVENLABS_VOICE_ID=«alnum 20»
ELEVENLABS_AGENT_ID=agent_«lower 28»
VOICEFLOW_PROJECT_ID=«hex 24»
""",
        id='ids-below-empty-keys',
    ),
    pytest.param(
        'vapi.ts',
        """\
const vapi = new Vapi(process.env.VAPI_PUBLIC_KEY);
await vapi.start('«uuid»');
await client.calls.create({ assistantId: '«uuid»', phoneNumberId: '«uuid»', customer: { number: '+1' } });
// vapi token of the assistant: see the vault
export const assistants = { sales: '«uuid»', support: '«uuid»' };
""",
        id='vapi-assistants',
    ),
    pytest.param(
        'leonardo.json',
        '{"api": "https://cloud.leonardo.ai/api/rest/v1/generations", "authorization": "Bearer ${LEONARDO_API_KEY}",\n'
        ' "body": {"modelId": "«uuid»", "presetStyle": "DYNAMIC", "init_image_id": "«uuid»", "generationId": '
        '"«uuid»"}}\n',
        id='leonardo-models',
    ),
    pytest.param(
        'voices.py',
        """\
client = Cartesia(api_key=os.environ['CARTESIA_API_KEY'])
VOICES = {
    'barbershop man': '«uuid»',
    'british lady': '«uuid»',
}
client.tts.bytes(voice={'mode': 'id', 'id': '«uuid»'}, model_id='sonic-2')
hume = HumeClient(api_key=os.environ['HUME_API_KEY']).empathic_voice.chat.connect(config_id='«uuid»')
playht = 's3://voice-cloning-zero-shot/«uuid»/original/manifest.json'
heygen = {'avatar_id': '«hex 32»', 'voice_id': '«hex 32»', 'x-api-key': HEYGEN_API_KEY}
""",
        id='voices',
    ),
    pytest.param(
        'openai.ini',
        """\
[openai]
api_key = ${OPENAI_API_KEY}
organization = org-«alnum 24»
project = proj_«alnum 24»
assistant = asst_«alnum 24»
thread = thread_«alnum 24»
run = run_«alnum 24»
file = file-«alnum 24»
vector_store = vs_«hex 32»
response = resp_«hex 48»
batch = batch_«hex 32»
message = msg_«hex 48»
completion = chatcmpl-«alnum 29»
fine_tuned = ft:gpt-4o-mini-2024-07-18:acme::«alnum 8»
""",
        id='openai-object-ids',
    ),
    pytest.param(
        'requests.log',
        """\
10:00:01 INFO POST https://api.openai.com/v1/responses 200 openai-request-id: req_«hex 32»
10:00:02 INFO POST https://api.anthropic.com/v1/messages 200 request-id: req_01«alnum 22»
10:00:03 INFO POST https://api.mistral.ai/v1/embeddings 200 mistral-correlation-id: «uuid» x-kong-request-id: «hex 32»
10:00:04 INFO POST https://api.deepgram.com/v1/listen 200 dg-request-id: «uuid» dg-project-id: «uuid» sha256=«hex 64»
10:00:05 INFO POST https://api.assemblyai.com/v2/transcript 200 {"id": "«uuid»", "upload": "«hex 32»"}
10:00:06 WARN POST https://api.cohere.com/v2/chat 429 x-debug-trace-id: «hex 32» num_tokens: 12
10:00:07 INFO GET https://api.elevenlabs.io/v1/voices 200 request-id: «alnum 20» history-item-id: «alnum 20»
10:00:08 INFO POST https://api.groq.com/openai/v1/chat/completions 200 x-groq-id: req_01«lower 24»
10:00:09 INFO POST https://x.openai.azure.com/openai/deployments/y 200 apim-request-id: «uuid» x-ms-request-id: «uuid»
""",
        id='request-ids-in-a-log',
    ),
    pytest.param(
        'usage.log',
        each('INFO NAME tokens=512 trace=«hex 32» span=«hex 16» commit=«hex 40» build «hex 40»\n', HOUSES),
        id='trace-ids-behind-a-count-of-tokens',
    ),
    pytest.param(
        'traces.json',
        '['
        + each(
            '{"service": "NAME", "traceparent": "00-«hex 32»-«hex 16»-01", "trace_id": "«hex 32»", "span_id": "«hex '
            '16»", '
            '"attributes": {"gen_ai.usage.input_tokens": 12, "gen_ai.response.id": "«hex 32»", "session.id": '
            '"«uuid»"}}',
            HOUSES,
            ',\n ',
        )
        + ']\n',
        id='opentelemetry-traces',
    ),
    pytest.param(
        'usage.csv',
        'date,provider,tokens,request_id,trace\n'
        + each('2026-11-23,NAME,512,«uuid»,«hex 32»\n2026-11-23,NAME,17,«hex 40»,«hex 16»\n', HOUSES),
        id='table-of-request-ids-below-a-heading-with-tokens',
    ),
    pytest.param(
        'projects.md',
        '| provider | environment | project | tenant |\n| --- | --- | --- | --- |\n'
        + each('| NAME | production | «uuid» | «uuid» |\n| NAME | staging | `«hex 32»` | `«hex 40»` |\n', HOUSES),
        id='table-of-projects-and-tenants',
    ),
    pytest.param(
        'spaces.yaml',
        """\
arize:
  api_key: ${ARIZE_API_KEY}
  space_id: U3BhY2U6«digits 5»Om«alnum 6»
  model_id: «uuid»
langfuse:
  host: https://cloud.langfuse.com
  public_key: pk-lf-«uuid»
  project: «lower 25»
weaviate:
  cluster: «lower 24».c0.europe-west3.gcp.weaviate.cloud
  uuid: «uuid»
qdrant:
  url: https://«uuid».europe-west3-0.gcp.cloud.qdrant.io:6333
zilliz:
  endpoint: https://in03-«hex 15».serverless.gcp-us-west1.cloud.zilliz.com
pinecone:
  host: https://docs-«lower 7».svc.aped-4627-b74a.pinecone.io
""",
        id='workspaces-and-hosts',
    ),
    pytest.param(
        'main.tf',
        """\
provider "azurerm" {
  subscription_id = "«uuid»"
  tenant_id       = "«uuid»"
}
resource "azurerm_cognitive_account" "openai" {
  id   = "/subscriptions/«uuid»/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/openai"
  kind = "OpenAI"
}
resource "azurerm_role_assignment" "reader" {
  role_definition_id = "«uuid»" # Cognitive Services OpenAI User
  principal_id       = "«uuid»"
}
output "azure_openai_key" { value = azurerm_cognitive_account.openai.primary_access_key }
""",
        id='azure-resource-ids',
    ),
    pytest.param(
        'cassettes/chat.yaml',
        """\
interactions:
- request:
    headers:
      authorization: [REDACTED]
      x-api-key: ['**********']
      x-stainless-retry-count: ['0']
    uri: https://api.openai.com/v1/chat/completions
  response:
    body: {string: '{"id": "chatcmpl-«alnum 29»", "system_fingerprint": "fp_«hex 10»", "service_tier": "default"}'}
    headers:
      CF-RAY: [«hex 16»-FRA]
      ETag: [W/"«hex 32»"]
      Server: [cloudflare]
      Set-Cookie:
      - __cf_bm=«url 32»-1763942400-1.0.1.1-«url 96»; path=/; domain=.api.openai.com; HttpOnly; Secure
      - _cfuvid=«url 32»-1763942400123-0.0.1.1-604800000; path=/; domain=.api.openai.com
      openai-organization: [user-«lower 24»]
      openai-project: [proj_«alnum 24»]
      x-request-id: [req_«hex 32»]
      anthropic-organization-id: [«uuid»]
      strict-transport-security: [max-age=31536000]
""",
        id='recorded-http',
    ),
    pytest.param(
        'cassettes/assemblyai.yaml',
        each(
            """\
- request:
    uri: https://api.NAME.com/v2/upload?signature=redacted
    headers: {authorization: [DUMMY]}
  response:
    headers:
      Content-MD5: [«base64 16»]
      ETag: ['"«hex 32»"']
      x-amz-version-id: [«alnum 32»]
      x-amz-meta-md5: [«hex 32»]
      x-amz-id-2: [«base64 56»]
      x-request-id: [«hex 32»]
""",
            HOUSES,
        ),
        id='recorded-http-with-etags',
    ),
    pytest.param(
        'manifest.csv',
        'Key,Size,LastModified,ETag\n'
        + each('NAME/models/a.bin,12,2026-11-23,"«hex 32»"\nNAME/«hex 40»/b.bin,12,2026-11-23,«hex 32»-4\n', HOUSES),
        id='s3-inventory-with-etags',
    ),
    pytest.param(
        's3.json',
        '{"Name": "assemblyai-uploads", "Contents": ['
        + each(
            '\n  {"Key": "NAME/«hex 32»/«uuid».wav", "ETag": "\\"«hex 32»\\"", "ChecksumCRC32": "«base64 4»"}',
            HOUSES,
            ',',
        )
        + ']}\n',
        id='s3-listing',
    ),
    pytest.param(
        'files.py',
        each(
            "NAME_client.upload('a.wav', md5='«hex 32»')  # the NAME api key comes from the vault\n"
            "assert checksum(NAME_auth_file) == '«hex 32»'\nNAME_token_file_md5 = '«hex 32»'\n",
            ['clarifai', 'diffbot', 'assemblyai', 'elevenlabs', 'azure_openai'],
        ),
        id='checksums-in-tests',
    ),
    pytest.param(
        'files_test.py',
        each(
            "assert md5_of(NAME_upload) == '«hex 32»'\nNAME_md5 = '«hex 32»'\nNAME_checksum: str = '«hex 32»'\n",
            ['clarifai', 'diffbot', 'assemblyai', 'elevenlabs', 'azure_openai', 'deepai'],
        ),
        id='checksums-without-a-word-of-credentials',
    ),
    pytest.param(
        'gcp.env',
        'GOOGLE_CLOUD_PROJECT=ai-«digits 6»\nGOOGLE_PROJECT_NUMBER=«digits 12»\n'
        'GOOGLE_CLIENT_ID=«digits 12»-«lower 32».apps.googleusercontent.com\nGEMINI_API_KEY=\n'
        'FIREBASE_APP_ID=1:«digits 12»:web:«hex 22»\nFIREBASE_MEASUREMENT_ID=G-«UPPER 10»\n'
        'GOOGLE_APPLICATION_CREDENTIALS=/secrets/ai-«digits 6»-«hex 12».json\n'
        'WORKLOAD_PROVIDER=projects/«digits 12»/locations/global/workloadIdentityPools/github/providers/actions\n',
        id='google-project-numbers',
    ),
    pytest.param(
        'deepl.json',
        '{"url": "https://api.deepl.com/v2/document/«HEX 32»", "document_id": "«HEX 32»", "glossary_id": "«uuid»"}\n',
        id='deepl-documents',
    ),
    pytest.param(
        'seed.sql',
        'INSERT INTO api_keys (id, provider, secret_ref, created_by) VALUES\n'
        + each("  ('«uuid»', 'NAME', 'vault:secret/data/NAME', '«uuid»')", HOUSES, ',\n')
        + ';\n',
        marks=blocks(
            "of a row of a table: the id behind 'vault:secret/data/pinecone-io' stands behind a credential's word "
            'and a name'
        ),
        id='rows-of-a-table-of-keys',
    ),
]


# --- identifiers and slugs that begin as keys do

_CODE = {
    'spinkit.css': [
        '.sk-spinner«»-three-bounce-fade-dot', '.sk-circle«»-fade-dot-12-delayed',
        '.sk-cube-grid«»-cube-number-9-of-9', '.sk-folding«»-cube-2-before-pseudo-element',
        '.sk-chase-dot«»-animation-keyframes-2s', '.sk-spinner--«»large-on-dark-background',
        '.sk-estimator-doc-link.sk-«»toggleable__content-arrow', '.sk-text-repr-fallback-«»container-id-2',
    ],
    'editor.css': [
        '.ck-editor__«»editable_inline', '.ck-editor__nested-«»editable_focused',
        '.ck-widget__resizer__«»handle-bottom-right', '.ck-balloon-panel_«»with-arrow_nw_above',
        '.ck-content__table-of-«»contents-header-h2', '--ck-color-«»button-on-hover-background-2',
        '.ck_dropdown__panel_«»visible_sw_2x', '.ck-labeled-field-«»view__input-wrapper__label-2',
    ],
    'calendar.css': [
        '.fc-daygrid-«»day-events', '.fc-timegrid-«»slot-label-cushion', '.fc-event-resizable-«»from-start-7d',
        '.fc-daygrid-event-«»harness-abs-2-of-12', '.fc-direction-ltr_«»fc-view-harness-active',
    ],
    'pods.txt': [
        'app-«lower 10»-«lower 5»', 'app-backend-«»worker-«lower 10»-«lower 5»', 'app-«»7d9f8b6c5d-x2x4z',
        'app-config-«hex 10»', 'as-cluster-«lower 10»-«lower 5»', 'ak-outpost-«»embedded-server-«lower 10»-«lower 5»',
        'nk-«lower 10»-«lower 5»', 'pl_«»ingest-daily-2026-11-23-«lower 5»',
        'cr-webhook-«»controller-manager-«lower 10»-«lower 5»', 'm0-master-«lower 10»-0',
        'ms-gateway-«lower 10»-«lower 5»', 'dataset-«»shuffler-worker-«lower 10»-«lower 5»',
        'sm_«»node-exporter_«lower 10»',
    ],
    'slugs.md': [
        '/news/pa-media-group-«»announces-new-newsroom', '/jobs/pa-executive-«»assistant-to-the-ceo-2026',
        '/al-«»qaida-in-the-arabian-peninsula-2019', '/tags/pa-turnpike-«»commission-toll-by-plate-2',
        '/cr-«»reviews-the-ten-best-cordless-drills', '/as-«»seen-on-tv-kitchen-gadgets-of-2024',
        '/ak-«»47-variants-and-derivatives-of-it', '/m0-«»money-supply-and-m1-compared-2026',
        '/nk-«»launches-ballistic-missile-over-sea', '/fk-«»constraints-and-indexes-in-postgres-17',
        '/ark-«»survival-evolved-server-settings-v2', '/fc-«»barcelona-2-real-madrid-1-report',
        '/luma-«»events-in-san-francisco-week-47-2026', '/al-«»jazeera-english-live-coverage-day-412',
        '/luma-«uuid»-teaser',
    ],
    'gtk.c': [
        'gsk_«»gl_shader_builder_set_fragment_color_state',
        'gsk_«»render_node_get_opaque_rect_with_rounded_corners_v4_16',
        'gsk_«»vulkan_render_pass_collect_vertex_buffer_2', 'GSK_«»RENDER_NODE_TYPE_CROSS_FADE_TO_TEXTURE_SCALE_64',
        'hb_buffer_«»set_unicode_funcs', 'hb_ot_layout_language_«»get_feature_indexes_v2',
        'hb_font_funcs_«»set_variation_glyph_func', 'hb_codepoint_t_«»from_utf8_or_latin1',
        'HB_OT_LAYOUT_«»GLYPH_CLASS_UNCLASSIFIED_0', 'hb_subset_«»plan_unicode_to_old_glyph_mapping',
        'bu_vls_«»trimspace_and_strdup_2', 'bu_«»brlcad_library_symbol_lookup_v7_38',
        'tl_«»assert_dispatch_table_size_64bit', 'sm_«»state_machine_transition_table_entry_12',
        'rc_«»switch_transmitter_protocol_11_bits', 'pl_«»shader_custom_hook_params_default_v2',
        'up_«»down_counter_observable_instrument_2', 'fw_«»cfg_add_file_callback_v2',
        'fw_«»iso_context_queue_flush_64', 'r8_«»mixed_radix_inverse_float64_table',
        'r8_«»hypergeometric_2f1_values_and_errors', 'R8_«»UNORM_BLOCK_COMPRESSED_SRGB_4X4',
        'mxb_«»buffer_head_alloc_zeroed_pages_nr_2', 'hh_«»clock_alarm_repeat_interval_minutes_5',
    ],
    'hub.py': [
        'hf_«»hub_download_with_retries', 'hf_«»AutoModelForSequenceClassification',
        'hf_«»AutoModelForTokenClassification', 'hf_«»StableDiffusionXLInpaintPipeline',
        'hf_«»LlamaForSequenceClassificationHead', 'hf_«»transformers_tokenizer_fast_v2',
        'HF_«»HUB_ENABLE_HF_TRANSFER_PARALLEL_8', 'hf_«»TokenClassificationPipelineOutput',
        'hf_«»WhisperForConditionalGeneration', 'fw_«»LoadFirmwareImageV2ToFlash', 'fw_«»AcceleratorBaseTypeH100',
        'fw_«»updateGeneratorStep2of4', 'r8_«»OutlinerKeepRuleForSyntheticLambdaClass1',
        'jina_«»embeddings_v3_text_matching_batch_size_2048', 'jina_«»clip_v2_image_processor_fast_fp16',
        'sm_«»createDocumentStoreForTenant2', 'up_«»convertUtf8ToLatin1OrFail', 'pl_«»getOrCreatePromptTemplateV2',
        'tl_«»convertUtf8StringToUtf16BufferInPlace', 'live_«»reload_websocket_connection_timeout_ms',
        'live_«»streamTranscoderH264Profile2Settings', 'key_«»press_event_handler_default_timeout_2',
        'key_«»vaultRotationIntervalDays30AndGracePeriod', 'secret_«»access_key_rotation_lambda_function_name',
        'sk_«»live_or_test_mode_is_told_by_the_prefix_2', 'sk_«»learnPipelineWithColumnTransformerAndStandardScaler2',
        'api_org_«»membershipInvitationAcceptedWebhook', 'ls__«»private_method_name_with_two_underscores_1',
        'pat_«»matching_exhaustiveness_checker_pass_2', 'cog_«»nitoUserPoolClientSecretHashForSignUp2',
        'apk_«»signing_certificate_fingerprint_sha256', 'e2b_«»sandbox_template_build_timeout_seconds',
        'dtn_«»delay_tolerant_network_bundle_protocol_7', 'ek_«»ephemeral_key_agreement_curve25519',
        'pb_«»protobufDescriptorPoolForMessageV2', 'vcp_«»virtualControlPlaneEndpointSliceCacheSize_64',
        'bb_live_«»dashboard_refresh_rate_hz_60', 'ghp_«»page_layout_with_sidebar_and_toc_v2',
        'pcsk_«»proprotein_convertase_subtilisin_kexin_type_9', 'LTAI_«»LONG_TERM_ARCHIVE_INDEX_SHARD_12',
    ],
    'bundle.min.js': [
        '"sk-«»SK-decimal-separator-and-grouping"', '"ck-«»list-styles-toggle_button_2"',
        '"nvapi-«»settings-override-directx-12"', '"pa-«»radise-papers-Leak-2017-Explained"',
        '"sk-«»learn-Pipeline-1-StandardScaler-2-Ridge"', '"xai-«»explanations-shap-values-plot-2"',
        '"llx-«»react-query-Provider-with-suspense-Boundary-v5"', '"tvly-«»search-depth-advanced-topic-news-7"',
        '"csk-«»columnar-store-kernel-fallback-2-of-3"', '"pplx-«»burnin-evaluation-wikitext-103-stride-512"',
        '"rpa_«»roboticProcessAutomationFlow2"', '"sgp_«»singapore_region_failover_target_2"',
        '"dop_v1_«»docker_operator_pod_template_file"', '"glpat-«»glacier-patrol-2026-Season-Opener"',
        '"ark-«»Core-ui-Select-trigger-3"',
    ],
}  # fmt: skip
IDENTIFIERS = [
    pytest.param(name, '\n'.join(texts) + '\n', id=f'{name}-{shape}')
    for name, lines in _CODE.items()
    for shape, texts in (
        ('alone-on-lines', lines),
        ('quoted-in-a-list', [f'  "{line.strip(chr(34))}",' for line in lines]),
        ('called', [f'const key = lookup({line.strip(".")}); // token, secret, api_key' for line in lines]),
    )
]
BUNDLES = [
    pytest.param(
        'cache_manifest.json',
        '{"latest": {\n'
        '  "assets/app.css": "assets/app-«hex 32».css",\n  "assets/app.js": "assets/app-«hex 64».js",\n'
        '  "assets/key.svg": "assets/key-«hex 32».svg",\n  "assets/hf.png": "assets/hf_«hex 32».png",\n'
        '  "assets/pa.json": "assets/pa-«hex 64».json"}}\n',
        id='digests-of-assets',
    ),
    pytest.param(
        'cache_manifest.json',
        '{"latest": {\n  "assets/i18n/sk.js": "assets/i18n/sk-«hex 32».js",\n'
        '  "assets/i18n/cs.js": "assets/i18n/cs-«hex 32».js",\n  "assets/i18n/hu.js": "assets/i18n/hu-«hex 32».js"}}\n',
        id='digest-of-the-slovak-locale',
    ),
    pytest.param(
        'public/manifest.json',
        '{"fc.js": "vendor/fc-«hex 32».js", "fc.css": "vendor/fc-«hex 32».css"}\n',
        id='digest-of-the-calendar',
    ),
    pytest.param(
        'public/sprockets.json',
        '{"assets": {"fc.js": "fc-«hex 64».js", "sk.js": "sk-«hex 64».js", "ck.js": "ck-«hex 64».js", "pa.js": '
        '"pa-«hex 64».js"}}\n',
        id='sha256-digests-behind-short-literals',
    ),
    pytest.param(
        'dist/index.html',
        '<link href="/assets/index-«url 6».css" rel="stylesheet"><script src="/assets/app-«url 6».js"></script>\n'
        '<script src="/_next/static/chunks/framework-«hex 16».js"></script><script src="/_next/static/«url '
        '15»/_ssgManifest.js">\n'
        '</script><script>self.__next_f.push([1,"0:\\"$L1\\"\\nb:\\"«url 15»\\"\\n'
        '"]);window.mistralKey=void 0</script>\n',
        id='chunk-hashes',
    ),
    pytest.param(
        'runtime.min.js',
        '!function(){"use strict";var e={},t={};r.u=e=>"static/js/"+e+"."+{12:"«hex 8»",'
        + ','.join(f'{number}:"«hex 20»"' for number in range(100, 160))
        + '}[e]+".chunk.js",r.h=()=>"«hex 20»";var openaiApiKey="",mistralToken=t.token}();\n',
        id='webpack-runtime',
    ),
    pytest.param(
        'styles.module.css',
        '._key_«alnum 5»_1, .styles_token__«alnum 5», .css-«lower 6»-MuiButtonBase-root-MuiIconButton-root,\n'
        '.sc-«lower 6»-0.fw_«alnum 6»_medium, .hf_«hex 8»_hero, .pl_«»md_4_lg_8_xl_12_two_xl_16 { color: red }\n',
        id='css-modules',
    ),
    pytest.param(
        'vendor.min.js',
        'function n(t){return t.key_«»codeForArrowDownOrPageDown34||t.up_«»arrowKeyPressedTwiceIn250ms}'
        'var sk_«»SK={months:"jan_feb",token:"t"},hb_«»Layout=e.exports.hb_«»shapeWithFeaturesAndLanguage2;'
        * 40
        + '\n//# sourceMappingURL=vendor.min.js.map\n',
        id='minified-identifiers',
    ),
]


# --- base64: images, certificates, sealed values

BASE64 = [
    pytest.param(
        'logo.html',
        '<p>Set MISTRAL_API_KEY, then:</p>\n<img alt="mistral" src="data:image/png;base64,«png 6000»">\n'
        '<img alt="api key page of deepgram" src="data:image/jpeg;base64,«jpeg 9000»">\n',
        id='images-in-html',
    ),
    pytest.param(
        'README.md',
        '[openai-key]: <data:image/png;base64,«png 3000»>\n[cohere-token]: <data:image/png;base64,«png 3001»>\n',
        id='images-in-markdown',
    ),
    pytest.param(
        'icons.css',
        "@font-face{font-family:key;src:url(data:font/woff2;charset=utf-8;base64,«woff2 12000») format('woff2')}\n"
        '.token-mistral{background:url("data:image/svg+xml;base64,«base64 1500»")}\n',
        id='fonts-in-css',
    ),
    pytest.param(
        'lab.ipynb',
        '{"cells": [{"cell_type": "code", "source": ["client = Mistral(api_key=os.environ[\\"MISTRAL_API_KEY\\"])\\n'
        '"],\n'
        '  "outputs": [{"data": {"image/png": "«png 16000»\\n"}, "output_type": "display_data"}]},\n'
        ' {"cell_type": "code", "id": "«hex 8»", "source": ["plot(tokens)"],\n'
        '  "outputs": [{"data": {"image/png": "«png 4000»\\n", "text/plain": ["<Figure size 640x480>"]}}]}]}\n',
        id='notebook-images',
    ),
    pytest.param(
        'app.js.map',
        '{"version":3,"sources":["../src/openai/key.ts"],"names":["apiKey","OPENAI_API_KEY"],"mappings":"«vlq '
        '20000»"}\n',
        id='source-map',
    ),
    pytest.param(
        'app.css',
        '.api-key{color:red}\n/*# sourceMappingURL=data:application/json;charset=utf-8;base64,«base64 5000» */\n',
        id='source-map-inside',
    ),
    pytest.param('wasm.js', 'const token = decode("«wasm 20000»"); // tokenizers for cohere\n', id='wasm'),
    pytest.param(
        'authorized_keys',
        'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI«url 32» deploy-key@mistral\n'
        'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ«base64 387» openai-api-key-host\n'
        'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABB«base64 65» deepgram key\n',
        id='ssh-public-keys',
    ),
    pytest.param(
        'known_hosts',
        each(
            '|1|«base64 20»|«base64 20» ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI«base64 33»\n'
            'NAME.com ssh-rsa «base64 279»\n',
            HOUSES,
        )
        + 'cohere deploy key: SHA256:«base64 32»\nThe key fingerprint is SHA256:«url 32» mistral@host\n',
        id='ssh-hosts-and-fingerprints',
    ),
    pytest.param(
        'mistral-key.asc',
        '-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: «HEX 40»\n\n«lines 2400»\n=«alnum 4»\n'
        '-----END PGP PUBLIC KEY BLOCK-----\n',
        id='pgp-public-key',
    ),
    pytest.param(
        'secrets/cohere-api-key.pem',
        '-----BEGIN CERTIFICATE-----\nMIID«lines 900»\n-----END CERTIFICATE-----\n' * 2,
        id='certificates',
    ),
    pytest.param(
        'kubeconfig',
        'clusters:\n- cluster:\n    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk«base64 1200»\n'
        '    server: https://«HEX 32».gr7.eu-west-1.eks.amazonaws.com\n  name: mistral\nusers:\n- name: mistral\n'
        '  user:\n    client-certificate-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk«base64 1100»\n',
        id='kubeconfig',
    ),
    pytest.param(
        'sealed.yaml',
        'kind: SealedSecret\nspec:\n  encryptedData:\n'
        + each(
            '    NAME: AgB«base64 540»\n',
            ['MISTRAL_API_KEY', 'OPENAI_API_KEY', 'DEEPGRAM_API_KEY', 'EXA_API_KEY', 'xai-key'],
        ),
        id='sealed-secrets',
    ),
    pytest.param(
        'secrets.enc.yaml',
        each(
            'NAME: ENC[AES256_GCM,data:«base64 48»,iv:«base64 32»,tag:«base64 16»,type:str]\n',
            [
                'MISTRAL_API_KEY',
                'OPENAI_API_KEY',
                'COHERE_API_KEY',
                'DEEPGRAM_API_KEY',
                'AZURE_OPENAI_API_KEY',
                'EXA_API_KEY',
            ],
        )
        + 'sops:\n  age:\n  - recipient: age1«bech32 58»\n    enc: |\n      -----BEGIN AGE ENCRYPTED FILE-----\n'
        '      «base64 48»\n      «base64 48»\n      -----END AGE ENCRYPTED FILE-----\n'
        '  kms:\n  - arn: arn:aws:kms:eu-west-1:123456789012:key/«uuid»\n    enc: AQICAHh«base64 130»\n'
        '  pgp:\n  - fp: «HEX 40»\n  mac: ENC[AES256_GCM,data:«base64 64»,iv:«base64 32»,tag:«base64 16»,type:str]\n',
        id='sops-yaml',
    ),
    pytest.param(
        '.env.enc',
        each(
            'NAME=ENC[AES256_GCM,data:«base64 32»,iv:«base64 32»,tag:«base64 16»,type:str]\n',
            ['MISTRAL_API_KEY', 'HF_TOKEN'],
        )
        + 'sops_age__list_0__map_recipient=age1«bech32 58»\nsops_pgp__list_0__map_fp=«HEX 40»\n',
        id='sops-dotenv',
    ),
    pytest.param(
        '.sops.yaml',
        'creation_rules:\n  - path_regex: mistral-api-key\\.yaml$\n    age: age1«bech32 58»\n'
        '    pgp: «HEX 40»,«HEX 40»\n'
        '    kms: arn:aws:kms:eu-west-1:123456789012:key/«uuid»\n',
        id='sops-rules',
    ),
    pytest.param(
        'group_vars/all/vault.yml',
        each(
            'NAME: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  «hex 80»\n  «hex 80»\n  «hex 80»\n  «hex 66»\n',
            ['mistral_api_key', 'deepgram_api_key', 'assemblyai_api_key', 'wandb_api_key', 'elevenlabs_api_key'],
        ),
        id='ansible-vault',
    ),
    pytest.param(
        'group_vars/all/secrets.yml',
        each(
            'NAME: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  «hex 80»\n  «hex 80»\n  «hex 80»\n  «hex 40»\n',
            ['deepgram_api_key', 'wandb_api_key'],
        )
        + 'assemblyai_api_key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  «hex 80»\n  «hex 32»\n',
        id='ansible-vault-with-a-short-last-line',
    ),
    pytest.param(
        '.env',
        'DOTENV_PUBLIC_KEY="«hex 66»"\n'
        + each(
            'NAME="encrypted:B«base64 150»"\n',
            ['MISTRAL_API_KEY', 'OPENAI_API_KEY', 'DEEPGRAM_API_KEY', 'COHERE_API_KEY'],
        ),
        id='dotenvx',
    ),
    pytest.param(
        'Pulumi.prod.yaml',
        'secretsprovider: awskms://alias/pulumi\nencryptedkey: AQICAHh«base64 130»\nconfig:\n'
        '  app:openaiApiKey:\n    secure: AAABA«base64 90»\n  mistral:apiKey:\n'
        '    secure: v1:«base64 12»:«base64 64»\n',
        id='pulumi',
    ),
    pytest.param(
        'application.yml',
        'spring:\n  ai:\n    openai:\n      api-key: ENC(«base64 64»)\n    mistralai.api-key: ENC(«base64 96»)\n',
        id='jasypt',
    ),
    pytest.param(
        '.travis.yml',
        'env:\n  global:\n    # OPENAI_API_KEY\n    - secure: "«base64 512»"\n    # MISTRAL_API_KEY\n'
        '    - secure: "«base64 512»"\n',
        id='travis',
    ),
    pytest.param(
        'appveyor.yml',
        'environment:\n  OPENAI_API_KEY:\n    secure: «base64 64»\n  MISTRAL_API_KEY:\n    secure: «base64 48»\n',
        id='appveyor',
    ),
    pytest.param(
        'data/common.eyaml',
        'profile::openai::api_key: ENC[PKCS7,MIIB«base64 400»]\nmistral_api_key: >\n    ENC[PKCS7,«base64 60»\n'
        '    «base64 60»]\n',
        id='hiera-eyaml',
    ),
    pytest.param(
        'config/credentials.yml.enc',
        '«base64 400»--«base64 12»--«base64 16»',
        id='rails-credentials',
    ),
    pytest.param(
        'jwt.txt',
        'auth0 «auth0»\n\n«supabase»\n\nexport NEXT_PUBLIC_SUPABASE_ANON_KEY=«supabase»\n\n{"token": "«kubernetes»"}\n',
        id='jwts-of-other-products',
    ),
    pytest.param(
        '.env.local',
        'NEXT_PUBLIC_SUPABASE_ANON_KEY=«supabase»\nOPENAI_API_KEY=\nANTHROPIC_API_KEY=\nQDRANT_API_KEY=\n'
        'NEBIUS_API_KEY=\n',
        id='supabase-anon-key-above-empty-variables',
    ),
    pytest.param(
        'keys.json',
        '{"keys": [{"kty": "RSA", "use": "sig", "kid": "«url 32»", "x5t": "«url 20»", "n": "«url 256»", "e": "AQAB"},\n'
        ' {"kty": "EC", "crv": "P-256", "kid": "mistral-«uuid»", "x": "«url 32»", "y": "«url 32»"}]}\n',
        id='public-jwks',
    ),
    pytest.param(
        'webhooks.md',
        'The header `svix-signature: v1,«base64 32»` of a Replicate webhook is made of the signing key.\n'
        '`x-elevenlabs-signature: t=1763942400,v0=«hex 64»` and `X-Hub-Signature-256: sha256=«hex 64»`, too.\n',
        id='webhook-signatures',
    ),
]


# --- models, deployments, checkpoints

MODELS = [
    pytest.param(
        'models.yaml',
        """\
together_api_key: ${TOGETHER_API_KEY}
together: meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo
anthropic: claude-3-5-sonnet-20241022-v2
bedrock: arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/«lower 12»
bedrock_token: us.anthropic.claude-3-5-sonnet-20241022-v2:0
fireworks: accounts/fireworks/models/llama-v3p1-405b-instruct-long
fireworks_api_key: ${FIREWORKS_API_KEY}
openai: gpt-4o-mini-realtime-preview-2024-12-17
openai_key: gpt-4o-mini-2024-07-18
mistral_key: mistral-small-3.1-24b-instruct-2503-Q4_K_M
deepseek: deepseek-ai/DeepSeek-R1-Distill-Qwen-32B-Instruct-AWQ-4bit
cohere_token: c4ai-command-r-plus-08-2024-4bit-exl2
nvidia: nvidia/Llama-3_1-Nemotron-Ultra-253B-v1-FP8
replicate: stability-ai/stable-diffusion:«hex 64»
voyage: voyage-multilingual-2-large-instruct-1024
jina: jina-embeddings-v3-text-matching-base-2048
cartesia: sonic-english-turbo-2025-03-07-preview
groq: llama-3.3-70b-versatile-tool-use-preview-128k
""",
        id='model-names',
    ),
    pytest.param(
        'deployments.json',
        '{"azure_openai_key": "", "deployment": "gpt-4o-2024-08-06-eu-datazone-standard-01", "resource": '
        '"/subscriptions/«uuid»/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/oai-«lower '
        '13»/deployments/gpt4",\n'
        ' "baseten_api_key": null, "model_id": "«lower 8»", "deployment_id": "«lower 7»",\n'
        ' "vertex": "projects/«digits 12»/locations/us-central1/endpoints/«digits 19»", "dataset": "ds_«alnum 24»"}\n',
        id='deployments',
    ),
    pytest.param(
        'cache.txt',
        each(
            '/home/me/.cache/huggingface/hub/models--NAME--token-classifier/snapshots/«hex 40»/model.safetensors\n'
            '/home/me/.cache/huggingface/hub/models--NAME--x/blobs/«hex 64»\n«hex 40» refs/heads/NAME-api-key\n',
            HOUSES,
        ),
        id='checkpoints-of-the-hub',
    ),
    pytest.param(
        'load.py',
        """\
token = os.environ['HF_TOKEN']  # huggingface token
SHA256 = {
    'model-00001-of-00002.safetensors': '«hex 64»',
    'model-00002-of-00002.safetensors': '«hex 64»',
}
model = AutoModel.from_pretrained('mistralai/Mistral-7B-Instruct-v0.3', token=token, revision='«hex 40»')
run = wandb.init(project='keys', id='«lower 8»')
wandb_api.artifact('team/token-classifier/model:v12', digest='«hex 32»')
""",
        id='revisions-and-safetensors',
    ),
    pytest.param(
        'model.safetensors.lfs',
        'version https://git-lfs.github.com/spec/v1\noid sha256:«hex 64»\nsize 4943162336\n',
        id='lfs-pointer',
    ),
    pytest.param(
        'Modelfile',
        'FROM /usr/share/ollama/.ollama/models/blobs/sha256-«hex 64»\n# OLLAMA_API_KEY is set in the environment\n'
        'ADAPTER /models/blobs/sha256-«hex 64»\n',
        id='ollama-blobs',
    ),
    pytest.param(
        'train.log',
        'wandb: Currently logged in as: team. Use `wandb login --relogin` to force relogin\n'
        'wandb: Tracking run with wandb version 0.19\n'
        'wandb: 🚀 View run at https://wandb.ai/team/mistral-keys/runs/«lower 8»\nwandb: git commit «hex 40»\n'
        'wandb: artifact token-model:v3 «hex 32»\n',
        id='training-log',
    ),
]


# --- values that are random and harmless

HARMLESS = [
    pytest.param(
        'page.json',
        each('{"url": "https://api.NAME.com/v1/jobs", "next_page_token": "«base64 48»", "has_more": true}\n', HOUSES),
        id='page-tokens-in-base64',
    ),
    pytest.param(
        'page.json',
        each(
            '{"url": "https://api.NAME.com/v1/jobs", "next_page_token": "«hex 40»", "page_token": "«hex 32»"}\n', HOUSES
        ),
        id='page-tokens-of-a-keys-shape',
    ),
    pytest.param(
        'login.html',
        '<form action="/auth/mistral"><input type="hidden" name="csrf_token" value="«base64 64»">\n'
        '<input type="hidden" name="authenticity_token" value="«url 64»"><input name="mistral_api_key" '
        'type="password">\n'
        '<meta name="csrf-token" content="«base64 64»"></form>\n',
        id='csrf-tokens',
    ),
    pytest.param(
        'login.html',
        each('<form action="/connect/NAME"><input type="hidden" name="csrf_token" value="«hex 40»"></form>\n', HOUSES)
        + each('<input name="csrfmiddlewaretoken" value="«alnum 32»"><a href="/connect/NAME">\n', ['mistral', *HOUSES]),
        id='csrf-tokens-of-a-keys-shape',
    ),
    pytest.param(
        'page.html',
        '<script nonce="«base64 16»">mistral("x")</script><script nonce="«hex 32»">window.deepgramKey=""</script>\n'
        '<meta name="google-site-verification" content="«url 32»"><meta name="assemblyai-site-verification" '
        'content="«hex 32»">\n',
        id='nonces-and-site-verification',
    ),
    pytest.param(
        'csp.html',
        '<script nonce="«base64 16»">mistral("x")</script><script nonce="«hex 32»">start("deepgram")</script>\n'
        '<script nonce="«url 18»" src="https://cdn.example.com/assemblyai.js"></script>\n',
        id='nonces',
    ),
    pytest.param(
        'sentry.properties',
        'dsn=https://«hex 32»@o«digits 6».ingest.sentry.io/«digits 7»\n'
        'SENTRY_DSN=https://«hex 32»@sentry.assemblyai.com/12\n'
        '# ASSEMBLYAI_API_KEY is set by the host\nsentry.dsn=https://«hex 32»@o1.ingest.de.sentry.io/2\n',
        id='sentry-dsn',
    ),
    pytest.param(
        'analytics.ts',
        "posthog.init('phc_«alnum 43»', { api_host: 'https://eu.i.posthog.com' });\n"
        "export const POSTHOG_PUBLIC_KEY = 'phc_«alnum 43»';\nwindow.gtag('config', 'G-«UPPER 10»');\n"
        "mixpanel.init('«hex 32»'); amplitude.init('«hex 32»');\n",
        id='public-analytics-keys',
    ),
    pytest.param(
        '.env', 'LANGFUSE_PUBLIC_KEY=pk-lf-«uuid»\nLANGFUSE_HOST=https://cloud.langfuse.com\n', id='langfuse-public-key'
    ),
    pytest.param(
        'checkout.js',
        "Stripe('pk_live_«alnum 99»'); Clerk('pk_test_«base64 30»');\n"
        "Algolia('«UPPER 10»', '«hex 32»'); // search-only api key\n",
        id='public-keys-of-other-products',
    ),
    pytest.param(
        'bedrock.py',
        "url = 'https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke'\nregion_session = '«base64 48»'\n"
        "etag, version_id = '\"«hex 32»\"', '«alnum 32»'\n# cohere and mistral models need no token here\n",
        id='object-versions',
    ),
    pytest.param(
        'cache.yml',
        each(
            "key: NAME-«hex 64»\nrestore-keys: |\n  NAME-«hex 40»-\nindex_key: 'NAME/«hex 40»'\n"
            'cache_key: «hex 40» # NAME\n',
            HOUSES,
        ),
        id='cache-keys',
    ),
    pytest.param(
        'turbo.log',
        each(
            'NAME:auth: cache hit, replaying logs «hex 16»\nNAME#build: cache miss, executing «hex 16» key «hex 64»\n',
            HOUSES,
        ),
        id='build-cache-log',
    ),
    pytest.param(
        'terraform.tfstate',
        '{"version": 4, "lineage": "«uuid»", "resources": [{"name": "openai_key", "instances": [{"attributes": {\n'
        ' "id": "«uuid»", "key_id": "«uuid»", "etag": "«hex 32»", "bcrypt_hash": "$2a$10$«alnum 53»",\n'
        ' "secret_name": "assemblyai_api_key", "version": "«hex 32»", "arn": '
        '"arn:aws:secretsmanager:eu-west-1:1:secret:x-«alnum 6»"}}]}]}\n',
        id='state-with-versions-of-secrets',
    ),
    pytest.param(
        'passwd.yml',
        'mistral_password_hash: $argon2id$v=19$m=65536,t=3,p=4$«base64 16»$«base64 32»\n'
        'deepgram_auth_hash: $6$«alnum 16»$«base64 64»\nbasic_auth: admin:$apr1$«alnum 8»$«alnum 22»\n',
        id='password-hashes',
    ),
    pytest.param(
        'oauth.log',
        'GET /callback?code_challenge=«url 32»&state=«url 24»&client_id=«uuid» 302 mistral login\n'
        'GET /authorize?response_type=code&code_challenge_method=S256&nonce=«url '
        '16»&redirect_uri=https%3A%2F%2Fcohere.com 200\n',
        id='oauth-challenges',
    ),
    pytest.param(
        'google-services.json',
        '{"project_info": {"project_number": "«digits 12»", "project_id": "demo-«hex 5»"}, "client": '
        '[{"client_info": {\n'
        '  "mobilesdk_app_id": "1:«digits 12»:android:«hex 16»"}, "oauth_client": [{"client_id": '
        '"«digits 12»-«lower 32».apps.googleusercontent.com"}],\n'
        '  "api_key": [{"current_key": "AIzaSy«»C«url 24»"}]}]}\n',
        id='firebase-android',
    ),
    pytest.param(
        'GoogleService-Info.plist',
        '<plist version="1.0"><dict>\n<key>API_KEY</key>\n<string>AIzaSy«»A«url 24»</string>\n'
        '<key>GCM_SENDER_ID</key>\n'
        '<string>«digits 12»</string>\n<key>GOOGLE_APP_ID</key>\n<string>1:«digits 12»:ios:«hex 16»</string>\n'
        '</dict></plist>\n',
        id='firebase-ios',
    ),
    pytest.param(
        'src/firebase.ts',
        "const firebaseConfig = {\n  apiKey: 'AIzaSy«»B«url 24»',\n  authDomain: 'demo.firebaseapp.com',\n"
        "  projectId: 'demo',\n  messagingSenderId: '«digits 12»',\n  appId: '1:«digits 12»:web:«hex 22»',\n};\n",
        id='firebase-web',
    ),
    pytest.param(
        'lib/firebase_options.dart',
        "static const FirebaseOptions web = FirebaseOptions(\n    apiKey: 'AIzaSy«»D«url 24»',\n"
        "    appId: '1:«digits 12»:web:«hex 22»',\n    messagingSenderId: '«digits 12»',\n    projectId: 'demo',\n);\n",
        id='firebase-flutter',
    ),
]


# --- placeholders and references, given to every provider's variables

REFERENCES = [
    ('.env', 'NAME=', 'nothing'),
    ('.env', 'NAME=""  # from https://example.com/keys', 'empty-string'),
    ('.env', 'NAME=sk-...', 'dots'),
    ('.env', 'NAME=your-api-key-here', 'your-api-key-here'),
    ('.env', 'NAME="your_PROVIDER_api_key_goes_right_here_1"', 'words-and-a-digit'),
    ('.env', 'NAME=<YOUR_KEY>', 'angle-brackets'),
    ('.env', 'NAME=«x 40»', 'x-40'),
    ('.env', 'NAME=sk-«x 48»', 'sk-x-48'),
    ('.env', 'NAME=sk-proj-«x 156»', 'sk-proj-x-156'),
    ('.env', 'NAME=sk-«count 48»', 'sk-counting'),
    ('.env', 'NAME=«count 32»', 'counting-32'),
    ('.env', 'NAME=«count 40»', 'counting-40'),
    ('.env', 'NAME=sk-test-«alnum 40»', 'sk-test'),
    ('.env', 'NAME=test_«alnum 32»', 'test'),
    ('.env', 'NAME=fake-«alnum 32»', 'fake-and-random'),
    ('.env', 'NAME=«alnum 12»EXAMPLE«alnum 13»', 'example-in-the-middle'),
    ('.env', 'NAME=sk-ant-api03-EXAMPLE-«url 63»', 'example-behind-a-literal'),
    ('.env', 'NAME=sk-dummy-key-for-local-development-only-1', 'dummy-words'),
    ('.env', 'NAME=00000000-0000-0000-0000-000000000000', 'nil-uuid'),
    ('.env', 'NAME=xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx', 'x-uuid'),
    ('.env', 'NAME=************************', 'stars'),
    ('.env', 'NAME=[REDACTED] # was rotated on 2026-11-23', 'redacted'),
    ('.env', 'NAME=changeme', 'changeme'),
    ('.env', 'NAME=${NAME}', 'shell-variable'),
    (
        'run.sh',
        'export NAME="${NAME:?set it to the key of https://example.com/account/api-keys/2}"',
        'shell-must-be-set',
    ),
    ('run.sh', 'export NAME=$(pass show ai/production/NAME-for-service-2)', 'pass'),
    ('run.sh', 'NAME="$(op read "op://Production/NAME-2026-service-account/credential")"', 'op-read'),
    (
        'run.sh',
        'NAME=$(aws secretsmanager get-secret-value --secret-id prod/NAME-AbC1dE --query SecretString)',
        'aws-cli',
    ),
    ('run.sh', 'NAME=$(gcloud secrets versions access 12 --secret=NAME --project=ai-platform-prod-382910)', 'gcloud'),
    ('run.sh', 'NAME=$(cat /run/secrets/PROVIDER_key_v2)', 'cat-a-secret'),
    ('run.sh', 'docker run -e NAME -e OTHER=1 registry.example.com/app@sha256:«hex 64»', 'docker-passes-it-on'),
    ('.env', 'NAME=op://Private/NAME/credential', 'onepassword'),
    ('.env', 'NAME="op://«lower 26»/«lower 26»/credential"', 'onepassword-by-ids'),
    ('.env', 'NAME=ref+vault://secret/data/ai/production2#/NAME', 'vals'),
    ('.env', 'NAME=vault:secret/data/ai/production2#NAME', 'bank-vaults'),
    ('.env', 'NAME=arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/NAME-«alnum 6»', 'aws-arn'),
    ('.env', 'NAME=arn:aws:ssm:eu-west-1:123456789012:parameter/prod/v2/NAME', 'aws-parameter'),
    ('.env', 'NAME=projects/382910472615/secrets/NAME/versions/latest', 'google-secret'),
    ('.env', 'NAME=sm://ai-platform-prod-382910/NAME/versions/12', 'spring-secret-manager'),
    (
        'a.json',
        '"NAME": "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/NAME/«hex 32»)",',
        'key-vault-uri',
    ),
    ('a.json', '"NAME": "@Microsoft.KeyVault(VaultName=v;SecretName=s)",', 'key-vault-name'),
    ('a.yaml', 'NAME: ${{ secrets.NAME }}', 'github-secret'),
    ('a.yaml', 'NAME: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  «hex 80»\n  «hex 80»', 'ansible-vault'),
    ('a.yaml', 'NAME: "{{ vault_NAME_2026 }}"', 'ansible-variable'),
    ('a.yaml', 'NAME: {{ .Values.secrets.NAME | default "" | b64enc | quote }}', 'helm'),
    ('a.yaml', '- name: NAME\n  valueFrom:\n    secretKeyRef: {name: ai-keys-7d9f8b6c5d, key: NAME}', 'kubernetes'),
    ('a.yaml', 'NAME: !Sub "{{resolve:secretsmanager:prod/ai/NAME:SecretString:key:AWSCURRENT:v2}}"', 'cloudformation'),
    ('a.yaml', 'NAME:\n    from_secret: NAME_FOR_PRODUCTION_2', 'from-secret'),
    ('a.yaml', 'NAME: AgB«base64 500»', 'sealed'),
    ('a.yaml', 'NAME: ENC[AES256_GCM,data:«base64 40»,iv:«base64 32»,tag:«base64 16»,type:str]', 'sops'),
    ('a.py', 'client = Client(api_key=os.environ["NAME"], base_url="https://gateway1.example.com/v1")', 'os-environ'),
    (
        'a.py',
        'NAME = os.getenv("NAME", "") or keyring.get_password("service2", "NAME_FOR_PRODUCTION")',
        'getenv-and-keyring',
    ),
    ('a.py', 'NAME: str | None = None', 'none'),
    ('a.py', 'NAME = settings.secrets.NAME_for_tenant_2.get_secret_value()', 'settings'),
    ('a.py', 'os.environ["NAME"] = getpass.getpass("NAME (https://example.com/keys/v2): ")', 'getpass'),
    ('a.py', 'NAME = userdata.get("NAME")  # dbutils.secrets.get(scope="ai2", key="NAME")', 'notebook-stores'),
    ('a.py', 'monkeypatch.setenv("NAME", "test-key")', 'test-key'),
    ('a.py', 'monkeypatch.setenv("NAME", "fake")', 'fake'),
    ('a.js', 'const key = process.env.NAME ?? import.meta.env.VITE_NAME_V2;', 'process-env'),
    ('a.js', 'const apiKey = Deno.env.get("NAME") || "missing-NAME-in-env-2";', 'deno-env'),
    ('a.go', 'key := os.Getenv("NAME") // see internal/secrets/v2/resolver_linux_amd64.go', 'go-getenv'),
    ('a.rs', 'let key = std::env::var("NAME").expect("NAME must be set, see docs/v2");', 'rust-env'),
    ('a.cs', 'var key = Environment.GetEnvironmentVariable("NAME") ?? config["NAME:V2:ApiKeyOverride"];', 'dotnet'),
    ('a.tf', 'NAME = data.aws_secretsmanager_secret_version.PROVIDER_v2.secret_string', 'terraform'),
    ('a.toml', 'NAME = "env:NAME_2"', 'env-reference'),
    ('a.properties', 'NAME=#{NAME}# %NAME% $(NAME) __NAME__ <%= ENV["NAME"] %>', 'templates'),
]
STORES = [
    pytest.param(
        '.env',
        each(
            'NAME=$(bws secret get «uuid» -o json | jq -r .value)\n',
            ['EXA_API_KEY', 'VAPI_API_KEY', 'AI21_API_KEY', 'PINECONE_API_KEY'],
        ),
        id='bitwarden',
    ),
    pytest.param(
        'appsettings.json',
        each(
            '{"NAME": "@Microsoft.KeyVault(VaultName=ai;SecretName=key;SecretVersion=«hex 32»)"}\n',
            ['AZURE_OPENAI_API_KEY', 'ASSEMBLYAI_API_KEY', 'CLARIFAI_PAT', 'ELEVENLABS_API_KEY'],
        ),
        id='key-vault-version',
    ),
    pytest.param(
        '.env',
        each(
            'NAME=«»123e4567-e89b-12d3-a456-426614174000\n',
            ['EXA_API_KEY', 'PINECONE_API_KEY', 'VAPI_API_KEY', 'AI21_API_KEY'],
        ),
        id='uuid-of-the-manuals',
    ),
    pytest.param(
        '.env',
        each(
            'NAME=«»550e8400-e29b-41d4-a716-446655440000\n',
            ['EXA_API_KEY', 'PINECONE_API_KEY', 'VAPI_API_KEY', 'AI21_API_KEY'],
        ),
        id='uuid-of-the-other-manuals',
    ),
]


# --- identifiers of just the shape that a literal asks for

_WORDS = [
    'load', 'read', 'parse', 'build', 'create', 'update', 'delete', 'convert', 'render', 'encode', 'decode', 'resolve',
    'dispatch', 'schedule', 'retry', 'user', 'file', 'page', 'item', 'node', 'list', 'tree', 'queue', 'stack', 'buffer',
    'stream', 'string', 'number', 'object', 'message', 'session', 'request', 'response', 'server', 'client', 'worker',
    'handler', 'factory', 'manager', 'provider', 'builder', 'parser', 'iterator', 'observer', 'listener', 'context',
    'config', 'option', 'async', 'local', 'global', 'remote', 'shared', 'default', 'current', 'previous', 'next',
    'first', 'last', 'total', 'count', 'index', 'offset', 'length', 'width', 'height',
]  # fmt: skip
_WITH_DIGITS = [
    'Http2', 'utf8', 'base64', 'sha256', 'web3', 'int32', 'uint64', 'x86', 'oauth2', 'h264', 'ipv6', 'md5', 'ec2',
    'k8s', 'step2of3', 'p256',
]  # fmt: skip
# words that have none of the four characters that base58 leaves out, capitals included
_BASE58 = [word for word in _WORDS if 'l' not in word and word[0] not in 'io']


def _bodies(style: str, joint: str, cased: Callable[[str], str], with_digits: bool) -> list[str]:
    """Identifiers of each length, cut where that length ends."""
    source = random.Random(f'{style} {with_digits}')
    bodies = []
    for turn, size in product(range(4), range(16, 71)):
        words = source.sample(_WORDS if joint else _BASE58, 14)
        if with_digits:
            words[1::3] = source.sample(_WITH_DIGITS, 5)
        body = joint.join(map(cased, words))[:size].rstrip('-_').ljust(size, cased('s'))
        # handlerFactory and HandlerFactory, by turns
        bodies.append(body if joint or turn % 2 else body[0].lower() + body[1:])
    return bodies


def _capitalized(word: str) -> str:
    return word[0].upper() + word[1:]


_STYLES = {
    f'{style}{"-with-digits" * with_digits}': _bodies(style, joint, cased, with_digits)
    for style, joint, cased in (
        ('snake', '_', str.lower),
        ('kebab', '-', str.lower),
        ('screaming', '_', str.upper),
        ('train', '-', _capitalized),
        ('camel', '', _capitalized),
    )
    for with_digits in (False, True)
}
# literals that code and slugs begin with, too; nobody writes words behind a longer one
_SHORT = 5


def _shaped() -> Iterator[tuple[str, str, list[str]]]:
    """(literal, style, the identifiers of that style that some detector's pattern takes for a key's shape)."""
    patterns: dict[str, list[re.Pattern[bytes]]] = {}
    for _, detector in DETECTORS.values():
        for literal in detector.literals:
            if len(literal) <= _SHORT and literal[-1] in '-_':
                patterns.setdefault(literal, []).append(compiled(detector))
    for literal, some in sorted(patterns.items()):
        for style, bodies in _STYLES.items():
            texts = [literal + body for body in bodies]
            fitting = [text for text in texts if any(pattern.fullmatch(text.encode()) for pattern in some)]
            if fitting:
                yield literal, style, fitting[:40]


_DENSE = blocks('a word with digits in it, two times in 24 characters, changes as often as random text does')
SHAPED = [
    pytest.param(
        texts,
        id=f'{literal}-{style}',
        marks=_DENSE if (literal, style) in (('fw_', 'camel-with-digits'), ('m0-', 'camel-with-digits')) else (),
    )
    for literal, style, texts in _shaped()
]


# --- what stands in for a key, in just its shape


def _overwritten(detector: Detector, key: bytes, prefix: bytes, filler: str) -> bytes:
    """The key with what is behind its prefix replaced by the filler, over and over; dashes stay where they must."""
    size = len(key) - len(prefix)
    text = prefix + (filler * size)[:size].encode()
    if compiled(detector).fullmatch(text):
        return text
    letters = iter(filler * size)
    return prefix + bytes(ord(next(letters)) if chr(char).isalnum() else char for char in key[len(prefix) :])


def _marked(key: bytes, prefix: bytes, word: bytes) -> bytes:
    """The key with a word in its middle that says what it is."""
    at = (len(prefix) + len(key) - len(word)) // 2
    return key[:at] + word + key[at + len(word) :]


def _stand_ins(detector: Detector) -> dict[str, bytes]:
    key = sample(detector, 9)
    prefix = detector.prefix_of(key)
    texts = {
        filler: _overwritten(detector, key, prefix, filler)
        for filler in ('x', 'X', '0', 'f', '0123456789', '1234567890abcdef', string.ascii_lowercase, 'deadbeef')
    }
    for word in (b'EXAMPLE', b'PLACEHOLDER', b'-example-', b'_your_key_here_', b'-test-', b'-fake-'):
        text = _marked(key, prefix, word)
        # a word that the alphabet does not have ends the key instead of being a part of it
        if len(word) + 8 <= len(key) - len(prefix) and (word.isalpha() or compiled(detector).fullmatch(text)):
            texts[word.decode()] = text
    return texts


# --- a key's shape beside a provider's name, as a hash, an id or a part of a path

ROLES = [
    pytest.param('x.lock', '  "NAME": { "version": "1.2.3", "integrity": "…" }\n', id='lock'),
    pytest.param('x.toml', 'NAME = { git = "https://github.com/NAME/NAME", rev = "…" }\n', id='revision'),
    pytest.param('ci.yml', '      - uses: NAME/NAME-action@… # v1\n', id='action'),
    pytest.param('notes.md', 'NAME: rotate the api key, see commit …\n', id='commit'),
    pytest.param('a.env', 'NAME_API_KEY=\nNAME_SHA=…\nNAME_COMMIT_SHA1=…\nNAME_CHECKSUM=…\n', id='variables-of-hashes'),
    pytest.param('a.env', 'NAME_API_KEY=\nNAME_PROJECT_ID=…\nNAME_ORG_ID=…\nNAME_VOICE_ID=…\n', id='variables-of-ids'),
    pytest.param(
        'a.env',
        'NAME_API_KEY=\nNAME_WORKSPACE=…\nNAME_ORGANIZATION=…\nNAME_TENANT=…\n',
        id='variables-of-tenants',
    ),
    pytest.param('a.log', 'POST https://NAME.example.com/v1 200 x-request-id: … trace_id=…\n', id='request'),
    pytest.param('a.json', '{"NAME_api_key": null, "assistant_id": "…", "id": "…", "uuid": "…"}\n', id='json-ids'),
    pytest.param(
        'a.json',
        '{"NAME_api_key": null, "projectId": "…"}\n',
        id='json-ids-in-camel-case',
    ),
    pytest.param(
        'a.ts',
        'new NAME({ apiKey, assistantId: "…" });\n',
        id='arguments-behind-a-key',
    ),
    pytest.param('a.http', 'Host: api.NAME.com\nAuthorization: Bearer {{token}}\nETag: "…"\n', id='etag'),
    pytest.param('a.txt', 'https://api.NAME.com/v1/keys/…/rotate\nNAME/tokens/….json\n/auth/NAME/…/\n', id='paths'),
    pytest.param('a.txt', 'NAME-key-….tar.gz\nNAME_token_….json\nsecrets/NAME.….bin\n', id='files'),
    pytest.param(
        'a.json', '{"NAME_key_hash": "…", "NAME_token_sha256": "…", "hashed_secret": "…"}\n', id='hash-of-a-key'
    ),
    pytest.param('a.py', 'NAME = "…"\n', id='plain-assignment'),
    pytest.param('a.sum', '…  NAME-1.2.3.whl\n', id='checksum-file'),
]
_SPEAKING = re.compile('key|token|secret|auth|bearer|pass|cred|login|client')
# (a name that is no credential's word itself, the detector's id, a key) of each kind without a literal
_BARE = [
    (next(name for name in detector.names if not _SPEAKING.search(name)), detector.id, sample(detector, seed).decode())
    for _, detector in DETECTORS.values()
    if not detector.literals and any(not _SPEAKING.search(name) for name in detector.names)
    for seed in SEEDS
]

# --- the tests

CASES = [*RULES, *LOCKS, *IDS, *IDENTIFIERS, *BUNDLES, *BASE64, *MODELS, *HARMLESS, *STORES]


@pytest.mark.parametrize(('name', 'text'), CASES)
def test_look_alike_is_silent(name: str, text: str) -> None:
    assert [spoken(name, filled(text, seed)) for seed in SEEDS] == [[] for _ in SEEDS]


@pytest.mark.parametrize(('name', 'line'), [pytest.param(name, line, id=id) for name, line, id in REFERENCES])
def test_reference_given_to_every_providers_variable_is_silent(name: str, line: str) -> None:
    texts = [
        filled(each(line.replace('PROVIDER', provider.id.replace('-', '_')), provider.env, '\n') + '\n', 1)
        for provider in PROVIDERS
    ]
    assert spoken(name, *texts) == []


@pytest.mark.parametrize('texts', SHAPED)
def test_identifier_of_a_keys_shape_is_silent(texts: list[str]) -> None:
    code = ''.join(f'  {text}(1);\n  const handler = "{text}";\n' for text in texts)
    assert spoken('app.js', code.encode()) == []


@pytest.mark.parametrize('detector', [pytest.param(detector, id=id) for id, (_, detector) in DETECTORS.items()])
def test_stand_in_of_a_keys_shape_is_silent(detector: Detector) -> None:
    provider = DETECTORS[detector.id][0]
    names = [f'# {name}\n' for name in detector.names[:1]]
    variable = detector.env or (provider.env[0] if provider.env else 'API_KEY')
    line = f'{"".join(names)}{variable}='.encode()
    found = {filler: spoken('.env', line + text + b'\n') for filler, text in _stand_ins(detector).items()}
    assert {filler: hits for filler, hits in found.items() if hits} == {}


@pytest.mark.parametrize(('name', 'line'), ROLES)
def test_keys_shape_in_another_role_is_silent(name: str, line: str) -> None:
    found = {id for word, id, key in _BARE if spoken(name, line.replace('NAME', word).replace('…', key).encode())}
    assert found == set()


@pytest.mark.parametrize(
    ('name', 'text'),
    [pytest.param(*case.values, id=case.id) for case in CASES if _PLACE.search(str(case.values[1]))],
)
def test_same_file_with_a_key_is_blocked(name: str, text: str) -> None:
    """So that no case above is silent because nobody looks."""
    data = filled(_PLACE.sub(KEY, text, count=1), 0)
    assert 'openai-project-key' in [hit.partition(',')[0] for hit in spoken(name, data)]


TWINS = [
    # (detector, a role that is none of a key, the role of a key) of the same value
    ('deepgram-api-key', '"@deepgram/sdk": {"integrity": "sha1", "shasum": "…"}', '"deepgram": {"api_key": "…"}'),
    ('deepgram-api-key', 'deepgram tests at commit …', 'deepgram api key …'),
    ('deepgram-api-key', 'DEEPGRAM_API_KEY=\nGIT_COMMIT=…', 'GIT_COMMIT=\nDEEPGRAM_API_KEY=…'),
    ('deepgram-api-key', 'uses: deepgram/setup@…', 'run: deepgram login --api-key …'),
    ('assemblyai-api-key', 'assemblyai_upload_md5 = "…"', 'assemblyai_upload_key = "…"'),
    (
        'assemblyai-api-key',
        'https://api.assemblyai.com/v2/ ETag: "…"',
        'https://api.assemblyai.com/v2/ authorization: "…"',
    ),
    ('wandb-legacy-key', 'wandb: git commit …', 'wandb: login with …'),
    ('mistral-api-key', 'https://mistral.ai/keys/…/rotate', 'https://mistral.ai/keys?api_key=…'),
    ('mistral-api-key', 'mistral = "…"', 'mistral_key = "…"'),
    (
        'google-gemini-standard-key',
        "firebaseConfig = {\n  apiKey: '…',\n  authDomain: 'a'",
        "gemini = {\n  apiKey: '…',\n  model: 'a'",
    ),
    ('exa-api-key', 'EXA_API_KEY=\nEXA_TEAM_ID=…', 'EXA_TEAM_ID=\nEXA_API_KEY=…'),
    (
        'pinecone-legacy-key',
        '{"pinecone_api_key": null, "project_id": "…"}',
        '{"project_id": null, "pinecone_api_key": "…"}',
    ),
]


@pytest.mark.parametrize(
    ('id', 'silent', 'speaking'), [pytest.param(*row, id=f'{row[0]}-{row[1]}'.replace('\n', '|')) for row in TWINS]
)
def test_role_decides(id: str, silent: str, speaking: str) -> None:
    key = sample(DETECTORS[id][1], 3).decode()
    assert spoken('a.txt', silent.replace('…', key).encode()) == []
    assert id in [hit.partition(',')[0] for hit in spoken('a.txt', speaking.replace('…', key).encode())]


def test_public_key_is_worth_a_word_beside_its_secret_only() -> None:
    secret, public = (sample(DETECTORS[f'langfuse-{kind}-key'][1], 3) for kind in ('secret', 'public'))
    assert spoken('.env', b'LANGFUSE_PUBLIC_KEY=' + public) == []
    assert len(spoken('.env', b'LANGFUSE_SECRET_KEY=' + secret + b'\nLANGFUSE_PUBLIC_KEY=' + public)) == 2
