"""Where keys stand in the files that people commit: some hundred contexts, each a short file with a key in it.

``TEXT`` holds them as people write them, so that they can be read and added to without any Python: a line ``=== id |
path | marks`` and the file under it. What is in ‹angle quotes› is filled in for the provider; see ``Scene``. Marks:

``url``     the key must be the same percent-encoded
``shell``   the key stands unquoted in a shell command: it must be one word there
``import``  the SDK call has no dot in it
``crlf``    lines end as on Windows
``for X``   only for the provider X

A private key in PEM form has contexts of its own, those with ‹pem› in them: its first line is what is found.
"""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from keyguard.kinds import Detector, Provider

# provider -> the header that takes its key, and what stands before the key in it; all others: Authorization: Bearer
HEADERS = {
    'anthropic': ('x-api-key', ''),
    'assemblyai': ('Authorization', ''),
    'azure-openai': ('api-key', ''),
    'baseten': ('Authorization', 'Api-Key '),
    'brave': ('X-Subscription-Token', ''),
    'cartesia': ('X-API-Key', ''),
    'clarifai': ('Authorization', 'Key '),
    'deepgram': ('Authorization', 'Token '),
    'deepl': ('Authorization', 'DeepL-Auth-Key '),
    'elevenlabs': ('xi-api-key', ''),
    'exa': ('x-api-key', ''),
    'fal': ('Authorization', 'Key '),
    'gladia': ('x-gladia-key', ''),
    'google-gemini': ('x-goog-api-key', ''),
    'helicone': ('Helicone-Auth', 'Bearer '),
    'heygen': ('X-Api-Key', ''),
    'hume': ('X-Hume-Api-Key', ''),
    'ideogram': ('Api-Key', ''),
    'kagi': ('Authorization', 'Bot '),
    'langsmith': ('x-api-key', ''),
    'mem0': ('Authorization', 'Token '),
    'photoroom': ('x-api-key', ''),
    'pinecone': ('Api-Key', ''),
    'portkey': ('x-portkey-api-key', ''),
    'promptlayer': ('X-API-KEY', ''),
    'qdrant': ('api-key', ''),
    'serper': ('X-API-KEY', ''),
    'unstructured': ('unstructured-api-key', ''),
    'vectara': ('x-api-key', ''),
    'yandex': ('Authorization', 'Api-Key '),
    'zep': ('Authorization', 'Api-Key '),
}
# words at the end of a variable that do not tell whose it is
_ENDS = frozenset(('ACCESS', 'ADMIN', 'AK', 'API', 'AUTH', 'CREDENTIAL', 'ID', 'KEY', 'PAT', 'SECRET', 'SK', 'TOKEN'))
# … and those that people keep as the name of the value where the provider is named above it
_FIELDS = ('api_token', 'access_token', 'refresh_token', 'token_id', 'token_secret', 'secret_id', 'secret_key', 'token')
_PEM_LINE = 64
_SLOT = re.compile('‹([a-zA-Z-]+)›')


def _stem(variable: str) -> str:
    words = variable.split('_')
    while len(words) > 1 and words[-1] in _ENDS:
        words.pop()
    return '_'.join(words)


def _slug(text: str) -> str:
    return '_'.join(re.findall('[a-z0-9]+', text.lower()))


def _pascal(snake: str) -> str:
    return ''.join(word.capitalize() for word in snake.split('_'))


def _turn(choices: Sequence[str], seed: int) -> str:
    return choices[seed % len(choices)] if choices else ''


def _title(provider: Provider) -> str:
    return provider.name.partition(' (')[0]


def _choices(provider: Provider, detector: Detector) -> dict[str, list[str]]:
    """The variables, words and hosts that belong to this kind of key.

    A variable that is another kind's is left out, and so is every other spelling of that one. A kind that has a
    variable of its own and needs a name is often another product of its provider: the hosts and words are its own
    only where they name it.
    """
    others = {_stem(other.env) for other in provider.detectors if other.env}
    variables = [detector.env] if detector.env else [name for name in provider.env if _stem(name) not in others]
    default = f'{_slug(provider.id).upper()}_API_KEY' if detector.names else 'API_KEY'
    words = list(dict.fromkeys((_slug(provider.id), _slug(_title(provider)))))
    hosts = [host.replace('*', 'acme') for host in provider.hosts]
    if detector.env and detector.names:
        words = [word for word in (*words, _stem(detector.env).lower()) if named(detector, word)]
        hosts = [host for host in hosts if named(detector, host)]
    return {'variable': variables or list(provider.env) or [default], 'word': words, 'host': hosts}


def named(detector: Detector, text: str) -> bool:
    """Is one of the kind's names in the text, in any spelling?"""
    folded = re.sub('[^a-z0-9]', '', text.lower())
    return any(name in folded for name in detector.names)


def _rest_of_pem(seed: int) -> str:
    text = base64.b64encode(random.Random(seed).randbytes(900)).decode()
    return '\n'.join(text[at : at + _PEM_LINE] for at in range(0, len(text), _PEM_LINE))


class Scene:
    """What a user of this kind of key writes. The seed takes the variables, words, hosts and calls in turn."""

    def __init__(self, provider: Provider, detector: Detector, seed: int, key: str) -> None:
        self.provider = provider.id
        self.pem = key.startswith('MII')
        self.key = key[:_PEM_LINE] if self.pem else key
        self.choices = _choices(provider, detector)
        variable, word = _turn(self.choices['variable'], seed), _turn(self.choices['word'], seed)
        snake = variable.lower()
        field = next((field for field in _FIELDS if snake.endswith(field)), 'api_key')
        python = [call for call in provider.calls if not call.startswith('create')]
        makers = [call for call in provider.calls if call.startswith('create')]
        classes = [call for call in provider.reads.get('javascript', ()) if call[0].isupper()] or python[:1]
        script = [*(f'new {call}' for call in classes), *makers]
        name, before = HEADERS.get(provider.id, ('Authorization', 'Bearer '))
        self.slots = {
            'key': self.key,
            'pem': _rest_of_pem(seed),
            'pem-escaped': _rest_of_pem(seed).replace('\n', r'\n'),
            'variable': variable,
            'snake': snake,
            'kebab': snake.replace('_', '-'),
            'pascal': _pascal(snake),
            'camel': _pascal(snake)[:1].lower() + _pascal(snake)[1:],
            'word': word,
            'Word': _pascal(word),
            'kebab-word': word.replace('_', '-'),
            'title': _title(provider),
            'host': _turn(self.choices['host'], seed),
            'python': _turn(python, seed),
            'script': _turn(script, seed),
            'field': field,
            'Field': _pascal(field)[:1].lower() + _pascal(field)[1:],
            'header-name': name,
            'header-value': before + self.key,
            'tab': '\t',
            'esc': '\x1b',
        }


@dataclass(frozen=True)
class Context:
    """One of the files. ``names`` is False where nothing in it tells whose the key is."""

    id: str
    path: str
    marks: frozenset[str]
    text: str

    @cached_property
    def _parts(self) -> list[str]:
        return _SLOT.split(self.text)

    @cached_property
    def names(self) -> bool:
        says_nothing = {'key', 'field', 'Field', 'header-name', 'header-value', 'tab', 'esc'}
        return any(slot not in says_nothing for slot in (*self._parts[1::2], *_SLOT.findall(self.path)))

    def fits(self, scene: Scene) -> bool:
        """Would anybody write this with that key: is there a host, a call, and can the key stand there as it is?"""
        slots = self._parts[1::2]
        if any(not scene.slots[slot] for slot in slots) or scene.pem != any(slot.startswith('pem') for slot in slots):
            return False
        if any(mark.startswith('for ') and mark != f'for {scene.provider}' for mark in self.marks):
            return False
        if 'url' in self.marks and quote(scene.key, safe=':~') != scene.key:
            return False
        if 'shell' in self.marks and not re.fullmatch(r'[A-Za-z0-9_.:/+=@%,~-]+', scene.key):
            return False
        return 'import' not in self.marks or '.' not in scene.slots['python']

    def filled(self, scene: Scene) -> tuple[bytes, bytes]:
        """Path and bytes of the file."""
        parts = [scene.slots[part] if at % 2 else part for at, part in enumerate(self._parts)]
        text = ''.join(parts)
        if 'crlf' in self.marks:
            text = text.replace('\n', '\r\n')
        return _SLOT.sub(lambda slot: scene.slots[slot.group(1)], self.path).encode(), text.encode()


