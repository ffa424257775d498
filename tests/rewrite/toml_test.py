"""TOML: Codex names variables in settings of their own; for other programs there is only advice."""

from __future__ import annotations

import pytest

from keyguard.rewrite import toml
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes

NAME = '.codex/config.toml'
REWRITES = [
    ('key-of-a-provider', '[model_providers.a]\nexperimental_bearer_token = "@@" # @@\nb = 1\n',
     '[model_providers.a]\nenv_key = "OPENAI_API_KEY" # OPENAI_API_KEY\nb = 1\n'),
    ('variable-of-a-server', "[mcp_servers.a]\nenv = { OPENAI_API_KEY = '@@' } # x\n",
     '[mcp_servers.a]\nenv_vars = ["OPENAI_API_KEY"] # x\n'),
    ('bearer', '[mcp_servers."a.b"]\nhttp_headers = { Authorization = "Bearer @@" }\n', None),
    ('bearer-of-a-server', '[mcp_servers.a]\nhttp_headers = { "Authorization" = "Bearer @@" }\n',
     '[mcp_servers.a]\nbearer_token_env_var = "OPENAI_API_KEY"\n'),
    ('header', '[mcp_servers.a]\nhttp_headers = { "X-Key" = "@@" }\n', '[mcp_servers.a]\nenv_http_headers = { "X-Key" = "OPENAI_API_KEY" }\n'),
    ('comment', '# @@\na = 1\n', '# OPENAI_API_KEY\na = 1\n'),
]  # fmt: skip
REFUSED = [
    ('dotted-name-in-quotes', NAME, REWRITES[2][1], 'no form'),
    ('variable-of-another-name', NAME, '[mcp_servers.a]\nenv = { K = "@@" }\n', 'no form'),
    ('beside-others', NAME, '[mcp_servers.a]\nenv = { OPENAI_API_KEY = "@@", B = "c" }\n', 'no form'),
    ('table', NAME, '[mcp_servers.a.env]\nOPENAI_API_KEY = "@@"\n', 'no form'),
    ('there-already', NAME, '[mcp_servers.a]\nenv_vars = []\nenv = { OPENAI_API_KEY = "@@" }\n', 'no form'),
    ('bearer-there-already', NAME, '[mcp_servers.a]\nbearer_token_env_var = "X"\nhttp_headers = { Authorization = "Bearer @@" }\n', 'no form'),
    ('headers-there-already', NAME, '[mcp_servers.a]\nenv_http_headers = {}\nhttp_headers = { A = "@@" }\n', 'no form'),
    ('list', NAME, 'a = ["@@"]\n', 'no form'),
    ('name', NAME, '"@@" = 1\n', 'no form'),
    ('top', NAME, 'k = "@@"\n', 'line 1: Codex knows no form'),
    ('syntax-error', NAME, 'k = "@@\n', 'line 1 cannot be read as TOML'),
    ('cloudflare', 'wrangler.toml', 'k = "@@"\n', 'wrangler secret put'),
    ('streamlit', '.streamlit/secrets.toml', 'k = "@@"\n', 'out of git'),
    ('fly', 'fly.toml', 'k = "@@"\n', 'fly secrets set'),
    ('netlify', 'netlify.toml', 'k = "@@"\n', 'settings of the site'),
    ('mise', '.mise.toml', 'k = "@@"\n', '_.file'),
    ('unknown', 'config.toml', 'k = "@@"\n', 'TOML cannot read a variable'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES if row[2]])
def test_names_the_variable(before: str, after: str) -> None:
    assert rewritten(toml, NAME, before) == after


@pytest.mark.parametrize(('name', 'before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(name: str, before: str, words: str) -> None:
    assert words in refusal(toml, name, before)


test_every_key_goes_or_nothing_changes = everything_or_nothing(toml, NAME, [row[1] for row in REWRITES])
test_no_bytes_are_too_strange = strange_bytes(toml, NAME)
