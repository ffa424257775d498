"""Property files of Java: what the program that writes them puts a backslash before is read as it was."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from keyguard.catalogue import everything
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.prefilter import doubtful
from keyguard.providers._phonebook import BOOK
from keyguard.samples import sample
from keyguard.settings import Settings

# every kind of key that has a sign in it which Java escapes, under a name that tells whose it is
KEYS = {
    detector.id: (provider.env[0], key.decode())
    for provider in everything()
    for detector in provider.detectors
    for key in (sample(detector, 1),)
    if provider.env and (b':' in key or b'=' in key)
}
STORE = """
public class Store {
    public static void main(String[] arguments) throws java.io.IOException {
        java.util.Properties properties = new java.util.Properties();
        for (int at = 0; at < arguments.length; at += 2) {
            properties.setProperty(arguments[at], arguments[at + 1]);
        }
        properties.store(System.out, null);
    }
}
"""


def stored(text: str) -> str:
    return ''.join(f'\\{sign}' if sign in ':=#!\\' else sign for sign in text)


def found(text: str) -> list[str]:
    blocked = run([Blob(b'a.properties', text.encode())], Settings()).blocked
    assert doubtful(text.encode(), b'a.properties', BOOK)
    return [finding.secret.reveal().decode() for finding in blocked]


def test_there_are_such_keys() -> None:
    assert {'fal-api-key', 'aws-bedrock-long-term-key', 'vercel-v0-key'} <= set(KEYS)


@pytest.mark.parametrize(
    'line',
    [
        pytest.param('{name}={key}\n', id='equals-sign'),
        pytest.param('{name} \\: {key}\n', id='escaped-colon'),
        pytest.param('# one\n{name}=\\\n    {key}\n', id='on-the-next-line'),
    ],
)
@pytest.mark.parametrize('id', KEYS)
def test_key_with_escaped_signs_is_found_whole(id: str, line: str) -> None:
    name, key = KEYS[id]
    assert found(line.format(name=name, key=stored(key))) == found(f'{name}={key}\n') == [key]


@pytest.mark.parametrize('name', ['mistral\\ api\\ key', 'mistral\\:api\\:key', 'spring.ai.mistral\\=api-key'])
def test_escapes_in_a_name_hide_nothing(name: str) -> None:
    key = next(sample(each.detectors[0], 1) for each in everything() if each.id == 'mistral').decode()
    assert found(f'{name}={key}\n') == [key]
    assert found(f'{name}={"".join(f"{chr(92)}u{ord(sign):04X}" for sign in key)}\n') == [key]


@pytest.mark.skipif(not shutil.which('java'), reason='no Java')
def test_what_java_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / 'Store.java').write_text(STORE)
    pairs = [part for name, key in KEYS.values() for part in (name, key)]
    made = subprocess.run(
        ['java', 'Store.java', *pairs], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=120
    )
    assert '\\:' in made.stdout and '\\=' in made.stdout
    wanted = {key for name, key in KEYS.values() if found(f'{name}={key}\n') == [key]}
    assert set(found(made.stdout)) == wanted


@pytest.mark.parametrize(
    'text', ['C\\:\\\\Users\\\\somebody\\\\a-long-name-of-a-folder', 'jdbc\\:mysql\\://db.example/a\\=b']
)
def test_ordinary_properties_are_silent(text: str) -> None:
    assert not doubtful(f'place={text}\n'.encode() * 3, b'a.properties', BOOK)
