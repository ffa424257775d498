"""JSON: a variable is named only where the program that reads the file is known to understand it."""

from __future__ import annotations

import json as plain_json

import pytest

from keyguard.rewrite import json
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

MCP = '{"mcpServers": {"a": {%s}}}'
PLACES = [
    # id, name, text, what stands there afterwards
    ('claude-code-env', '.mcp.json', MCP % '"env": {"OPENAI_API_KEY": "@@"}', '"${OPENAI_API_KEY}"'),
    ('claude-code-header', 'x/.mcp.json', MCP % '"headers": {"A": "Bearer @@"}', '"Bearer ${OPENAI_API_KEY}"'),
    ('claude-code-argument', '.mcp.json', MCP % '"args": ["--key=@@"]', '"--key=${OPENAI_API_KEY}"'),
    ('claude-code-address', '.mcp.json', MCP % '"url": "https://x/?k=@@"', '"https://x/?k=${OPENAI_API_KEY}"'),
    ('cursor', '.cursor/mcp.json', MCP % '"env": {"K": "@@"}', '"${env:OPENAI_API_KEY}"'),
    ('windsurf', '.codeium/windsurf/mcp_config.json', MCP % '"env": {"K": "@@"}', '"${env:OPENAI_API_KEY}"'),
    ('gemini', '.gemini/settings.json', MCP % '"env": {"K": "@@"}', '"${OPENAI_API_KEY}"'),
    ('vscode-servers', '.vscode/mcp.json', '{"servers": {"a": {"env": {"K": "@@"}}}}', '"${env:OPENAI_API_KEY}"'),
    ('vscode-launch', '.vscode/launch.json', '{"configurations": [{"env": {"K": "@@"}}]}', '"${env:OPENAI_API_KEY}"'),
    ('vscode-task', '.vscode/tasks.json', '{"tasks": [{"options": {"env": {"K": "@@"}}}]}', '"${env:OPENAI_API_KEY}"'),
    ('vscode-terminal', '.vscode/settings.json', '{"terminal.integrated.env.linux": {"K": "@@"}}', '"${env:OPENAI_API_KEY}"'),
    ('devcontainer', '.devcontainer/devcontainer.json', '{"containerEnv": {"K": "@@"}}', '"${localEnv:OPENAI_API_KEY}"'),
    ('opencode', 'opencode.json', '{"provider": {"a": {"options": {"apiKey": "@@"}}}}', '"{env:OPENAI_API_KEY}"'),
    ('windows-path', 'x\\.cursor\\mcp.json', MCP % '"env": {"K": "@@"}', '"${env:OPENAI_API_KEY}"'),
]  # fmt: skip
REFUSED = [
    ('unknown-program', 'config.json', '{"k": "@@"}', 'no form is known'),
    ('unknown-place', '.mcp.json', '{"k": "@@"}', 'no form is known'),
    ('too-short-a-path', '.mcp.json', '{"mcpServers": "@@"}', 'no form is known'),
    ('name', '.mcp.json', MCP % '"env": {"@@": "a"}', 'no form is known'),
    ('escape', '.mcp.json', MCP % '"env": {"K": "\\@@"}', 'no form is known'),
    ('vscode-headers', '.vscode/mcp.json', '{"servers": {"a": {"headers": {"K": "@@"}}}}', 'an input'),
    ('vscode-other-settings', '.vscode/settings.json', '{"a": "@@"}', 'no form is known'),
    ('claude-desktop', 'claude_desktop_config.json', MCP % '"env": {"K": "@@"}', 'Claude Desktop'),
    ('continue', '.continue/config.json', '{"apiKey": "@@"}', 'config.yaml'),
    ('dotnet', 'src/appsettings.Development.json', '{"A": {"Key": "@@"}}', 'Section__Name'),
    ('azure-functions', 'local.settings.json', '{"Values": {"K": "@@"}}', 'Azure Functions'),
    ('npm', 'package.json', '{"scripts": {"a": "K=@@ x"}}', 'npm'),
    ('claude-settings', '.claude/settings.json', '{"env": {"K": "@@"}}', 'Claude Code'),
    ('terraform', 'a.tfvars.json', '{"k": "@@"}', 'TF_VAR_x'),
    ('not-closed', '.mcp.json', '{"k": "@@"', 'line 1 cannot be read'),
    ('no-comma', '.mcp.json', '{"a": 1 "k": "@@"}', 'line 1 cannot be read'),
    ('no-colon', '.mcp.json', '{"a" "@@"}', 'line 1 cannot be read'),
    ('no-name', '.mcp.json', '{1: "@@"}', 'line 1 cannot be read'),
    ('no-value', '.mcp.json', '{"a": }\n', 'line 1 cannot be read'),
    ('something-behind', '.mcp.json', '{}\n"@@"', 'line 2 cannot be read'),
    ('half-a-word', '.mcp.json', '[truex, "@@"]', 'line 1 cannot be read'),
    ('too-deep', '.mcp.json', '[' * 300 + '"@@"' + ']' * 300, 'too deeply'),
]  # fmt: skip


@pytest.mark.parametrize(('name', 'text', 'expected'), [pytest.param(*row[1:], id=row[0]) for row in PLACES])
def test_names_the_variable(name: str, text: str, expected: str) -> None:
    out = rewritten(json, name, text)
    assert expected in out
    before, after = plain_json.loads(text), plain_json.loads(out)
    assert plain_json.dumps(after) == plain_json.dumps(before).replace(
        '@@', plain_json.loads(expected).removeprefix('Bearer ').removeprefix('--key=').removeprefix('https://x/?k=')
    )


@pytest.mark.parametrize(('name', 'text', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(name: str, text: str, words: str) -> None:
    assert words in refusal(json, name, text)


def test_comments_and_trailing_commas_stay() -> None:
    text = MCP % '\n  // "@@"\n  "env": {"K": "@@",}, /* @@ */\n  "args": [1, -2.5e3, true, null, "@2@",],\n'
    assert rewritten(json, '.mcp.json', text) == text.replace('"K": "@@"', '"K": "${OPENAI_API_KEY}"').replace(
        '@@', 'OPENAI_API_KEY'
    ).replace('@2@', '${ANTHROPIC_API_KEY}')


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        (MCP % '"env": {"MINE": "@@"}', 'MINE'), ('{"containerEnv": {"MINE": "@@"}}', 'MINE'), ('{"env": {"mine": "@@"}}', ''),
        ('{"env": {"MINE": "a @@"}}', ''), ('{"other": {"MINE": "@@"}}', ''), ('{"env": {"@@": "a"}}', ''), ('["@@"]', ''),
        ('{"env": {} /* @@ */}', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(json, '.mcp.json', text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(
    json, '.mcp.json', [row[2] for row in PLACES], '/* @@ */'
)
test_no_bytes_are_too_strange = strange_bytes(json, '.mcp.json')