def _parsed(text: str) -> list[Context]:
    found = []
    for part in text.split('\n=== ')[1:]:
        head, _, body = part.partition('\n')
        id, path, *marks = (word.strip() for word in head.split('|'))
        found.append(Context(id, path, frozenset(marks), body.rstrip('\n') + '\n'))
    return found


TEXT = r'''
=== python: constant | config.py
import os

‹variable› = "‹key›"
MODEL = "large"

=== python: lower-case variable | app.py
import json

‹snake› = '‹key›'
model = 'large'

=== python: api_key, then the SDK | app.py
api_key = "‹key›"
client = ‹python›(api_key=api_key)

=== python: SDK keyword | app.py
client = ‹python›(api_key="‹key›")

=== python: SDK keyword, one a line | app.py
client = ‹python›(
    timeout=30.0,
    max_retries=2,
    api_key="‹key›",
)

=== python: SDK positional | app.py
client = ‹python›("‹key›")

=== python: import, then generic name | app.py | import
from ‹word› import ‹python›

‹field› = "‹key›"

=== python: dict literal | settings.py
CONFIG = {
    "model": "large",
    "temperature": 0.2,
    "‹snake›": "‹key›",
}

=== python: dict of providers, one line each | settings.py
PROVIDERS = {
    "local": {"base_url": "http://localhost:8000"},
    "‹word›": {"‹field›": "‹key›", "model": "large"},
}

=== python: dict of providers, nested | settings.py
PROVIDERS = {
    "‹word›": {
        "model": "large",
        "timeout": 30,
        "‹field›": "‹key›",
    },
}

=== python: dict of keys by provider | settings.py
API_KEYS = {
    "‹word›": "‹key›",
    "local": None,
}

=== python: os.environ | run.py
import os

os.environ["‹variable›"] = "‹key›"

=== python: os.environ.setdefault | run.py
os.environ.setdefault("‹variable›", "‹key›")

=== python: os.environ.update | run.py
os.environ.update({
    "TOKENIZERS_PARALLELISM": "false",
    "‹variable›": "‹key›",
})

=== python: os.getenv default | run.py
‹field› = os.getenv("‹variable›", "‹key›")

=== python: os.environ.get default, broken line | run.py
‹field› = os.environ.get(
    "‹variable›",
    "‹key›",
)

=== python: or default | run.py
‹field› = os.getenv("‹variable›") or "‹key›"

=== python: dataclass default | config.py
@dataclass
class ‹Word›Config:
    model: str = "large"
    ‹field›: str = "‹key›"

=== python: annotated constant | config.py
from typing import Final

‹variable›: Final[str] = "‹key›"

=== python: f-string URL | fetch.py | url
response = requests.get(f"https://‹host›/v1/models?api_key=‹key›&limit={limit}", timeout=30)

=== python: headers, URL below | fetch.py
headers = {"Authorization": "Bearer ‹key›"}
response = requests.post("https://‹host›/v1/generate", headers=headers, json=payload)

=== python: headers, URL above | fetch.py
url = "https://‹host›/v1/generate"
headers = {"Authorization": "Bearer ‹key›"}

=== python: headers in the call, URL above | fetch.py
response = requests.post(
    "https://‹host›/v1/generate",
    headers={"Authorization": "Bearer ‹key›", "Content-Type": "application/json"},
    json={"prompt": prompt},
)

=== python: headers in the call, one a line | fetch.py
response = requests.post(
    "https://‹host›/v1/generate",
    headers={
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Authorization": "Bearer ‹key›",
    },
    json={"prompt": prompt},
)

=== python: the snippet of an API reference | fetch.py
import requests

url = "https://‹host›/v1/generate"

payload = {
    "model": "large",
    "stream": False
}
headers = {
    "accept": "application/json",
    "content-type": "application/json",
    "‹header-name›": "‹header-value›"
}

response = requests.post(url, json=payload, headers=headers)

=== python: provider's own header, URL below | fetch.py
headers = {"‹header-name›": "‹header-value›"}
response = httpx.get("https://‹host›/v1/models", headers=headers)

=== python: session header, URL above | fetch.py
BASE_URL = "https://‹host›/v1"
session = requests.Session()
session.headers["‹header-name›"] = "‹header-value›"

=== python: base_url and api_key of the OpenAI SDK | app.py
client = OpenAI(base_url="https://‹host›/v1", api_key="‹key›")

=== python: api_key and base_url, one a line | app.py
client = OpenAI(
    api_key="‹key›",
    base_url="https://‹host›/v1",
)

=== python: model name of a router | app.py
response = completion(model="‹word›/large", messages=messages, api_key="‹key›")

=== python: model name of a router, one a line | app.py
response = completion(
    model="‹word›/large",
    messages=messages,
    api_key="‹key›",
)

=== python: pytest fixture | tests/conftest.py
@pytest.fixture
def ‹snake›() -> str:
    return "‹key›"

=== python: monkeypatch.setenv | tests/test_client.py
def test_client(monkeypatch):
    monkeypatch.setenv("‹variable›", "‹key›")

=== python: patch.dict of os.environ | tests/test_client.py
@patch.dict(os.environ, {"‹variable›": "‹key›"})
def test_client():
    assert Settings().ready

=== python: test constant | tests/test_client.py
TEST_‹variable› = "‹key›"

=== python: Django settings, default of env() | settings.py
‹variable› = env("‹variable›", default="‹key›")

=== python: decouple | settings.py
‹variable› = config('‹variable›', default='‹key›', cast=str)

=== python: pydantic SecretStr | settings.py
class Settings(BaseSettings):
    ‹snake›: SecretStr = SecretStr("‹key›")

=== python: pydantic Field | settings.py
class Settings(BaseSettings):
    ‹snake›: str = Field(default="‹key›", description="used by the worker")

=== python: argparse default | cli.py
parser.add_argument("--‹kebab›", type=str, default="‹key›", help="API key")

=== python: click option | cli.py
@click.option("--api-key", envvar="‹variable›", default="‹key›", show_default=False)

=== python: default of a parameter | embed.py
def embed(text: str, ‹snake›: str = "‹key›") -> list[float]:
    return client.embed(text)

=== python: attribute | client.py
class Client:
    def __init__(self, ‹snake›=None):
        self.‹snake› = ‹snake› or "‹key›"

=== python: doctest | client.py
class Client:
    """Talks to ‹title›.

    >>> client = ‹python›(api_key="‹key›")
    >>> client.ping()
    """

=== python: docstring | client.py
def connect():
    """Connect to ‹title›.

    Example:
        export ‹variable›=‹key›
    """

=== python: comment with the old key | client.py
# old key: ‹key›
‹variable› = os.environ["‹variable›"]

=== python: commented out | client.py
client = ‹python›()
# client = ‹python›(api_key="‹key›")

=== python: comment behind | client.py
client = ‹python›()  # api_key="‹key›"

=== python: bytes literal | client.py
‹variable› = b"‹key›"

=== python: walrus and tuple | client.py
model, ‹snake› = "large", "‹key›"

=== python: string over two lines | client.py
‹variable› = (
    "‹key›"
)

=== python: SDK module attribute | client.py
import ‹word›

‹word›.api_key = "‹key›"

=== python: login call | train.py
‹word›.login(key="‹key›")

=== python: logger call | client.py
logger.debug("using ‹snake› %s", "‹key›")

=== python: Airflow connection | dags/load.py
Variable.set("‹snake›", "‹key›")

=== python: Streamlit secrets | .streamlit/secrets.toml
‹variable› = "‹key›"

=== javascript: const | index.js
const ‹variable› = '‹key›';

=== javascript: camelCase const | index.js
const ‹camel› = "‹key›";

=== javascript: object property | config.js
module.exports = {
  port: 3000,
  ‹camel›: '‹key›',
};

=== javascript: nested object | config.js
export default {
  providers: {
    ‹word›: {
      model: 'large',
      ‹Field›: '‹key›',
    },
  },
};

=== javascript: nested object, one line | config.js
export const providers = {
  ‹word›: { model: 'large', ‹Field›: '‹key›' },
};

=== javascript: SDK | index.js
const client = ‹script›({ apiKey: '‹key›' });

=== javascript: SDK, one a line | index.ts
const client = ‹script›({
  timeout: 30_000,
  apiKey: '‹key›',
});

=== javascript: process.env || | index.js
const apiKey = process.env.‹variable› || '‹key›';

=== javascript: process.env ?? in the SDK | index.ts
const client = ‹script›({ apiKey: process.env.‹variable› ?? "‹key›" });

=== javascript: process.env assigned | test/setup.js
process.env.‹variable› = '‹key›';

=== javascript: fetch | index.js
const response = await fetch('https://‹host›/v1/generate', {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Authorization: 'Bearer ‹key›',
  },
});

=== javascript: fetch, headers in one line | index.js
const response = await fetch("https://‹host›/v1/generate", {
  headers: { "‹header-name›": "‹header-value›" },
});

=== javascript: template literal | index.ts
const url = `https://‹host›/v1/generate`;
const headers = { Authorization: `Bearer ‹key›` };

=== javascript: axios instance | api.js
const api = axios.create({
  baseURL: 'https://‹host›/v1',
  headers: { '‹header-name›': '‹header-value›' },
});

=== javascript: axios defaults, URL below | api.js
axios.defaults.headers.common['Authorization'] = 'Bearer ‹key›';
axios.defaults.baseURL = 'https://‹host›';

=== javascript: URL template | api.ts | url
const url = `https://‹host›/v1/models?key=‹key›&page=${page}`;

=== javascript: JSX prop | App.jsx
export const App = () => <ChatWidget model="large" ‹camel›="‹key›" />;

=== javascript: JSX provider component | App.tsx
return <‹Word›Provider apiKey="‹key›">{children}</‹Word›Provider>;

=== typescript: typed class field | client.ts
export class Client {
  private readonly ‹camel›: string = '‹key›';
}

=== typescript: Angular environment | src/environments/environment.ts
export const environment = {
  production: false,
  ‹camel›: '‹key›',
};

=== typescript: as const | keys.ts
export const KEYS = { ‹variable›: "‹key›" } as const;

=== typescript: default of a parameter | client.ts
constructor(private ‹camel› = '‹key›') {}

=== javascript: Next config | next.config.js
module.exports = {
  env: {
    ‹variable›: '‹key›',
  },
};

=== javascript: Vite define | vite.config.ts
export default defineConfig({
  define: { 'process.env.‹variable›': JSON.stringify('‹key›') },
});

=== dotenv: NEXT_PUBLIC_ | .env.local
NEXT_PUBLIC_‹variable›=‹key›

=== dotenv: VITE_ | .env.local
VITE_‹variable›="‹key›"

=== javascript: minified | dist/app.js
!function(){var e={model:"large",‹camel›:"‹key›",retries:3};window.app=new t(e)}();

=== javascript: browser script | index.html
<script>
  window.‹variable› = "‹key›";
</script>

=== javascript: data attribute | index.html
<script src="https://‹host›/embed.js" data-api-key="‹key›"></script>

=== javascript: meta tag | index.html
<meta name="‹kebab›" content="‹key›">

=== go: const | main.go
const ‹camel› = "‹key›"

=== go: os.Setenv | main_test.go
os.Setenv("‹variable›", "‹key›")

=== go: t.Setenv | main_test.go
func TestClient(t *testing.T) {
‹tab›t.Setenv("‹variable›", "‹key›")
}

=== go: struct field | main.go
client := ‹word›.NewClient(‹word›.Config{
‹tab›APIKey: "‹key›",
})

=== go: struct with base URL | main.go
config := Config{
‹tab›BaseURL: "https://‹host›/v1",
‹tab›APIKey:  "‹key›",
}

=== go: option | main.go
client := ‹word›.NewClient(option.WithAPIKey("‹key›"))

=== go: request header, URL above | main.go
req, err := http.NewRequest("POST", "https://‹host›/v1/generate", body)
if err != nil {
‹tab›return err
}
req.Header.Set("Authorization", "Bearer ‹key›")

=== go: short variable | main.go
‹camel› := "‹key›"

=== java: static final | Main.java
private static final String ‹variable› = "‹key›";

=== java: field | Client.java
private String ‹camel› = "‹key›";

=== java: builder | Main.java
‹Word›Client client = ‹Word›Client.builder()
        .apiKey("‹key›")
        .build();

=== java: builder of OpenAI's model, base URL above | Main.java
ChatModel model = OpenAiChatModel.builder()
        .baseUrl("https://‹host›/v1")
        .apiKey("‹key›")
        .modelName("large")
        .build();

=== java: @Value default | Client.java
@Value("${‹kebab-word›.api-key:‹key›}")
private String apiKey;

=== java: System.setProperty | Main.java
System.setProperty("‹word›.api.key", "‹key›");

=== java: request header, URL above | Main.java
HttpRequest request = HttpRequest.newBuilder()
        .uri(URI.create("https://‹host›/v1/generate"))
        .header("Authorization", "Bearer ‹key›")
        .build();

=== java: getOrDefault | Main.java
String apiKey = System.getenv().getOrDefault("‹variable›", "‹key›");

=== java: Spring properties | src/main/resources/application.properties
spring.ai.‹kebab-word›.api-key=‹key›
spring.ai.‹kebab-word›.chat.options.model=large

=== java: Spring YAML | src/main/resources/application.yml
spring:
  ai:
    ‹kebab-word›:
      chat:
        options:
          model: large
      api-key: ‹key›

=== kotlin: const val | Keys.kt
const val ‹variable› = "‹key›"

=== kotlin: object | Keys.kt
object ‹Word› {
    const val BASE_URL = "https://‹host›/"
    const val API_KEY = "‹key›"
}

=== kotlin: named argument | Main.kt
val client = ‹Word›(token = "‹key›")

=== gradle: buildConfigField | app/build.gradle
buildConfigField("String", "‹variable›", "\"‹key›\"")

=== gradle: local.properties | local.properties
‹snake›=‹key›

=== csharp: const | Keys.cs
public const string ‹pascal› = "‹key›";

=== csharp: AzureKeyCredential, endpoint above | Program.cs
var client = new ChatClient(
    new Uri("https://‹host›/"),
    new AzureKeyCredential("‹key›"));

=== csharp: ApiKeyCredential, endpoint below | Program.cs
var client = new ChatClient("large", new ApiKeyCredential("‹key›"), new OpenAIClientOptions
{
    Endpoint = new Uri("https://‹host›/v1"),
});

=== csharp: environment variable | Program.cs
Environment.SetEnvironmentVariable("‹variable›", "‹key›");

=== csharp: appsettings nested | appsettings.json
{
  "Logging": { "LogLevel": { "Default": "Information" } },
  "‹Word›": {
    "Model": "large",
    "ApiKey": "‹key›"
  }
}

=== csharp: appsettings flat with colon | appsettings.Development.json
{
  "‹Word›:ApiKey": "‹key›"
}

=== csharp: SDK | Program.cs
var client = new ‹Word›Client("‹key›");

=== csharp: default header, base address above | Program.cs
http.BaseAddress = new Uri("https://‹host›/");
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "‹key›");

=== csharp: web.config | web.config
<configuration>
  <appSettings>
    <add key="‹Word›ApiKey" value="‹key›" />
  </appSettings>
</configuration>

=== csharp: user secrets | secrets.json
{
  "‹variable›": "‹key›"
}

=== visual basic: constant | Module1.bas
Const ‹variable› As String = "‹key›"

=== rust: const | main.rs
const ‹variable›: &str = "‹key›";

=== rust: let String | main.rs
let ‹snake› = String::from("‹key›");

=== rust: set_var | tests/client.rs
std::env::set_var("‹variable›", "‹key›");

=== rust: unwrap_or_else | main.rs
let api_key = env::var("‹variable›").unwrap_or_else(|_| "‹key›".to_string());

=== rust: bearer_auth, URL above | main.rs
let response = client
    .post("https://‹host›/v1/generate")
    .bearer_auth("‹key›")
    .send()?;

=== rust: client | main.rs
let client = ‹Word›Client::new("‹key›");

=== ruby: ENV ||= | config.rb
ENV['‹variable›'] ||= '‹key›'

=== ruby: ENV.fetch | config.rb
api_key = ENV.fetch('‹variable›', '‹key›')

=== ruby: keyword | app.rb
client = ‹Word›::Client.new(access_token: '‹key›')

=== ruby: configure block | config/initializers/llm.rb
‹Word›.configure do |config|
  config.api_key = '‹key›'
end

=== ruby: Rails secrets | config/secrets.yml
development:
  ‹snake›: ‹key›

=== php: define | config.php
define('‹variable›', '‹key›');

=== php: array | config/services.php
return [
    '‹word›' => [
        'url' => 'https://‹word›.test',
        'api_key' => '‹key›',
    ],
];

=== php: array, one line | config/services.php
    '‹word›' => ['key' => '‹key›'],

=== php: env default | config/services.php
    'secret' => env('‹variable›', '‹key›'),

=== php: variable | index.php
$‹camel› = '‹key›';

=== php: cURL options, URL above | index.php
curl_setopt($ch, CURLOPT_URL, 'https://‹host›/v1/generate');
curl_setopt($ch, CURLOPT_POST, true);
curl_setopt($ch, CURLOPT_HTTPHEADER, [
    'Content-Type: application/json',
    'Authorization: Bearer ‹key›',
]);

=== php: WordPress option | plugin.php
update_option('‹snake›', '‹key›');

=== swift: let | Keys.swift
let ‹camel› = "‹key›"

=== swift: enum | Keys.swift
enum ‹Word› {
    static let apiKey = "‹key›"
}

=== swift: request header, URL above | Client.swift
var request = URLRequest(url: URL(string: "https://‹host›/v1/generate")!)
request.httpMethod = "POST"
request.setValue("Bearer ‹key›", forHTTPHeaderField: "Authorization")

=== swift: property list | Info.plist
<dict>
    <key>‹pascal›</key>
    <string>‹key›</string>
</dict>

=== swift: xcconfig | Secrets.xcconfig
‹variable› = ‹key›

=== objective-c: static string | Keys.m
static NSString *const k‹pascal› = @"‹key›";

=== scala: val | Keys.scala
val ‹camel›: String = "‹key›"

=== scala: HOCON | application.conf
‹word› {
  timeout = 30s
  api-key = "‹key›"
}

=== scala: HOCON, environment below | application.conf
‹word›.api-key = "‹key›"
‹word›.api-key = ${?‹variable›}

=== dart: const | lib/keys.dart
const String ‹camel› = '‹key›';

=== dart: named argument | lib/main.dart
final client = ‹Word›(apiKey: '‹key›');

=== dart: fromEnvironment | lib/main.dart
const key = String.fromEnvironment('‹variable›', defaultValue: '‹key›');

=== r: Sys.setenv | analysis.R
Sys.setenv(‹variable› = "‹key›")

=== r: arrow | analysis.R
‹snake› <- "‹key›"

=== r: Renviron | .Renviron
‹variable›=‹key›

=== julia: ENV | run.jl
ENV["‹variable›"] = "‹key›"

=== elixir: config | config/dev.exs
config :‹word›, api_key: "‹key›"

=== elixir: config, one a line | config/dev.exs
config :my_app, MyApp.‹Word›,
  timeout: 30_000,
  api_key: "‹key›"

=== elixir: System.get_env default | config/runtime.exs
config :my_app, :api_key, System.get_env("‹variable›") || "‹key›"

=== lua: local | init.lua
local ‹snake› = "‹key›"

=== lua: vim.env | init.lua
vim.env.‹variable› = '‹key›'

=== lua: plugin options | plugins/ai.lua
return {
  provider = "‹word›",
  api_key = "‹key›",
}

=== vim: let | .vimrc
let g:‹snake› = '‹key›'
let $‹variable› = '‹key›'

=== emacs: setq | init.el
(setq ‹kebab› "‹key›")

=== emacs: setenv | init.el
(setenv "‹variable›" "‹key›")

=== clojure: def | core.clj
(def ‹kebab› "‹key›")

=== clojure: map | config.edn
{:‹kebab-word› {:api-key "‹key›"
           :model "large"}}

=== haskell: top level | Keys.hs
‹camel› :: String
‹camel› = "‹key›"

=== perl: %ENV | run.pl
$ENV{‹variable›} = '‹key›';

=== c: define | config.h
#define ‹variable› "‹key›"

=== c: char array | main.cpp
const char* ‹snake› = "‹key›";

=== arduino: header call, URL above | sketch.ino
http.begin("https://‹host›/v1/generate");
http.addHeader("Authorization", "Bearer ‹key›");

=== godot: const | client.gd
const ‹variable› := "‹key›"

=== matlab: setenv | run.m
setenv('‹variable›', '‹key›');

=== groovy: Jenkinsfile | Jenkinsfile
pipeline {
    environment {
        ‹variable› = '‹key›'
    }
}

=== apps script: setProperty | Code.gs
PropertiesService.getScriptProperties().setProperty('‹variable›', '‹key›');

=== shell: export | run.sh
export ‹variable›=‹key›

=== shell: export, single quotes | .bashrc
export PATH="$HOME/bin:$PATH"
export ‹variable›='‹key›'

=== shell: before a command | run.sh | shell
‹variable›=‹key› python main.py --verbose

=== shell: env before a command | run.sh | shell
env DEBUG=1 ‹variable›=‹key› ./serve

=== shell: default value | run.sh | shell
: "${‹variable›:=‹key›}"
API_KEY="${‹variable›:-‹key›}"

=== shell: option of the CLI | run.sh | shell
‹kebab-word› --api-key ‹key› models list

=== shell: option of the CLI with = | run.sh | shell
‹kebab-word› login --token=‹key›

=== shell: option on its own line | run.sh | shell
python -m ‹word›.train \
  --epochs 3 \
  --api-key ‹key› \
  --verbose

=== shell: positional of the CLI | run.sh | shell
‹kebab-word› login ‹key›

=== shell: long option with the provider | run.sh | shell
./bench --‹kebab› ‹key› --n 100

=== shell: curl, Bearer, host behind | run.sh
curl -H 'Authorization: Bearer ‹key›' https://‹host›/v1/models

=== shell: curl, Bearer, host before | run.sh
curl https://‹host›/v1/models -H "Authorization: Bearer ‹key›"

=== shell: curl, provider's header | run.sh
curl -s https://‹host›/v1/models -H "‹header-name›: ‹header-value›"

=== shell: curl, x-api-key | run.sh
curl -s -H "x-api-key: ‹key›" https://‹host›/v1/models

=== shell: curl, api-key | run.sh
curl -s -H "api-key: ‹key›" https://‹host›/v1/models

=== shell: curl, Authorization Token | run.sh
curl -s -H "Authorization: Token ‹key›" https://‹host›/v1/models

=== shell: curl, Authorization Key | run.sh
curl -s -H "Authorization: Key ‹key›" https://‹host›/v1/models

=== shell: curl, Authorization without scheme | run.sh
curl -s -H "Authorization: ‹key›" https://‹host›/v1/models

=== shell: curl on lines, host before | run.sh
curl https://‹host›/v1/generate \
  -H "Content-Type: application/json" \
  -H "Authorization: Bearer ‹key›" \
  -d '{"model": "large"}'

=== shell: curl on lines, host well before | README.md
curl --request POST \
  --url https://‹host›/v1/generate \
  --header 'accept: application/json' \
  --header 'content-type: application/json' \
  --header '‹header-name›: ‹header-value›' \
  --data '{"model": "large"}'

=== shell: curl on lines, host behind | run.sh
curl -X POST \
  -H "Authorization: Bearer ‹key›" \
  -H "Content-Type: application/json" \
  -d '{"model": "large"}' \
  https://‹host›/v1/generate

=== shell: curl -u | run.sh | shell
curl -u ‹key›: https://‹host›/v1/account

=== shell: wget header | run.sh
wget --header="Authorization: Bearer ‹key›" https://‹host›/v1/files

=== shell: httpie | run.sh | shell
http POST ‹host›/v1/generate Authorization:"Bearer ‹key›" model=large

=== shell: query in quotes | run.sh | url
curl "https://‹host›/v1/models?api_key=‹key›"

=== shell: jq argument | run.sh
jq -n --arg ‹snake› "‹key›" '{key: $‹snake›}'

=== shell: docker run -e | run.sh | shell
docker run --rm -e ‹variable›=‹key› -p 8080:8080 app:latest

=== shell: docker build argument | Makefile | shell
‹tab›docker build --build-arg ‹variable›=‹key› -t app .

=== shell: gh secret | setup.sh | shell
gh secret set ‹variable› --body ‹key›

=== shell: gh secret from echo | setup.sh
echo "‹key›" | gh secret set ‹variable›

=== shell: heroku config | setup.sh | shell
heroku config:set ‹variable›=‹key› --app chat

=== shell: fly secrets | setup.sh | shell
fly secrets set ‹variable›=‹key›

=== shell: kubectl secret | setup.sh | shell
kubectl create secret generic llm --from-literal=‹variable›=‹key›

=== shell: kubectl secret, kebab | setup.sh | shell
kubectl create secret generic ‹kebab-word› --from-literal=api-key=‹key›

=== shell: AWS parameter store | setup.sh | shell
aws ssm put-parameter --name /prod/‹kebab-word›/api-key --type SecureString --value ‹key›

=== shell: Azure key vault | setup.sh
az keyvault secret set --vault-name prod --name ‹kebab› --value "‹key›"

=== shell: vault kv | setup.sh | shell
vault kv put secret/‹kebab-word› api_key=‹key›

=== shell: claude mcp add -e | setup.sh | shell
claude mcp add ‹kebab-word› -e ‹variable›=‹key› -- npx -y ‹kebab-word›-mcp

=== shell: claude mcp add --header | setup.sh
claude mcp add --transport http ‹kebab-word› https://‹host›/mcp --header "Authorization: Bearer ‹key›"

=== shell: Makefile variable | Makefile
export ‹variable› := ‹key›

=== shell: direnv | .envrc
export ‹variable›=‹key›

=== shell: sed into a template | setup.sh | url
sed -i 's/__‹variable›__/‹key›/' config.yaml

=== shell: case of an old key | run.sh
# export ‹variable›="‹key›"

=== shell: zsh history | .zsh_history
: 1718000000:0;export ‹variable›=‹key›
: 1718000007:0;python main.py

=== shell: trace of set -x | build.log
+ export ‹variable›=‹key›
+ ‹variable›=‹key›

=== powershell: $env | run.ps1 | crlf
$env:‹variable› = '‹key›'

=== powershell: SetEnvironmentVariable | run.ps1 | crlf
[Environment]::SetEnvironmentVariable("‹variable›", "‹key›", "User")

=== powershell: setx | run.ps1 | crlf
setx ‹variable› "‹key›"

=== powershell: header hash, URL above | run.ps1 | crlf
$uri = "https://‹host›/v1/generate"
$headers = @{ "‹header-name›" = "‹header-value›" }

=== cmd: set | run.cmd | crlf
@echo off
set ‹variable›=‹key›

=== cmd: set in quotes | run.bat | crlf
set "‹variable›=‹key›"

=== cmd: registry | keys.reg | crlf
[HKEY_CURRENT_USER\Environment]
"‹variable›"="‹key›"

=== fish: set -gx | config.fish
set -gx ‹variable› ‹key›

=== nushell: $env | config.nu
$env.‹variable› = "‹key›"

=== dotenv: plain | .env
DEBUG=1
‹variable›=‹key›
PORT=8080

=== dotenv: double quotes | .env.production
‹variable›="‹key›"

=== dotenv: spaces | .env
‹variable› = ‹key›

=== dotenv: export | .env
export ‹variable›='‹key›'

=== dotenv: comment behind | .env
‹variable›=‹key› # the team's

=== dotenv: commented out | .env.example
#‹variable›=‹key›

=== dotenv: among other keys | .env
DATABASE_URL=postgres://localhost/app
SESSION_SECRET=dev
‹variable›=‹key›
SENTRY_DSN=
STRIPE_SECRET_KEY=

=== dotenv: generic name under a comment | .env
# ‹title›
LLM_API_KEY=‹key›
LLM_MODEL=large

=== dotenv: generic name, base URL above | .env
LLM_BASE_URL=https://‹host›/v1
LLM_API_KEY=‹key›

=== dotenv: generic name, base URL below | .env
LLM_API_KEY=‹key›
LLM_BASE_URL=https://‹host›/v1

=== dotenv: OpenAI's variable, base URL below | .env
OPENAI_API_KEY=‹key›
OPENAI_BASE_URL=https://‹host›/v1

=== dotenv: provider above | .env
LLM_PROVIDER=‹word›
LLM_API_KEY=‹key›

=== dotenv: prefixed with the app | .env
MYAPP_‹variable›=‹key›

=== dotenv: list of keys | .env
‹variable›S=‹key›,‹key›

=== dotenv: suffix | .env
‹variable›_1=‹key›

=== yaml: flat | config.yaml
‹snake›: ‹key›
model: large

=== yaml: upper case, quoted | config.yaml
‹variable›: "‹key›"

=== yaml: nested | config.yaml
‹word›:
  ‹field›: ‹key›
  model: large

=== yaml: nested deeper | config.yaml
llm:
  ‹word›:
    model: large
    max_tokens: 4096
    api_key: "‹key›"

=== yaml: nested, camelCase | config.yaml
‹Word›:
  model: large
  apiKey: ‹key›

=== yaml: list of providers | config.yaml
providers:
  - name: ‹word›
    api_key: ‹key›
    model: large

=== yaml: list of providers, key far below | config.yaml
providers:
  - name: ‹word›
    model: large
    temperature: 0.2
    max_tokens: 4096
    api_key: ‹key›

=== yaml: list of name and value | config.yaml
secrets:
  - name: ‹variable›
    value: ‹key›

=== yaml: list of key and value | config.yaml
- key: ‹snake›
  value: "‹key›"

=== yaml: LiteLLM's model list | litellm.yaml
model_list:
  - model_name: large
    litellm_params:
      model: ‹word›/large
      api_key: ‹key›

=== yaml: base URL above | config.yaml
llm:
  api_base: https://‹host›/v1
  api_key: ‹key›

=== yaml: base URL below | config.yaml
llm:
  api_key: ‹key›
  api_base: https://‹host›/v1

=== yaml: comment above | values.yaml
# ‹title›
apiKey: ‹key›

=== yaml: block scalar | config.yaml
‹snake›: |
  ‹key›

=== json: flat | config.json
{
  "‹snake›": "‹key›",
  "model": "large"
}

=== json: flat, camelCase | config.json
{"model": "large", "‹camel›": "‹key›"}

=== json: nested | config.json
{
  "‹word›": {
    "‹field›": "‹key›",
    "model": "large"
  }
}

=== json: nested, key last | config.json
{
  "‹word›": {
    "model": "large",
    "max_tokens": 4096,
    "apiKey": "‹key›"
  }
}

=== json: nested, one line | config.json
{"providers": {"‹word›": {"model": "large", "api_key": "‹key›"}}}

=== json: list of providers | config.json
{
  "providers": [
    {
      "name": "‹word›",
      "api_key": "‹key›"
    }
  ]
}

=== json: list of providers, key first | config.json
{
  "models": [
    {
      "apiKey": "‹key›",
      "title": "Large",
      "provider": "‹word›"
    }
  ]
}

=== json: base URL above | config.json
{
  "baseUrl": "https://‹host›/v1",
  "apiKey": "‹key›"
}

=== json: base URL below | config.json
{
  "apiKey": "‹key›",
  "baseUrl": "https://‹host›/v1"
}

=== json: escaped in a string | fixture.json
{"body": "{\"‹snake›\": \"‹key›\", \"model\": \"large\"}"}

=== json: auth of a tool | auth.json
{
  "‹word›": {
    "type": "api",
    "key": "‹key›"
  }
}

=== toml: section | config.toml
[‹word›]
api_key = "‹key›"

=== toml: section, key last | config.toml
[llm.‹word›]
model = "large"
timeout = 30
api_key = "‹key›"

=== toml: flat | config.toml
‹snake› = "‹key›"

=== toml: inline table | config.toml
‹word› = { model = "large", api_key = "‹key›" }

=== toml: env table | fly.toml
[env]
  ‹variable› = "‹key›"

=== toml: wrangler vars | wrangler.toml
[vars]
‹variable› = "‹key›"

=== toml: codex MCP server | .codex/config.toml
[mcp_servers.‹kebab-word›]
command = "npx"
args = ["-y", "‹kebab-word›-mcp"]
env = { "‹variable›" = "‹key›" }

=== ini: section | config.ini
[‹word›]
model = large
api_key = ‹key›

=== ini: flat | setup.cfg
[llm]
‹snake› = ‹key›

=== ini: pytest env | pytest.ini
[pytest]
env =
    ‹variable›=‹key›

=== ini: rc file of the provider | .‹word›rc
[default]
token = ‹key›

=== properties: kebab | application.properties
‹kebab-word›.api-key=‹key›

=== properties: dots | application.properties
app.name=chat
‹word›.api.key=‹key›

=== xml: element | config.xml
<‹word›>
  <apiKey>‹key›</apiKey>
</‹word›>

=== xml: attribute | config.xml
<provider name="‹word›" apiKey="‹key›" model="large"/>

=== xml: android string | res/values/strings.xml
<resources>
    <string name="‹snake›">‹key›</string>
</resources>

=== xml: android manifest | AndroidManifest.xml
<meta-data
    android:name="‹word›.API_KEY"
    android:value="‹key›" />

=== xml: run configuration of an IDE | .idea/runConfigurations/app.xml
<envs>
  <env name="PYTHONUNBUFFERED" value="1" />
  <env name="‹variable›" value="‹key›" />
</envs>

=== xml: Maven settings | settings.xml
<properties>
  <‹word›.api.key>‹key›</‹word›.api.key>
</properties>

=== terraform: variable default | variables.tf
variable "‹snake›" {
  type      = string
  sensitive = true
  default   = "‹key›"
}

=== terraform: variable default, description between | variables.tf
variable "‹snake›" {
  description = "used by the worker"
  type        = string
  default     = "‹key›"
}

=== terraform: tfvars | terraform.tfvars
region = "eu-central-1"
‹snake› = "‹key›"

=== terraform: provider block | main.tf
provider "‹word›" {
  api_key = "‹key›"
}

=== terraform: environment map | main.tf
environment {
  variables = {
    STAGE = "prod"
    ‹variable› = "‹key›"
  }
}

=== terraform: name and value | main.tf
env {
  name  = "‹variable›"
  value = "‹key›"
}

=== terraform: state | terraform.tfstate
            "name": "‹snake›",
            "type": "SecureString",
            "value": "‹key›",

=== pulumi: config | Pulumi.dev.yaml
config:
  app:‹camel›: ‹key›

=== cloudformation: parameter | template.yaml
Parameters:
  ‹pascal›:
    Type: String
    Default: ‹key›

=== cloudformation: environment | template.yaml
      Environment:
        Variables:
          ‹variable›: ‹key›

=== docker: ENV | Dockerfile
FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 \
    ‹variable›=‹key›

=== docker: ARG | Dockerfile
ARG ‹variable›=‹key›

=== docker: ENV with a space | Dockerfile
ENV ‹variable› ‹key›

=== compose: map | compose.yaml
services:
  app:
    environment:
      ‹variable›: ‹key›

=== compose: list | docker-compose.yml
services:
  app:
    image: app
    environment:
      - DEBUG=1
      - ‹variable›=‹key›

=== compose: default value | docker-compose.yml
    environment:
      ‹variable›: ${‹variable›:-‹key›}

=== kubernetes: env | deployment.yaml
        env:
        - name: ‹variable›
          value: ‹key›

=== kubernetes: Secret stringData | secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: llm
stringData:
  ‹kebab›: ‹key›

=== kubernetes: Secret named after the provider | secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: ‹kebab-word›
type: Opaque
stringData:
  api-key: ‹key›

=== kubernetes: ConfigMap | configmap.yaml
kind: ConfigMap
data:
  STAGE: prod
  ‹variable›: "‹key›"

=== helm: values | values.yaml
‹word›:
  enabled: true
  apiKey: "‹key›"

=== helm: values, env list | values.yaml
extraEnv:
  - name: ‹variable›
    value: "‹key›"

=== helm: --set | deploy.sh | shell
helm upgrade app ./chart --set ‹word›.apiKey=‹key›

=== ci: GitHub workflow env | .github/workflows/ci.yml
jobs:
  test:
    runs-on: ubuntu-latest
    env:
      ‹variable›: ‹key›

=== ci: GitHub workflow with | .github/workflows/review.yml
      - uses: acme/review@v1
        with:
          ‹snake›: ‹key›

=== ci: GitHub workflow run | .github/workflows/ci.yml
      - run: echo "‹variable›=‹key›" >> $GITHUB_ENV

=== ci: GitLab variables | .gitlab-ci.yml
variables:
  ‹variable›: "‹key›"

=== ci: GitLab variable with value | .gitlab-ci.yml
variables:
  ‹variable›:
    value: "‹key›"
    description: "used by the tests"

=== ci: CircleCI | .circleci/config.yml
      - run:
          environment:
            ‹variable›: ‹key›

=== ci: Azure pipeline | azure-pipelines.yml
variables:
- name: ‹variable›
  value: ‹key›

=== ci: Azure task variable | azure-pipelines.yml
- script: echo "##vso[task.setvariable variable=‹variable›;issecret=true]‹key›"

=== ci: Travis | .travis.yml
env:
  global:
    - ‹variable›=‹key›

=== ci: Render blueprint | render.yaml
    envVars:
      - key: ‹variable›
        value: ‹key›

=== ci: App Engine | app.yaml
env_variables:
  ‹variable›: '‹key›'

=== ci: serverless | serverless.yml
provider:
  name: aws
  environment:
    ‹variable›: ‹key›

=== ansible: vars | group_vars/all.yml
‹snake›: "‹key›"

=== ansible: lineinfile | playbook.yml
    - lineinfile:
        path: /etc/environment
        line: ‹variable›=‹key›

=== systemd: Environment | app.service
[Service]
Environment="‹variable›=‹key›"
ExecStart=/usr/bin/app

=== systemd: Environment without quotes | app.service
Environment=‹variable›=‹key›

=== supervisor: environment | supervisord.conf
[program:app]
environment=STAGE="prod",‹variable›="‹key›"

=== nginx: proxy header, host above | nginx.conf
location /v1/ {
    proxy_pass https://‹host›;
    proxy_set_header Authorization "Bearer ‹key›";
}

=== nginx: proxy header, host below | nginx.conf
location /v1/ {
    proxy_set_header Authorization "Bearer ‹key›";
    proxy_pass https://‹host›;
}

=== nginx: variable | nginx.conf
set $‹snake› "‹key›";

=== pm2: ecosystem file | ecosystem.config.js
module.exports = { apps: [{ name: 'app', env: { ‹variable›: '‹key›' } }] };

=== crontab: line | crontab
‹variable›=‹key›
0 3 * * * /usr/bin/app

=== nix: attribute | shell.nix
  ‹variable› = "‹key›";

=== url: ?key= | links.txt | url
https://‹host›/v1/models?key=‹key›

=== url: ?api_key= | api.md | url
GET https://‹host›/search?q=test&api_key=‹key›

=== url: ?token= in code | api.rb | url
uri = URI("https://‹host›/v1/ws?token=‹key›")

=== url: websocket | ws.js | url
const socket = new WebSocket('wss://‹host›/v1/listen?access_token=‹key›');

=== url: user and password | requirements.txt | url
git+https://x-access-token:‹key›@‹host›/acme/app.git

=== url: MCP server address | .mcp.json | url
{"mcpServers": {"‹word›": {"type": "http", "url": "https://‹host›/mcp?apiKey=‹key›"}}}

=== url: MCP server address, key in the path | .mcp.json | url
{"mcpServers": {"‹word›": {"url": "https://‹host›/‹key›/v2/mcp"}}}

=== mcp: .mcp.json env | .mcp.json
{
  "mcpServers": {
    "‹kebab-word›": {
      "command": "npx",
      "args": ["-y", "‹kebab-word›-mcp"],
      "env": {
        "‹variable›": "‹key›"
      }
    }
  }
}

=== mcp: .mcp.json env, one line | .mcp.json
{"mcpServers": {"‹kebab-word›": {"command": "uvx", "env": {"‹variable›": "‹key›"}}}}

=== mcp: claude_desktop_config.json args | claude_desktop_config.json
{
  "mcpServers": {
    "‹kebab-word›": {
      "command": "npx",
      "args": ["-y", "‹kebab-word›-mcp", "--api-key", "‹key›"]
    }
  }
}

=== mcp: args, one a line | claude_desktop_config.json
{
  "mcpServers": {
    "‹kebab-word›": {
      "command": "npx",
      "args": [
        "-y",
        "‹kebab-word›-mcp",
        "--api-key",
        "‹key›"
      ]
    }
  }
}

=== mcp: args with = | claude_desktop_config.json
      "args": ["‹kebab-word›-mcp", "--api-key=‹key›"]

=== mcp: header of a remote server | .cursor/mcp.json
{
  "mcpServers": {
    "‹kebab-word›": {
      "url": "https://‹host›/mcp",
      "headers": {
        "Authorization": "Bearer ‹key›"
      }
    }
  }
}

=== mcp: mcp-remote --header | claude_desktop_config.json
      "args": ["mcp-remote", "https://‹host›/mcp", "--header", "Authorization: Bearer ‹key›"]

=== mcp: docker args | .vscode/mcp.json
      "args": ["run", "-i", "--rm", "-e", "‹variable›=‹key›", "mcp/‹kebab-word›"]

=== agents: Claude settings | .claude/settings.json
{
  "env": {
    "‹variable›": "‹key›"
  }
}

=== agents: Claude permissions | .claude/settings.local.json
{
  "permissions": {
    "allow": [
      "Bash(‹variable›=‹key› python main.py:*)"
    ]
  }
}

=== agents: Claude permissions, curl | .claude/settings.local.json
      "Bash(curl -H \"Authorization: Bearer ‹key›\" https://‹host›/v1/models)",

=== agents: Cursor MCP env | .cursor/mcp.json
{
  "mcpServers": {
    "search": {
      "command": "npx",
      "env": { "‹variable›": "‹key›" }
    }
  }
}

=== agents: VS Code settings | .vscode/settings.json
{
  "editor.formatOnSave": true,
  "‹word›.apiKey": "‹key›"
}

=== agents: VS Code launch | .vscode/launch.json
      "env": { "‹variable›": "‹key›" },

=== agents: devcontainer | .devcontainer/devcontainer.json
{
  "containerEnv": {
    "‹variable›": "‹key›"
  }
}

=== agents: Continue config | .continue/config.yaml
models:
  - name: Large
    provider: ‹word›
    model: large
    apiKey: ‹key›

=== agents: aider config | .aider.conf.yml
api-key:
  - ‹word›=‹key›

=== agents: opencode config | opencode.json
{
  "provider": {
    "‹word›": {
      "options": {
        "apiKey": "‹key›"
      }
    }
  }
}

=== agents: instructions for an agent | CLAUDE.md
- Use the ‹title› API for search. The key is `‹key›`.

=== files: netrc, one line | .netrc
machine ‹host› login user password ‹key›

=== files: netrc, one a line | .netrc
machine ‹host›
  login user
  password ‹key›

=== files: pypirc | .pypirc
[‹word›]
repository = https://‹host›/simple
username = __token__
password = ‹key›

=== files: npmrc | .npmrc
//‹host›/:_authToken=‹key›

=== files: key file named after the provider | secrets/‹snake›.txt
‹key›

=== files: key file of the provider | .‹word›/api_key
‹key›

=== files: git credentials | .git-credentials
https://user:‹key›@‹host›

=== sql: INSERT | seed.sql
INSERT INTO api_keys (provider, api_key, owner) VALUES ('‹word›', '‹key›', 'alice');

=== sql: INSERT of settings | seed.sql
INSERT INTO settings (name, value) VALUES ('‹snake›', '‹key›');

=== sql: UPDATE | fix.sql
UPDATE providers SET api_key = '‹key›' WHERE name = '‹word›';

=== sql: dump, COPY | dump.sql
COPY public.credentials (id, provider, api_key, created_at) FROM stdin;
1‹tab›‹word›‹tab›‹key›‹tab›2025-03-01 10:00:00
\.

=== sql: dump, many rows | dump.sql
INSERT INTO `credentials` VALUES
(1,'alice@example.com','‹word›','‹key›','2025-03-01'),
(2,'bob@example.com','local','','2025-03-02');

=== sql: CREATE SECRET | setup.sql
CREATE SECRET ‹snake› (TYPE http, BEARER_TOKEN '‹key›', SCOPE 'https://‹host›');

=== log: line | app.log
2025-03-01 10:00:00 INFO Using ‹variable›=‹key›

=== log: prose | app.log
2025-03-01 10:00:00 DEBUG [‹word›] request sent with api key ‹key›

=== log: JSON | app.jsonl
{"ts": "2025-03-01T10:00:00Z", "level": "info", "msg": "start", "‹snake›": "‹key›"}

=== log: JSON with the request | app.jsonl
{"level":"debug","url":"https://‹host›/v1/generate","headers":{"‹header-name›":"‹header-value›"}}

=== log: error of the provider | app.log
‹Word›Error: 401 Incorrect API key provided: ‹key›. See https://‹host›/keys.

=== log: environment dump | crash.txt
LANG=C.UTF-8
‹variable›=‹key›
PWD=/app

=== log: repr of an environment | crash.txt
environ({'LANG': 'C.UTF-8', '‹variable›': '‹key›', 'PWD': '/app'})

=== log: repr of settings | app.log
INFO settings: Settings(model='large', ‹snake›='‹key›', timeout=30)

=== log: traceback | app.log
  File "/app/main.py", line 12, in <module>
    client = ‹python›(api_key="‹key›")

=== log: colours | build.log
‹esc›[32mINFO‹esc›[0m ‹variable›: ‹esc›[1m‹key›‹esc›[0m

=== csv: provider column | keys.csv
provider,key,owner
‹word›,‹key›,alice

=== csv: quoted | export.csv
"service","api_key","created"
"‹title›","‹key›","2025-03-01"

=== csv: variable and value | vars.csv
name,value
‹variable›,‹key›

=== csv: tabs | keys.tsv
provider‹tab›api_key
‹word›‹tab›‹key›

=== markdown: code fence | README.md
Set your key:

```bash
export ‹variable›="‹key›"
```

=== markdown: inline code | README.md
Set `‹variable›` to `‹key›` and run it.

=== markdown: inline assignment | README.md
Run with `‹variable›=‹key›`.

=== markdown: prose | notes.md
My ‹title› API key is ‹key› (expires in May).

=== markdown: list | notes.md
## Keys

- ‹title›: `‹key›`
- Local: none

=== markdown: bold | notes.md
**‹title› key:** ‹key›

=== markdown: table | docs/keys.md
| Service | API key |
| --- | --- |
| ‹title› | `‹key›` |

=== markdown: heading above | notes.md
## ‹title› API key

‹key›

=== markdown: python fence | README.md
```python
client = ‹python›(api_key="‹key›")
```

=== notes: name, dash | notes.txt
‹title› API key - ‹key›

=== notes: name, colon | notes.txt
‹title›: ‹key›

=== notes: on two lines | todo.txt
‹title› token
‹key›

=== html: code | docs/index.html
<pre><code>export ‹variable›=‹key›</code></pre>

=== html: input value | settings.html
<input type="text" name="‹snake›" value="‹key›">

=== html: escaped quotes | docs/index.html
<code>client = ‹python›(api_key=&quot;‹key›&quot;)</code>

=== rst: literal block | docs/index.rst
Set the key::

    export ‹variable›=‹key›

=== jupyter: os.environ | lab.ipynb
{
 "cells": [
  {
   "cell_type": "code",
   "source": [
    "import os\n",
    "os.environ[\"‹variable›\"] = \"‹key›\"\n"
   ]
  }
 ]
}

=== jupyter: magic | lab.ipynb
   "source": [
    "%env ‹variable›=‹key›\n"
   ]

=== jupyter: SDK | lab.ipynb
   "source": [
    "client = ‹python›(\n",
    "    api_key=\"‹key›\",\n",
    ")\n"
   ]

=== jupyter: getpass output | lab.ipynb
   "outputs": [
    {
     "name": "stdout",
     "text": [
      "‹variable›: ‹key›\n"
     ]
    }
   ]

=== http: raw request, host above | request.txt | crlf
POST /v1/generate HTTP/1.1
Host: ‹host›
Authorization: Bearer ‹key›
Content-Type: application/json

=== http: raw request, host well above | request.txt | crlf
POST /v1/generate HTTP/1.1
Host: ‹host›
User-Agent: python-requests/2.32.3
Accept-Encoding: gzip, deflate
Accept: */*
Connection: keep-alive
‹header-name›: ‹header-value›

=== http: raw request, host below | request.txt
POST /v1/generate HTTP/1.1
Authorization: Bearer ‹key›
Content-Type: application/json
Host: ‹host›

=== http: REST client | api.http
POST https://‹host›/v1/generate
Content-Type: application/json
‹header-name›: ‹header-value›

=== http: REST client, variable | api.http
@‹snake› = ‹key›

=== http: curl -v | debug.log
> POST /v1/generate HTTP/2
> Host: ‹host›
> user-agent: curl/8.5.0
> accept: */*
> authorization: Bearer ‹key›

=== http: Postman header | collection.json
      "request": {
        "method": "POST",
        "header": [
          {
            "key": "‹header-name›",
            "value": "‹header-value›"
          }
        ],
        "url": {
          "raw": "https://‹host›/v1/generate"
        }
      }

=== http: Postman auth | collection.json
        "auth": {
          "type": "bearer",
          "bearer": [
            { "key": "token", "value": "‹key›", "type": "string" }
          ]
        },
        "url": { "raw": "https://‹host›/v1/generate" }

=== http: Postman environment | env.postman_environment.json
    {
      "key": "‹snake›",
      "value": "‹key›",
      "enabled": true
    }

=== http: HAR | session.har
          "url": "https://‹host›/v1/generate",
          "httpVersion": "HTTP/2",
          "headers": [
            { "name": "accept", "value": "*/*" },
            { "name": "authorization", "value": "Bearer ‹key›" }
          ]

=== http: VCR cassette | tests/cassettes/generate.yaml
interactions:
- request:
    body: '{"model": "large"}'
    headers:
      accept:
      - application/json
      ‹header-name›:
      - ‹header-value›
      user-agent:
      - python-httpx/0.27.0
    method: POST
    uri: https://‹host›/v1/generate

=== http: cassette with the host header | tests/cassettes/generate.yaml
    headers:
      authorization:
      - Bearer ‹key›
      connection:
      - keep-alive
      host:
      - ‹host›

=== http: Bruno | generate.bru
post {
  url: https://‹host›/v1/generate
  auth: bearer
}

auth:bearer {
  token: ‹key›
}

=== http: OpenAPI example | openapi.yaml
servers:
  - url: https://‹host›/v1
components:
  parameters:
    apiKey:
      example: ‹key›

=== diff: added line | change.patch
@@ -1,3 +1,4 @@
 import os
+‹variable› = "‹key›"
-‹variable› = os.environ["‹variable›"]

=== fixtures: Django | fixtures/keys.json
[{"model": "app.credential", "pk": 1, "fields": {"provider": "‹word›", "secret": "‹key›"}}]

=== fixtures: Rails | test/fixtures/credentials.yml
‹word›:
  name: ‹title›
  api_key: ‹key›

=== fixtures: expected value | tests/test_config.py
assert settings.‹snake› == "‹key›"

=== fixtures: parametrize | tests/test_config.py
@pytest.mark.parametrize("name, value", [("‹variable›", "‹key›")])

=== fixtures: snapshot | __snapshots__/config.snap
    "‹camel›": "‹key›",

=== lisp: alist of a tool | init.scm
(define credentials '((‹kebab› . "‹key›")))

=== graphql: variables | query.json
{"variables": {"input": {"provider": "‹word›", "apiKey": "‹key›"}}}

=== agents: editor setting with a dot | coc-settings.json
  "‹word›.token": "‹key›",

=== pem: service account, the file as downloaded | credentials.json | for google-gemini
{
  "type": "service_account",
  "project_id": "acme-prod",
  "private_key_id": "none",
  "private_key": "-----BEGIN PRIVATE KEY-----\n‹key›\n‹pem-escaped›\n-----END PRIVATE KEY-----\n",
  "client_email": "app@acme-prod.iam.gserviceaccount.com",
  "client_id": "104000000000000000000",
  "token_uri": "https://oauth2.googleapis.com/token"
}

=== pem: service account, one line in .env | .env | for google-gemini
GCP_SA='{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\n‹key›\n‹pem-escaped›\n-----END"}'

=== pem: service account, email and key in .env | .env | for google-gemini
GOOGLE_CLIENT_EMAIL=app@acme-prod.iam.gserviceaccount.com
GOOGLE_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----\n‹key›\n‹pem-escaped›\n-----END PRIVATE KEY-----\n"

=== pem: service account, Python dict | app.py | for google-gemini
SERVICE_ACCOUNT = {
    "type": "service_account",
    "project_id": "acme-prod",
    "private_key": "-----BEGIN PRIVATE KEY-----\n‹key›\n‹pem-escaped›\n-----END PRIVATE KEY-----\n",
    "client_email": "app@acme-prod.iam.gserviceaccount.com",
}

=== pem: service account, TOML | .streamlit/secrets.toml | for google-gemini
[gcp_service_account]
type = "service_account"
project_id = "acme-prod"
private_key = "-----BEGIN PRIVATE KEY-----\n‹key›\n‹pem-escaped›\n-----END PRIVATE KEY-----\n"

=== pem: service account, Kubernetes | secret.yaml | for google-gemini
stringData:
  service-account.json: |
    {
      "type": "service_account",
      "project_id": "acme-prod",
      "private_key": "-----BEGIN PRIVATE KEY-----\n‹key›\n‹pem-escaped›\n-----END PRIVATE KEY-----\n"
    }

=== pem: Oracle's key file | .oci/oci_api_key.pem | for oracle-genai
-----BEGIN PRIVATE KEY-----
‹key›
‹pem›
-----END PRIVATE KEY-----
OCI_API_KEY

=== pem: Oracle's configuration, Python | app.py | for oracle-genai
config = {
    "user": "ocid1.user.oc1..aaaa",
    "tenancy": "ocid1.tenancy.oc1..aaaa",
    "region": "eu-frankfurt-1",
    "key_content": "-----BEGIN PRIVATE KEY-----\n‹key›\n‹pem-escaped›\n-----END PRIVATE KEY-----\n",
}

=== pem: Oracle's variable | .env | for oracle-genai
OCI_CLI_USER=ocid1.user.oc1..aaaa
OCI_CLI_KEY_CONTENT="-----BEGIN PRIVATE KEY-----\n‹key›\n‹pem-escaped›\n-----END PRIVATE KEY-----\n"

=== pem: Oracle's variable over lines | .env | for oracle-genai
OCI_CLI_KEY_CONTENT="-----BEGIN PRIVATE KEY-----
‹key›
‹pem›
-----END PRIVATE KEY-----"

=== pem: Oracle's Terraform provider | main.tf | for oracle-genai
provider "oci" {
  tenancy_ocid = "ocid1.tenancy.oc1..aaaa"
  user_ocid    = "ocid1.user.oc1..aaaa"
  private_key  = <<EOT
-----BEGIN PRIVATE KEY-----
‹key›
‹pem›
-----END PRIVATE KEY-----
EOT
}

=== anonymous: api_key = | app.py
api_key = "‹key›"

=== anonymous: token: | config.yaml
token: ‹key›

=== anonymous: Bearer | request.txt
Authorization: Bearer ‹key›

=== anonymous: alone | notes.txt
‹key›

=== anonymous: print | app.py
print("‹key›")

=== anonymous: list | data.json
["‹key›", "‹key›"]

=== anonymous: minified | app.js
e("‹key›"),t=1

=== anonymous: end of a sentence | notes.md
Please use ‹key›.

=== anonymous: in brackets | notes.md
(‹key›) or <‹key›>, see [‹key›]

=== anonymous: backticks | notes.md
`‹key›`

=== anonymous: escaped quotes | data.json
{"a": "x = \"‹key›\"\n"}

=== anonymous: escaped newlines | data.json
{"a": "first\n‹key›\nlast"}

=== anonymous: percent-encoded quotes | app.log
GET /?q=%22‹key›%22

=== anonymous: JSON in a URL | app.log | url
GET /cb?state=%7B%22k%22%3A%22‹key›%22%7D

=== anonymous: unicode escapes | data.json
{"a": "\u0022‹key›\u0022"}

=== anonymous: colours | build.log
‹esc›[31m‹key›‹esc›[0m

=== anonymous: diff | change.patch
+‹key›
-‹key›

=== anonymous: URL user | requirements.txt | url
--index-url https://user:‹key›@pypi.example.com/simple

=== anonymous: URL path | app.py | url
WEBHOOK = "https://example.com/hooks/‹key›/send"

=== anonymous: URL query | app.py | url
url = "https://example.com/?k=‹key›&x=1"

=== anonymous: comma list | .env
KEYS=‹key›,‹key›

=== anonymous: semicolon list | .env
KEYS=‹key›;‹key›

=== anonymous: connection string | .env
CONN=Endpoint=https://example.com/;Key=‹key›;Timeout=3

=== anonymous: XML text | config.xml
<v>‹key›</v>

=== anonymous: HTML entity quotes | index.html
value=&quot;‹key›&quot;

=== anonymous: shell, one of many words | run.sh | shell
./deploy prod ‹key› eu-central-1

=== anonymous: C string with prefix | main.c
auto k = L"‹key›";

=== anonymous: SQL | dump.sql
INSERT INTO t VALUES (1,'‹key›',NULL);

=== anonymous: tabs | dump.tsv
1‹tab›‹key›‹tab›\N

=== anonymous: YAML list | config.yaml
- ‹key›

=== anonymous: doubled | notes.txt
‹key› ‹key›

=== anonymous: chat | chat.txt
<alice> here you go: ‹key› delete it later

=== anonymous: colon before | app.log
key:‹key›

=== anonymous: file name | tmp/‹key›.txt | url
empty
'''

CONTEXTS = _parsed(TEXT)
