"""A key -> files that carry it, each with the place where a person finds it.

Every carrier is a function of (variable, word, key): the environment variable's name, a name of the provider, the key.
It returns the file's name, its bytes, and the key's line and column.
"""

from __future__ import annotations

import json
from collections.abc import Callable

Carried = tuple[str, bytes, int, int]
Carrier = Callable[[str, str, str], Carried]


def _text(name: str, template: str, encoding: str = 'utf-8', bom: bytes = b'', newline: str = '\n') -> Carrier:
    """``template`` has VARIABLE, WORD and @@ for the key; the line and the column are the key's own."""

    def carrier(variable: str, word: str, key: str) -> Carried:
        text = template.replace('VARIABLE', variable).replace('WORD', word)
        before = text[: text.index('@@')]
        line = before.count('\n') + 1
        column = len(before) - (before.rfind('\n') + 1) + 1
        return name, bom + text.replace('@@', key).replace('\n', newline).encode(encoding), line, column

    return carrier


def _notebook(variable: str, word: str, key: str) -> Carried:
    cell = {'cell_type': 'code', 'source': ['import os\n', f'# {word}\n', f'{variable} = "{key}"\n'], 'outputs': []}
    text = json.dumps({'cells': [cell], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}, indent=1)
    at = text.index(key)
    return 'lab.ipynb', text.encode(), text.count('\n', 0, at) + 1, at - text.rfind('\n', 0, at)


def _binary(variable: str, word: str, key: str) -> Carried:
    head = bytes(range(256)) * 3 + b'\0\0'
    data = head + f'{word} {variable}={key}'.encode() + b'\0' + bytes(range(255, -1, -1))
    at = data.index(key.encode())
    return 'state.bin', data, data.count(b'\n', 0, at) + 1, at - data.rfind(b'\n', 0, at)


def _wide_in_binary(variable: str, word: str, key: str) -> Carried:
    head = b'MZ\x90\0\x03\0\0\0'
    data = head + f'{word} {variable}={key}'.encode('utf-16-le') + b'\0\0\xff\xff'
    at = data.index(key.encode('utf-16-le'))
    return 'tool.exe', data, 1, at // 2 + 1


_DOTENV = '# WORD\nDEBUG=1\nVARIABLE=@@\nPORT=80\n'

CARRIERS: dict[str, Carrier] = {
    'python': _text('app.py', 'import os\n\n# WORD\nVARIABLE = "@@"\n'),
    'python-non-ascii-before': _text('app.py', '# WORD\nname, VARIABLE = "Zoë 日本", "@@"\n'),
    'python-latin-1': _text('app.py', '# WORD é\nname, VARIABLE = "Zoë", "@@"\n', 'latin-1'),
    'javascript': _text('app.js', "// WORD\nconst config = { VARIABLE: '@@' };\n"),
    'typescript-template': _text('app.ts', '// WORD\nexport const VARIABLE = `@@`;\n'),
    'go': _text('main.go', '// WORD\nconst VARIABLE = "@@"\n'),
    'java': _text('Main.java', '// WORD\nprivate static final String VARIABLE = "@@";\n'),
    'rust': _text('main.rs', '// WORD\nconst VARIABLE: &str = "@@";\n'),
    'ruby': _text('app.rb', "# WORD\nENV['VARIABLE'] = '@@'\n"),
    'php': _text('index.php', "<?php // WORD\nputenv('VARIABLE=@@');\n"),
    'shell-export': _text('run.sh', '# WORD\nexport VARIABLE="@@"\n'),
    'shell-unquoted': _text('run.sh', '# WORD\nexport VARIABLE=@@\n'),
    'powershell': _text('run.ps1', '# WORD\n$env:VARIABLE = "@@"\n'),
    'powershell-utf-16': _text('run.ps1', '# WORD\n$env:VARIABLE = "@@"\n', 'utf-16-le', b'\xff\xfe', '\r\n'),
    'cmd': _text('run.cmd', 'rem WORD\nset VARIABLE=@@\n', newline='\r\n'),
    'dotenv': _text('.env', _DOTENV),
    'dotenv-crlf': _text('.env', _DOTENV, newline='\r\n'),
    'dotenv-bom': _text('.env', 'VARIABLE=@@ # WORD\n', bom=b'\xef\xbb\xbf'),
    'dotenv-no-final-newline': _text('.env', '# WORD\nVARIABLE=@@'),
    'dotenv-utf-16-be': _text('.env', _DOTENV, 'utf-16-be', b'\xfe\xff'),
    'dotenv-utf-16-le-without-bom': _text('.env', _DOTENV, 'utf-16-le'),
    'dotenv-utf-16-be-without-bom': _text('.env', _DOTENV, 'utf-16-be'),
    'dotenv-utf-32': _text('.env', _DOTENV, 'utf-32-le', b'\xff\xfe\0\0'),
    'dotenv-utf-16-chinese': _text('.env', '# 中文 WORD 说明\nVARIABLE=@@ # 中文\n', 'utf-16-le', b'\xff\xfe'),
    'yaml': _text('config.yaml', 'llm:\n  # WORD\n  VARIABLE: @@\n  timeout: 3\n'),
    'yaml-quoted': _text('config.yml', "llm:\n  # WORD\n  VARIABLE: '@@'\n"),
    'workflow': _text('.github/workflows/ci.yml', 'env:\n  # WORD\n  VARIABLE: @@\n'),
    'kubernetes-env': _text('pod.yaml', '# WORD\n- name: VARIABLE\n  value: "@@"\n'),
    'compose': _text('compose.yaml', 'services:\n  app:\n    environment:\n      # WORD\n      - VARIABLE=@@\n'),
    'json': _text('config.json', '{\n  "service": "WORD",\n  "VARIABLE": "@@"\n}\n'),
    'json-one-line': _text('config.json', '{"service":"WORD","VARIABLE":"@@","n":1}'),
    'json-in-json': _text('log.jsonl', '{"body": "WORD\\n{\\"VARIABLE\\": \\"@@\\"}\\n"}\n'),
    'toml': _text('config.toml', '# WORD\n[llm]\nVARIABLE = "@@"\n'),
    'ini': _text('config.ini', '; WORD\n[llm]\nVARIABLE = @@\n'),
    'properties': _text('app.properties', '# WORD\nVARIABLE=@@\n'),
    'dockerfile': _text('Dockerfile', '# WORD\nENV VARIABLE=@@\n'),
    'dockerfile-space': _text('Dockerfile', '# WORD\nENV VARIABLE @@\n'),
    'terraform': _text('main.tf', '# WORD\nvariable "VARIABLE" { default = "@@" }\n'),
    'xml': _text('app.config', '<!-- WORD -->\n<add key="VARIABLE" value="@@"/>\n'),
    'markdown': _text('README.md', 'Set WORD:\n\n    export VARIABLE=@@\n'),
    'notebook': _notebook,
    'binary': _binary,
    'utf-16-in-binary': _wide_in_binary,
    'long-line': _text('min.js', 'var a=1;' * 4000 + '/*WORD*/var VARIABLE="@@";' + 'b();' * 4000),
    'nested-path': _text('a/b c/ü/app.py', '# WORD\nVARIABLE = "@@"\n'),
}
