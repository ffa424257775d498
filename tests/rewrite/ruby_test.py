"""Ruby: a key becomes a read of the environment, in a double-quoted text where it is a part of one."""

from __future__ import annotations

import pytest

from keyguard.rewrite import ruby
from testing.planted import everything_or_nothing, refusal, rewritten, strange_bytes, variables

NAME = 'a.rb'
REWRITES = [
    ('whole-literal', 'k = "@@"', 'k = ENV.fetch("OPENAI_API_KEY")'),
    ('quotes-stay', "k = '@@'", "k = ENV.fetch('OPENAI_API_KEY')"),
    ('part-of-a-string', 'k = "a #{b} @@\\n"', 'k = "a #{b} #{ENV.fetch(\'OPENAI_API_KEY\')}\\n"'),
    ('part-of-a-single-quoted-string', "k = 'a @@'", 'k = "a #{ENV.fetch(\'OPENAI_API_KEY\')}"'),
    ('single-quotes-are-converted', 'k = \'it\\\'s " \\\\ #{x} #$y \\n # @@\'', 'k = "it\'s \\" \\\\ \\#{x} \\#$y \\\\n # #{ENV.fetch(\'OPENAI_API_KEY\')}"'),
    ('backslash-before-a-quote', 'k = \'\\" @@\'', 'k = "\\\\\\" #{ENV.fetch(\'OPENAI_API_KEY\')}"'),
    ('percent', 'k = %(a @@)\nl = %Q(b @@)\nm = %q(@@)', "k = %(a #{ENV.fetch('OPENAI_API_KEY')})\nl = %Q(b #{ENV.fetch('OPENAI_API_KEY')})\nm = ENV.fetch('OPENAI_API_KEY')"),
    ('heredoc', 'k = <<~A\n  a @@\nA\n', "k = <<~A\n  a #{ENV.fetch('OPENAI_API_KEY')}\nA\n"),
    ('heredoc-in-double-quotes', 'k = <<-"A"\n  a @@\n  A\n', 'k = <<-"A"\n  a #{ENV.fetch(\'OPENAI_API_KEY\')}\n  A\n'),
    ('heredoc-beside-another', "f(<<~A, <<~'B')\n  @@\nA\n  x\nB\n", "f(<<~A, <<~'B')\n  #{ENV.fetch('OPENAI_API_KEY')}\nA\n  x\nB\n"),
    ('hash-key', "h = { '@@' => 1 }", "h = { ENV.fetch('OPENAI_API_KEY') => 1 }"),
    ('named-argument', "OpenAI::Client.new(access_token: '@@')", "OpenAI::Client.new(access_token: ENV.fetch('OPENAI_API_KEY'))"),
    ('command-call', "f '@@'", "f ENV.fetch('OPENAI_API_KEY')"),
    ('keywords-do-not-grow-together', "return'@@'if x", "return ENV.fetch('OPENAI_API_KEY') if x"),
    ('frozen', 'K = "@@".freeze # @@', 'K = ENV.fetch("OPENAI_API_KEY").freeze # OPENAI_API_KEY'),
    ('or', "k = ENV['OPENAI_API_KEY'] || '@@'", "k = ENV['OPENAI_API_KEY']"),
    ('or-of-another', "k = ENV['MINE'] || '@@'", "k = ENV['MINE'] || ENV.fetch('OPENAI_API_KEY')"),
    ('fetch-with-a-default', "k = ENV.fetch('OPENAI_API_KEY', '@@')", "k = ENV.fetch('OPENAI_API_KEY')"),
    ('fetch-with-a-block', "k = ENV.fetch('OPENAI_API_KEY') { '@@' }", "k = ENV.fetch('OPENAI_API_KEY')"),
    ('fetch-of-another', "k = ENV.fetch('MINE', '@@')", "k = ENV.fetch('MINE', ENV.fetch('OPENAI_API_KEY'))"),
    ('sets-the-variable', 'ENV[\'OPENAI_API_KEY\'] ||= \'@@\'\nENV["OPENAI_API_KEY"] = \'@@\'', "ENV.fetch('OPENAI_API_KEY')\nENV.fetch('OPENAI_API_KEY')"),
    ('sets-another', "ENV['MINE'] = '@@'", "ENV['MINE'] = ENV.fetch('OPENAI_API_KEY')"),
    ('data-at-the-end', "f '@@'\n__END__\nx\n", "f ENV.fetch('OPENAI_API_KEY')\n__END__\nx\n"),
    ('comment-of-many-lines', '=begin\n@@\n=end\nx = 1\n', '=begin\nOPENAI_API_KEY\n=end\nx = 1\n'),
]  # fmt: skip
REFUSED = [
    ('words', 'k = %w[@@ b]', 'list of words'),
    ('symbol', 'k = :"@@"', 'symbol'),
    ('symbol-as-a-key', 'h = {"@@": 1}', 'symbol'),
    ('joined', 'k = "a" "@@"', 'joined'),
    ('percent-without-values', 'k = %q(a @@)', 'takes no values'),
    ('heredoc-without-values', "k = <<~'A'\n  @@\nA\n", 'takes no values'),
    ('data', 'x\n__END__\n@@\n', 'data at the end'),
    ('regular-expression', 'k = /@@/', 'neither in a string'),
    ('escape', 'k = "\\@@"', 'escape'),
    ('syntax-error', 'k = "@@', 'cannot be read as Ruby'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), [pytest.param(*row[1:], id=row[0]) for row in REWRITES])
def test_reads_the_variable(before: str, after: str) -> None:
    assert rewritten(ruby, NAME, before) == after


@pytest.mark.parametrize(('before', 'words'), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refuses(before: str, words: str) -> None:
    assert words in refusal(ruby, NAME, before)


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ("k = ENV['MINE'] || '@@'", 'MINE'),
        ("ENV['MINE'] ||= '@@'", 'MINE'),
        ("ENV.fetch('MINE', '@@')", 'MINE'),
        ('ENV.fetch("MINE") { \'@@\' }', 'MINE'),
        ("f('MINE', '@@')", ''),
    ],
)  # fmt: skip
def test_knows_the_variable_of_the_file(text: str, expected: str) -> None:
    assert variables(ruby, NAME, text) == [expected]


test_every_key_goes_or_nothing_changes = everything_or_nothing(ruby, NAME, [row[1] for row in REWRITES], '\n')
test_no_bytes_are_too_strange = strange_bytes(ruby, NAME)
