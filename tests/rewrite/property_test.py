"""For any file of these languages and any keys in it: it stays byte for byte, or every key is gone and all that is not
a statement with a key is as it was, in whatever encoding and with whatever line ends.
"""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testing.rewriting import KEYS, draft, filled

# a statement a line; the keys of those with a mark go, or the whole file stays
LANGUAGES = {
    'a.sh': [
        'export TOKEN_ONE=@@', "curl -H 'Authorization: Bearer @a@' u", 'tell "@@" \'x\'', 'tell "${MINE:-@a@}"',
        'x=$(tell \'a @@\')', 'tell ü "$x" # not @@', 'if true; then', 'fi', "cat <<'EOF'", 'EOF', 'OPENAI_API_KEY=other',
        'for TOKEN_ONE in a b; do', 'done', '', '# @a@', 'unset ANTHROPIC_API_KEY', "tell '", 'tell `f @@`',
    ],
    'a.mjs': [
        "const a = '@@';", 'f(`x ${y} @a@`);', 'new OpenAI({ apiKey: "@@" });', "h = { A: 'Bearer @@', b: 'ü' };",
        '// @a@', "process.env.OPENAI_API_KEY = '@@';", 'process.env.OPENAI_API_KEY = "other";', "f('a\\`b @a@');",
        'if (x) {', '}', 'const process = 1;', '', "k = process.env.MINE || '@@';", "enum '@@'",
    ],
    '.github/workflows/a.yml': [
        'on: push', 'env:', '  MY_KEY: @@', "  OTHER_KEY: 'x @a@'", '  N: 1 # @@', 'jobs:', '  a:',
        '    runs-on: ubuntu-latest', '    steps:', '      - run: curl -u "@@" u', '      - run: "echo ü"',
        '        env: {K: @a@}', '    env:', '      DEEP_KEY: "@a@"', '', '      - run: |', '          f "@@"',
    ],
    '.vscode/mcp.json': [
        '{', '}', '"servers": {', '"a": {', '"env": {"OPENAI_API_KEY": "@@"}', '},', ',', '"b": "ü"', '// @a@',
        '"headers": {"Authorization": "Bearer @a@"}',
    ],
    'Makefile': [
        'export MY_KEY := @@', 'a: b', '\tcurl -u "@@" u', '\t@f \'x @a@\'', '# @@', 'X = ü', 'define Y', 'endef', '',
        'AUTH = Bearer @a@', 'MY_KEY = other',
    ],
}  # fmt: skip
WHOLE = {
    '.github/workflows/a.yml': 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n      K: @@\n',
    '.vscode/mcp.json': '{"servers": {"a": {"env": {"OPENAI_API_KEY": "@@"}, "b": "ü"}}}\n',
}
CODECS = [
    ('utf-8', b''),
    ('utf-8', codecs.BOM_UTF8),
    ('utf-16-le', codecs.BOM_UTF16_LE),
    ('utf-16-be', codecs.BOM_UTF16_BE),
]
_WORDS = re.compile(r'\S+')


@pytest.mark.parametrize('name', LANGUAGES)
def test_nothing_or_every_key(name: str) -> None:
    rewritten: list[bool] = []

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(
        st.lists(st.sampled_from(LANGUAGES[name]), min_size=1, max_size=7),
        st.sampled_from(['\n', '\r\n']),
        st.sampled_from(CODECS),
        st.booleans(),
    )
    def holds(lines: list[str], end: str, coding: tuple[str, bytes], whole: bool) -> None:
        text = WHOLE.get(name, '') if whole else '\n'.join(lines) + '\n'
        codec, mark = coding
        data = mark + filled(text.replace('\n', end)).encode(codec)
        made, _ = draft(data, name)
        rewritten.append(made.new is not None)
        if made.new is None:
            assert made.reason or not made.findings
            return
        assert made.new.startswith(mark)
        after = made.new[len(mark) :].decode(codec)
        assert not any(key in after for key in KEYS.values())
        assert after.count('\n') == after.count(end) or end == '\n'
        # every line without a key is there still, in the same order and as often
        kept = [
            line for line in text.split('\n') if line and '@@' not in line and '@a@' not in line and '<<' not in line
        ]
        left = iter(after.split(end))
        assert all(any(line == other for other in left) for line in kept), (kept, after)

    holds()
    # of so many files enough are not merely left alone
    assert sum(rewritten) > 5, sum(rewritten)
