"""JavaScript and TypeScript: a key becomes a read of the environment where one is possible, and the result parses."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from keyguard.rewrite import javascript
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

READS = ('OpenAI', 'Exa', 'Langfuse')
REWRITES = [
    # id, name, before, after
    ('whole-literal', 'a.js', "const k = '@@';", 'const k = process.env.OPENAI_API_KEY;'),
    ('typescript-asks-for-a-string', 'a.ts', "const k: string = '@@';", 'const k: string = process.env.OPENAI_API_KEY!;'),
    ('template-without-values', 'a.ts', 'const k = `@@`;', 'const k = process.env.OPENAI_API_KEY!;'),
    ('part-of-a-string', 'a.js', "h = { A: 'Bearer @@' }", 'h = { A: `Bearer ${process.env.OPENAI_API_KEY}` }'),
    ('part-of-a-template', 'a.ts', 'h = `${x} @@`', 'h = `${x} ${process.env.OPENAI_API_KEY}`'),
    ('backticks-and-dollars-are-escaped', 'a.js', "h = '`a` ${b} \\n @@'", 'h = `\\`a\\` \\${b} \\n ${process.env.OPENAI_API_KEY}`'),
    ('escapes-stay-escapes', 'a.js', "h = 'it\\'s @@ \\`t\\` \\${u} $\\{v} ${w} `'", "h = `it\\'s ${process.env.OPENAI_API_KEY} \\`t\\` \\${u} $\\{v} \\${w} \\``"),
    ('two-keys-in-a-string', 'a.js', "h = '@@:@2@'", 'h = `${process.env.OPENAI_API_KEY}:${process.env.ANTHROPIC_API_KEY}`'),
    ('same-key-twice', 'a.js', "f('@@', '@@')", 'f(process.env.OPENAI_API_KEY, process.env.OPENAI_API_KEY)'),
    ('comment', 'a.js', '// was @@\n/* @@ */ x', '// was OPENAI_API_KEY\n/* OPENAI_API_KEY */ x'),
    ('object-key', 'a.ts', "m = {'@@': 1}", 'm = {[process.env.OPENAI_API_KEY!]: 1}'),
    ('default-of-a-parameter', 'a.ts', 'function f(k = "@@") {}', 'function f(k = process.env.OPENAI_API_KEY!) {}'),
    ('case', 'a.js', "switch (k) { case '@@': }", 'switch (k) { case process.env.OPENAI_API_KEY: }'),
    ('class-field', 'a.ts', "class A { static k = '@@' }", 'class A { static k = process.env.OPENAI_API_KEY! }'),
    ('default-export', 'a.mjs', "export default '@@'", 'export default process.env.OPENAI_API_KEY'),
    ('keyword-does-not-grow-together', 'a.js', "function f(){return'@@'}", 'function f(){return process.env.OPENAI_API_KEY}'),
    ('mark-does-not-grow-together', 'a.ts', "b = '@@'===k", 'b = (process.env.OPENAI_API_KEY!)===k'),
    ('env-of-a-child', 'a.js', "s('x', { env: { ...process.env, OPENAI_API_KEY: '@@' } })",
     "s('x', { env: { ...process.env, OPENAI_API_KEY: process.env.OPENAI_API_KEY } })"),
    ('or', 'a.js', "k = process.env.OPENAI_API_KEY || '@@';", 'k = process.env.OPENAI_API_KEY;'),
    ('or-over-lines', 'a.js', "k = process.env['OPENAI_API_KEY'] ||\n  '@@';", "k = process.env['OPENAI_API_KEY'];"),
    ('nullish', 'a.ts', 'k = process.env.OPENAI_API_KEY ?? "@@"', 'k = process.env.OPENAI_API_KEY!'),
    ('or-of-another', 'a.js', "k = process.env.MINE || '@@'", 'k = process.env.MINE || process.env.OPENAI_API_KEY'),
    ('sets-the-variable', 'a.js', 'process.env.OPENAI_API_KEY = "@@";\nrun();',
     'if (!process.env.OPENAI_API_KEY) throw new Error("set OPENAI_API_KEY first");\nrun();'),
    ('sets-it-unless-set', 'a.ts', "process.env.OPENAI_API_KEY ??= `@@`", "if (!process.env.OPENAI_API_KEY) throw new Error('set OPENAI_API_KEY first')"),
    ('sets-another', 'a.js', "process.env.MINE = '@@'", 'process.env.MINE = process.env.OPENAI_API_KEY'),
    ('deno', 'a.ts', "import x from 'npm:y';\nf('@@')", 'import x from \'npm:y\';\nf(Deno.env.get("OPENAI_API_KEY")!)'),
    ('deno-by-use', 'a.js', "k = Deno.env.get('OPENAI_API_KEY') || '@@'", "k = Deno.env.get('OPENAI_API_KEY')"),
    ('sdk-alone', 'a.js', "new OpenAI({ apiKey: '@@' })", 'new OpenAI()'),
    ('sdk-first', 'a.ts', "new OpenAI({ apiKey: '@@', timeout: 3 })", 'new OpenAI({ timeout: 3 })'),
    ('sdk-last', 'a.ts', "new OpenAI({ timeout: 3, apiKey: '@@' })", 'new OpenAI({ timeout: 3 })'),
    ('sdk-middle', 'a.ts', "new OpenAI({ a: 1, apiKey: '@@', b: 2 })", 'new OpenAI({ a: 1, b: 2 })'),
    ('sdk-lines', 'a.js', "new OpenAI({\n  apiKey: '@@',\n  timeout: 3,\n})", 'new OpenAI({\n  timeout: 3,\n})'),
    ('sdk-lines-without-trailing-comma', 'a.js', "new OpenAI({\n\ttimeout: 3,\n\tapiKey: '@@'\n})", 'new OpenAI({\n\ttimeout: 3\n})'),
    ('sdk-lines-crlf', 'a.js', "new OpenAI({\r\n  apiKey: '@@',\r\n  a: 1\r\n})\r\n", 'new OpenAI({\r\n  a: 1\r\n})\r\n'),
    ('sdk-alone-in-lines', 'a.js', "new OpenAI({\n  apiKey: '@@',\n})", 'new OpenAI()'),
    ('sdk-keeps-comments', 'a.js', "new OpenAI({\n  // mine\n  apiKey: '@@', // old\n})", 'new OpenAI({\n  // mine\n  // old\n})'),
    ('sdk-comment-before-the-comma', 'a.js', "new OpenAI({ apiKey: '@@' /* x */, a: 1 })", 'new OpenAI({  /* x */ a: 1 })'),
    ('sdk-comment-behind-the-comma', 'a.js', "new OpenAI({ a: 1, /* x */ apiKey: '@@' })", 'new OpenAI({ a: 1 /* x */  })'),
    ('sdk-before-others-below', 'a.js', "new OpenAI({ a: 1, apiKey: '@@',\n  b: 2 })", 'new OpenAI({ a: 1,\n  b: 2 })'),
    ('sdk-two-options', 'a.js', "new Langfuse({ publicKey: '@@', secretKey: '@@', a: 1 })", 'new Langfuse({ a: 1 })'),
    ('sdk-two-last-options', 'a.js', "new Langfuse({ a: 1, publicKey: '@@', secretKey: '@@' })", 'new Langfuse({ a: 1 })'),
    ('sdk-quoted-name', 'a.js', 'new OpenAI({ "apiKey": "@@" })', 'new OpenAI()'),
    ('sdk-of-a-module', 'a.js', "new openai.OpenAI({ apiKey: '@@' })", 'new openai.OpenAI()'),
    ('sdk-by-position', 'a.js', "new Exa('@@')", 'new Exa()'),
    ('sdk-spread-may-hold-another', 'a.js', "new OpenAI({ ...o, apiKey: '@@' })", 'new OpenAI({ ...o, apiKey: process.env.OPENAI_API_KEY })'),
    ('sdk-other-option', 'a.js', "new OpenAI({ organization: '@@' })", 'new OpenAI({ organization: process.env.OPENAI_API_KEY })'),
    ('sdk-of-the-file', 'a.js', "class OpenAI {}\nnew OpenAI({ apiKey: '@@' })", 'class OpenAI {}\nnew OpenAI({ apiKey: process.env.OPENAI_API_KEY })'),
    ('sdk-second-argument', 'a.js', "new OpenAI({ apiKey: '@@' }, x)", 'new OpenAI({ apiKey: process.env.OPENAI_API_KEY }, x)'),
    ('other-object', 'a.js', "new Other({ apiKey: '@@' })", 'new Other({ apiKey: process.env.OPENAI_API_KEY })'),
    ('nested-header', 'a.js', "new OpenAI({ headers: { key: '@@' } })", 'new OpenAI({ headers: { key: process.env.OPENAI_API_KEY } })'),
    ('server-of-bun', 'a.ts', "export default { port: 3, fetch() { f('@@') } }", 'export default { port: 3, fetch() { f(process.env.OPENAI_API_KEY!) } }'),
    ('public-name-on-a-server', 'app/api/chat/route.ts', "f(process.env.NEXT_PUBLIC_URL, '@@')", 'f(process.env.NEXT_PUBLIC_URL, process.env.OPENAI_API_KEY!)'),
    ('component-on-a-server', 'a.jsx', "import { cache } from 'react'\nf('@@')", "import { cache } from 'react'\nf(process.env.OPENAI_API_KEY)"),
    ('settings-of-a-build', 'next.config.mjs', "f({ key: '@@' })", 'f({ key: process.env.OPENAI_API_KEY })'),
    ('process-of-node', 'a.mjs', "import process from 'node:process';\nk = '@@'", "import process from 'node:process';\nk = process.env.OPENAI_API_KEY"),
    ('process-of-node-that-is-required', 'a.js', "const process = require('process');\nk = '@@'", "const process = require('process');\nk = process.env.OPENAI_API_KEY"),
    ('process-that-is-declared', 'a.ts', "declare const process: any;\nk = '@@'", 'declare const process: any;\nk = process.env.OPENAI_API_KEY!'),
    ('process-as-a-value', 'a.js', "f({ process: 1 }, process, x.process, g => process);\nk = '@@'", 'f({ process: 1 }, process, x.process, g => process);\nk = process.env.OPENAI_API_KEY'),
    ('page-on-the-server', 'pages/a.jsx', "export async function getServerSideProps() { f('@@') }\nexport default () => <p/>", 'export async function getServerSideProps() { f(process.env.OPENAI_API_KEY) }\nexport default () => <p/>'),
    ('route-of-pages', 'pages/api/a.tsx', "f('@@', <p/>)", 'f(process.env.OPENAI_API_KEY!, <p/>)'),
    ('page-of-no-browser', 'pages/a.ts', "f('@@')", 'f(process.env.OPENAI_API_KEY!)'),
    ('umlauts-before-the-key', 'a.js', "x = 'äöü';\nk = '@@'", "x = 'äöü';\nk = process.env.OPENAI_API_KEY"),
]  # fmt: skip
REFUSED = [
    ('enum', 'a.ts', "enum E { A = '@@' }", 'fixed text'),
    ('type', 'a.ts', "type T = '@@'", 'fixed text'),
    ('template-type', 'a.ts', 'type T = `a ${string} @@`', 'neither in a string'),
    ('interface', 'a.ts', "interface I { '@@': 1 }", 'fixed text'),
    ('as-const', 'a.ts', "f('@@' as const)", 'as const'),
    ('import', 'a.js', "import x from '@@'", 'fixed text'),
    ('export-from', 'a.js', "export { x } from '@@'", 'fixed text'),
    ('name-of-a-method', 'a.js', "class A { '@@'() {} }", 'fixed text'),
    ('name-of-a-field', 'a.js', "class A { '@@' = 1 }", 'fixed text'),
    ('tagged-template', 'a.js', 'sql`@@`', 'tagged template'),
    ('method-of-a-template', 'a.js', '`@@`.trim()', 'taken apart'),
    ('statement', 'a.js', "'@@';", 'statement of its own'),
    ('regular-expression', 'a.js', 'r = /@@/', 'neither in a string'),
    ('text-of-a-page', 'a.jsx', '<p>@@</p>', 'neither in a string'),
    ('escape', 'a.js', "k = '\\@@'", 'escape'),
    ('octal-escape', 'a.js', "k = '\\101 @@'", 'octal'),
    ('jsx-attribute', 'a.tsx', '<A k="@@"/>', 'may reach the browser'),
    ('jsx-attribute-of-an-expression', 'a.jsx', '<A k={f(`x @@`)}/>', 'may reach the browser'),
    ('page', 'src/pages/index.tsx', "export default function P() { f('@@'); return <p/> }", 'pages/api, or in getServerSideProps'),
    ('page-at-its-top', 'pages/a.js', "const k = '@@';\nexport default () => <p>x</p>", 'pages/api'),
    ('process-as-a-parameter', 'a.js', "function f(process) { return '@@'; }", 'is called process'),
    ('process-of-an-arrow', 'a.js', "f(process => '@@')", 'is called process'),
    ('process-with-a-type', 'a.ts', "function f(process: P, x?: Q) { return '@@'; }", 'is called process'),
    ('process-with-a-default', 'a.js', "function f(process = 1) { return '@@'; }", 'is called process'),
    ('process-as-a-constant', 'a.js', "const process = make();\nk = '@@'", 'is called process'),
    ('process-of-a-file', 'a.mjs', "import process from './process.js';\nk = '@@'", 'is called process'),
    ('process-as-a-name-of-a-file', 'a.mjs', "import { a as process } from 'x';\nk = '@@'", 'is called process'),
    ('process-taken-out', 'a.js', "const { process } = x;\nk = '@@'", 'is called process'),
    ('process-taken-out-under-a-name', 'a.js', "const { a: process } = x;\nk = '@@'", 'is called process'),
    ('process-as-a-function', 'a.js', "function process(x) {}\nk = '@@'", 'is called process'),
    ('process-that-was-caught', 'a.js', "try {} catch (process) { f('@@') }", 'is called process'),
    ('process-in-a-loop', 'a.js', "for (const process of x) f('@@')", 'is called process'),
    ('process-that-is-set', 'a.js', "process = x;\nk = '@@'", 'is called process'),
    ('set-in-the-middle', 'a.js', "if (a) process.env.OPENAI_API_KEY = '@@'", 'in the middle'),
    ('set-to-more', 'a.js', "process.env.OPENAI_API_KEY = 'a @@'", 'with the key in it'),
    ('deno-set', 'a.js', "Deno.env.set('OPENAI_API_KEY', '@@')", 'is set to the key'),
    ('use-client', 'a.js', "'use client'\nf('@@')", 'browser'),
    ('vue', 'a.vue', "<script>k = '@@'</script>", 'browser'),
    ('public-folder', 'public/a.js', "f('@@')", 'browser'),
    ('angular-environment', 'src/environments/environment.prod.ts', "f('@@')", 'browser'),
    ('declarations', 'a.d.ts', "declare const k = '@@'", 'runs nowhere'),
    ('inlined-by-next', 'next.config.js', "module.exports = { env: { K: '@@' } }", 'browser'),
    ('inlined-by-webpack', 'webpack.prod.config.js', "p = new webpack.DefinePlugin({ K: JSON.stringify('@@') })", 'browser'),
    ('vite', 'a.ts', "f(import.meta.env.VITE_X, '@@')", 'browser'),
    ('next-public', 'a.ts', "f(process.env.NEXT_PUBLIC_X, '@@')", 'browser'),
    ('document', 'a.js', "document.getElementById('x'); f('@@')", 'browser'),
    ('hooks', 'a.jsx', "import { useState } from 'react'\nf('@@')", 'browser'),
    ('react-dom', 'a.js', "import x from 'react-dom/client'\nf('@@')", 'browser'),
    ('allowed-in-the-browser', 'a.js', "new OpenAI({ dangerouslyAllowBrowser: true, apiKey: '@@' })", 'browser'),
    ('react-native', 'a.js', "import { View } from 'react-native'\nf('@@')", 'app'),
    ('expo', 'a.js', "import x from 'expo-router'\nf('@@')", 'app'),
    ('worker', 'a.js', "export default { async fetch(r, env) { f('@@') } }", 'Worker'),
    ('k6', 'a.js', "import http from 'k6/http'\nf('@@')", '__ENV'),
    ('minified', 'a.min.js', "f('@@')", 'a program writes'),
    ('syntax-error', 'a.js', "f('@@'", 'before: line 1 cannot be read as JavaScript'),
]  # fmt: skip


@pytest.mark.parametrize(('name', 'before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(name: str, before: str, after: str) -> None:
    assert rewritten(javascript, name, before, READS) == after


@pytest.mark.parametrize(('name', 'before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(name: str, before: str, words: str) -> None:
    assert words in refusal(javascript, name, before, READS)


def test_refuses_what_is_not_utf_8() -> None:
    assert 'UTF-8' in javascript.problem(b"// \xff\nf('x')", 'a.js')


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ("k = process.env.MINE || '@@'", 'MINE'), ("k = process.env['MINE'] ?? `@@`", 'MINE'), ('process.env.MINE = "@@"', 'MINE'),
        ("process.env.MINE ||= '@@'", 'MINE'), ("Deno.env.get('MINE') ?? '@@'", 'MINE'), ("Bun.env.MINE ?? '@@'", 'MINE'),
        ("k = process.env.mine || '@@'", ''), ("k = '@@'", ''), ("k = process.env.MINE || 'a @@'", ''), ('// MINE = @@', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(javascript, 'a.js', text) == [expected]


@pytest.mark.skipif(shutil.which('node') is None, reason='node is not there')
def test_node_reads_every_result() -> None:
    sources = [
        rewritten(javascript, name, before, READS) for _, name, before, _ in REWRITES if name.endswith(('.js', '.mjs'))
    ]
    check = (
        "const vm = require('vm'); const read = require('fs').readFileSync(0, 'utf8');"
        'for (const text of JSON.parse(read)) new vm.SourceTextModule(text);'
    )
    command = ['node', '--no-warnings', '--experimental-vm-modules', '-e', check]
    done = subprocess.run(command, input=json.dumps(sources), text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, '')


test_every_key_goes_or_nothing_changes = everything_or_nothing(
    javascript, 'a.tsx', [row[2] for row in REWRITES], ';\n', READS
)
test_no_bytes_are_too_strange = strange_bytes(javascript, 'a.ts')
