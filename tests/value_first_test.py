"""A value whose name comes behind it, ``{"value": "…", "name": "MISTRAL_API_KEY"}``, and what only looks like one."""

from __future__ import annotations

import pytest

from keyguard.catalogue import one
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

# kinds without a literal, and the variable of each
KINDS = {
    'azure-openai': ('azure-openai-legacy-key', 'AZURE_OPENAI_API_KEY'),
    'mistral': ('mistral-api-key', 'MISTRAL_API_KEY'),
    'deepgram': ('deepgram-api-key', 'DEEPGRAM_API_KEY'),
}
FORMS = {
    'yaml': 'env:\n- value: KEY\n  name: NAME\n',
    'yaml-in-quotes': 'env:\n  - value: "KEY"\n    name: "NAME"\n  - value: prod\n    name: STAGE\n',
    'yaml-with-a-line-between': 'env:\n- value: KEY\n  sensitive: true\n  variable: NAME\n',
    'json': '[{"value": "KEY", "name": "NAME"}]\n',
    'json-on-lines': '[\n {\n  "value": "KEY",\n  "name": "NAME"\n },\n {\n  "value": "prod"\n }\n]\n',
    'json-with-a-type-between': '[{"value":"KEY","type":"text","key":"NAME"}]\n',
    'json-in-json': '{"body": "[{\\"value\\": \\"KEY\\", \\"name\\": \\"NAME\\"}]"}\n',
    'xml': '<appSettings>\n  <add value="KEY" key="NAME"/>\n</appSettings>\n',
}
HEADERS = {
    'har': '{"url": "https://WORD.example/v1", "headers": [{"value": "KEY", "name": "api-key"}]}\n',
    'postman': '{\n "url": "https://WORD.example/v1",\n "header": [\n  {\n   "value": "KEY",\n   "key": "api-key"\n  }\n ]\n}\n',
}
NONE = {
    'name-of-something-else': 'env:\n- value: KEY\n  name: AZURE_OPENAI_DEPLOYMENT\n',
    'name-of-a-digest': 'env:\n- value: KEY\n  name: AZURE_OPENAI_API_KEY_HASH\n',
    'name-of-another-key': '[\n {"value": "KEY", "name": "PAYMENT_API_KEY"},\n {"value": "x", "name": "AZURE_OPENAI_URL"}\n]\n',
    'name-in-the-next-item': 'env:\n- value: KEY\n- value: x\n  name: AZURE_OPENAI_API_KEY\n',
    'name-in-the-next-object': '[\n {"value": "KEY"},\n {"name": "AZURE_OPENAI_API_KEY"}\n]\n',
    'checksum': '<sha256 value="KEY"/>\n<add key="AZURE_OPENAI_API_KEY"/>\n',
    'no-value': '[{"revision": "KEY", "name": "AZURE_OPENAI_API_KEY"}]\n',
}


def _kind(id: str) -> tuple[str, str, str]:
    detector, variable = KINDS[id]
    kind = next(each for each in one(id).detectors if each.id == detector)
    return sample(kind, 1).decode(), detector, variable


def _found(text: str) -> list[tuple[str, str]]:
    return [
        (each.detector.id, each.secret.reveal().decode())
        for each in run([Blob(b'a.txt', text.encode())], Settings()).blocked
    ]


@pytest.mark.parametrize('id', KINDS)
@pytest.mark.parametrize('form', FORMS)
def test_name_behind_a_value_tells_whose_it_is(form: str, id: str) -> None:
    key, detector, variable = _kind(id)
    text = FORMS[form].replace('KEY', key).replace('NAME', variable)
    assert _found(text) == [(detector, key)]
    assert doubtful(text.encode(), b'a.txt', BOOK)


@pytest.mark.parametrize('id', KINDS)
@pytest.mark.parametrize('form', HEADERS)
def test_header_behind_a_value_is_its_name(form: str, id: str) -> None:
    key, detector, _ = _kind(id)
    text = HEADERS[form].replace('WORD', id).replace('KEY', key)
    assert _found(text) == [(detector, key)]
    assert doubtful(text.encode(), b'a.txt', BOOK)


@pytest.mark.parametrize('form', NONE)
def test_what_stands_behind_a_value_may_be_no_name_of_it(form: str) -> None:
    key, _, _ = _kind('azure-openai')
    assert _found(NONE[form].replace('KEY', key, 1)) == []
