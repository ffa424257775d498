"""Rust: a key becomes a read of the environment in the type that the text had, or stays."""

from __future__ import annotations

import pytest

from keyguard.rewrite import rust
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

NAME = 'a.rs'
REWRITES = [
    ('owned', 'fn f() { let k = "@@".to_string(); }', 'fn f() { let k = std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"); }'),
    ('owned-in-other-words', 'fn f() { g("@@".to_owned(), String::from("@@")); }', 'fn f() { g(std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"), std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first")); }'),
    ('owned-part', 'fn f() { let k = String::from("{@@}"); }', 'fn f() { let k = format!("{{{}}}", std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first")); }'),
    ('into', 'fn f() { let s = S { k: "@@".into() }; }', 'fn f() { let s = S { k: std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first").into() }; }'),
    ('argument', 'fn f() { g("@@"); }', 'fn f() { g(std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first").as_str()); }'),
    ('argument-of-a-method', 'fn f() { x.header("a", "Bearer @@\\n"); }', 'fn f() { x.header("a", format!("Bearer {}\\n", std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first")).as_str()); }'),
    ('raw-string', 'fn f() { g(r#"{"k": "@@"}"#); }', 'fn f() { g(format!(r#"{{"k": "{}"}}"#, std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first")).as_str()); }'),
    ('raw-string-of-the-key-alone', 'fn f() { g(r"@@"); }', 'fn f() { g(std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first").as_str()); }'),
    ('variable', 'fn f() { let k = "@@"; }', 'fn f() { let k = &*std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"); }'),
    ('variable-with-its-type', 'fn f() { let k: &str = "a @@"; }', 'fn f() { let k: &str = &*format!("a {}", std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first")); }'),
    ('comparison', 'fn f() { if k == "@@" {} }', 'fn f() { if k == std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first").as_str() {} }'),
    ('json', 'fn f() { json!({"k": "@@", "a": "b @@"}) }', 'fn f() { json!({"k": std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"), "a": format!("b {}", std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"))}) }'),
    ('json-in-full', 'fn f() { serde_json::json!({"k": "@@"}) }', 'fn f() { serde_json::json!({"k": std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first")}) }'),
    ('closure-of-a-static', 'static K: L<String> = L::new(|| "@@".to_string());', 'static K: L<String> = L::new(|| std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"));'),
    ('fallback', 'fn f() { let k = std::env::var("OPENAI_API_KEY").unwrap_or("@@".to_string()); }', 'fn f() { let k = std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"); }'),
    ('fallback-of-a-closure', 'fn f() { let k = env::var("OPENAI_API_KEY").unwrap_or_else(|_| String::from("@@")); }', 'fn f() { let k = env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"); }'),
    ('fallback-of-another', 'fn f() { let k = env::var("MINE").unwrap_or("@@".to_string()); }', 'fn f() { let k = env::var("MINE").unwrap_or(std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first")); }'),
    ('argument-of-another-method', 'fn f() { x.map("@@".to_string()); }', 'fn f() { x.map(std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first")); }'),
    ('sets-the-variable', 'fn f() { std::env::set_var("OPENAI_API_KEY", "@@"); }', 'fn f() { std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first"); }'),
    ('sets-another', 'fn f() { env::set_var("MINE", "@@"); }', 'fn f() { env::set_var("MINE", std::env::var("OPENAI_API_KEY").expect("set OPENAI_API_KEY first").as_str()); }'),
    ('comment', '/// @@\n// @@\nfn f() {} /* @@ */', '/// OPENAI_API_KEY\n// OPENAI_API_KEY\nfn f() {} /* OPENAI_API_KEY */'),
]  # fmt: skip
REFUSED = [
    ('constant', 'const K: &str = "@@";', 'asks for a constant'),
    ('static', 'static K: &str = "@@";', 'asks for a constant'),
    ('attribute', '#[arg(default_value = "@@")]\nstruct A;', 'asks for a constant'),
    ('pattern', 'fn f() { match x { "@@" => 1, _ => 2 }; }', 'asks for a constant'),
    ('bytes', 'fn f() { g(b"@@"); }', 'string of bytes'),
    ('macro', 'fn f() { println!("@@"); }', 'macro'),
    ('list', 'fn f() { let k = vec!["@@"]; }', 'macro'),
    ('constructor', 'fn f() { let k = Some("@@"); }', 'live longer'),
    ('static-header', 'fn f() { H::from_static("@@"); }', 'live longer'),
    ('field', 'fn f() { let s = S { k: "@@" }; }', 'live longer'),
    ('returned', 'fn f() -> &str { "@@" }', 'live longer'),
    ('static-variable', 'fn f() { let k: &\'static str = "@@"; }', 'live longer'),
    ('taken-apart', 'fn f() { let (a, b) = "@@"; }', 'live longer'),
    ('other-method', 'fn f() { "@@".len(); }', 'live longer'),
    ('escape', 'fn f() { g("\\@@"); }', 'escape'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(before: str, after: str) -> None:
    assert rewritten(rust, NAME, before) == after


@pytest.mark.parametrize(('before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(before: str, words: str) -> None:
    assert words in refusal(rust, NAME, before)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('env::var("MINE").unwrap_or("@@".into())', 'MINE'),
        ('env::var("MINE").unwrap_or_else(|_| String::from("@@"))', 'MINE'),
        ('env::set_var("MINE", "@@")', 'MINE'),
        ('g("MINE", "@@")', ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(rust, NAME, text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(rust, NAME, [row[1] for row in REWRITES], '\n')
test_no_bytes_are_too_strange = strange_bytes(rust, NAME)
