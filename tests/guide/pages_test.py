"""Every page of the guide, in every format."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from keyguard.catalogue import everything, one
from keyguard.guide import practices, provider, store
from keyguard.guide.words import Code, Items, Page, Reader, Section, Table, Text
from keyguard.kinds import Provider
from keyguard.model import Blob
from keyguard.pipeline import run
from keyguard.remedies import stores
from keyguard.remedies.words import LOCAL, RUN, UNCONFIRMED, Snippet, Step, Store, filled
from keyguard.report import page_json, page_markdown, page_text
from keyguard.settings import Settings
from testing import pages

PAGES = list(pages.pages())
every_page = pytest.mark.parametrize('page', [pytest.param(page, id=name) for name, page in PAGES])


def _text(tokens: list[Token]) -> list[str]:
    """What a reader sees of each inline run of a parsed text."""
    return [
        ''.join(part.content for part in token.children or () if part.type in ('text', 'code_inline'))
        for token in tokens
        if token.type == 'inline'
    ]


@every_page
def test_page_fits_a_terminal_and_holds_no_key(page: Page) -> None:
    text = page_text.render(page)
    assert pages.too_wide(page, text) == []
    assert not any(line != line.rstrip() for line in text.split('\n'))
    assert '@VAR@' not in text and '@ID@' not in text
    report = run([Blob(b'page.txt', text.encode())], Settings())
    assert [finding.detector.id for finding in report.blocked] == []
    # colour adds nothing but colour
    assert page_text.render(page, colour=True).replace('\x1b[1m', '').replace('\x1b[0m', '') == text


@every_page
def test_markdown_says_the_same_to_a_parser(page: Page) -> None:
    tokens = MarkdownIt('commonmark').enable('table').parse(page_markdown.render(page))
    tables = [block for section in page.sections for block in section.blocks if isinstance(block, Table)]
    assert len([token for token in tokens if token.type == 'tr_open']) == sum(len(each.rows) + 1 for each in tables)
    fences = [(token.info, token.content) for token in tokens if token.type == 'fence']
    assert fences == [(code.language, code.text + '\n') for code in pages.codes(page)]
    headings = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == 'heading_open']
    titles = [page.title, *(section.title for section in page.sections), *(['Go on'] if page.see else [])]
    assert _text(headings) == [title.replace('`', '') for title in titles]
    seen = _text(tokens)
    for words in pages.words(page):
        plain = words.replace('`', '')
        # the parser shows the escapes of an address as what they stand for
        assert any(unquote(plain) in unquote(each) for each in seen), words
    assert not any(token.type in ('html_block', 'hr', 'blockquote_open', 'code_block') for token in tokens)


@every_page
def test_json_holds_every_word_and_line(page: Page) -> None:
    found = json.loads(page_json.render(page))
    assert list(found) == ['schema', 'tool', 'kind', 'topic', 'title', 'lead', 'sections', 'see']
    text = json.dumps(found, ensure_ascii=False)
    for part in [*pages.words(page), *(code.text for code in pages.codes(page))]:
        assert json.dumps(part, ensure_ascii=False)[1:-1] in text


def test_shape_of_the_json() -> None:
    page = Page(
        'practice',
        'topic',
        'Title',
        'Lead.',
        [
            Section(
                'One', Text('Words'), Code('ls'), Table(('a', 'b'), [('c', 'd')]), Items(['e', (Text('f'), Code('g'))])
            )
        ],
        [('command', 'shows')],
    )
    found = json.loads(page_json.render(page))
    assert found.pop('tool')['name'] == 'keyguard'
    assert found == {
        'schema': 1,
        'kind': 'practice',
        'topic': 'topic',
        'title': 'Title',
        'lead': 'Lead.',
        'sections': [
            {
                'title': 'One',
                'blocks': [
                    {'type': 'text', 'text': 'Words'},
                    {'type': 'code', 'language': 'sh', 'text': 'ls'},
                    {'type': 'table', 'head': ['a', 'b'], 'rows': [['c', 'd']]},
                    {
                        'type': 'list',
                        'numbered': False,
                        'items': [
                            [{'type': 'text', 'text': 'e'}],
                            [{'type': 'text', 'text': 'f'}, {'type': 'code', 'language': 'sh', 'text': 'g'}],
                        ],
                    },
                ],
            }
        ],
        'see': [{'command': 'command', 'shows': 'shows'}],
    }


@pytest.mark.parametrize(
    'words',
    [
        '1. no list',
        '- no list',
        '# no heading',
        '* no list',
        'a_b_c and *d* and __e__ and ~~f~~',
        '<b>no tag</b> & [no](link)',
        'a | b \\ c',
        'https://a.example/b_c?d=e, and https://f.example/(g). Then `code *x* | y`',
        '+ no list',
        '12) no list',
        '\x1b[31mred\nline',
    ],
)
def test_words_stay_as_they_are_in_markdown(words: str) -> None:
    page = Page('practice', 'x', words, words, [Section(words, Items([words]), Table(('a', 'b'), [(words, words)]))])
    tokens = MarkdownIt('commonmark').enable('table').parse(page_markdown.render(page))
    seen = _text(tokens)
    plain = words.replace('`', '').replace('\x1b', '\\x1b').replace('\n', '\\n')
    assert [each for each in seen if each not in ('a', 'b')] == [plain] * 6


def test_code_with_fences_of_its_own() -> None:
    page = Page('practice', 'x', 'x', 'x', [Section('x', Items([(Text('x'), Code('````\n\tx\n````', 'text'))]))])
    (fence,) = [each for each in MarkdownIt().parse(page_markdown.render(page)) if each.type == 'fence']
    assert fence.content == '````\n\tx\n````\n'


def test_tables_in_a_terminal() -> None:
    long = 'what is wider than its column and has its row below it'
    page = Page(
        'practice',
        'x',
        'x',
        'x',
        [
            Section('two', Table(('a', 'b'), [('one', 'two ' * 30), ('three', '')])),
            Section('long', Table(('a', 'b'), [(long, 'two')])),
            Section('three', Table(('a', 'b', 'c'), [('one', 'two', ''), ('four', 'five', 'six')])),
        ],
    )
    lines = page_text.render(page).split('\n')
    assert lines[5].startswith('  one    two two') and lines[6].startswith('         two') and '  three' in lines
    assert lines[lines.index('  ' + long) + 1] == '      two'
    assert lines[-6:-1] == ['  one', '      b: two', '  four', '      b: five', '      c: six']


@pytest.mark.parametrize('each', everything(), ids=lambda each: each.id)
def test_page_of_a_provider_says_all_that_is_known(each: Provider) -> None:
    said = ' '.join(pages.words(provider.page(each, Reader())))
    for field in ('scopes', 'rotation', 'limits', 'spend', 'keyless', 'revoke', 'leaked', 'sdk'):
        assert getattr(each, field)[1:] in said
    for field in ('key_page', 'spend_page', 'usage_page'):
        assert getattr(each, field) in said
    for text in each.likely.values():
        # what is not confirmed is said to be so, in the same breath
        assert any(rest.lstrip('. ').startswith('(not confirmed)') for rest in said.split(text[1:])[1:]), text
    for objects in each.reads.values():
        assert all(f'`{name}()`' in said for name in objects) or not {*each.reads} <= {
            'python',
            'javascript',
            'go',
            'java',
        }


def test_what_is_not_known_of_a_provider_is_said() -> None:
    said = ' '.join(pages.words(provider.page(one('kling'), Reader())))
    assert 'Nothing is confirmed here about least privilege, rotation, limits per key and spending' in said
    assert 'The address of the page is not known here' in said
    said = ' '.join(pages.words(provider.page(one('deepseek'), Reader())))
    assert 'Nothing is confirmed here about limits per key:' in said


@pytest.mark.parametrize(
    ('words', 'sentence'),
    [
        ('keys do not expire', 'Keys do not expire.'),
        ('firectl does it', 'Firectl does it.'),
        ('huggingface_hub reads it', 'huggingface_hub reads it.'),
        ('@ai-sdk/x reads it', '@ai-sdk/x reads it.'),
        ('boto3 reads it', 'boto3 reads it.'),
        ('API groups', 'API groups.'),
        ('Whole already.', 'Whole already.'),
        ('OpenAI() reads it', 'OpenAI() reads it.'),
    ],
)
def test_words_of_the_catalogue_become_sentences(words: str, sentence: str) -> None:
    assert provider.sentence(words) == sentence


def test_many_kinds_of_key_are_counted() -> None:
    many = one('github-models')
    assert len(many.detectors) < 13
    many = Provider('many', 'Many', env=['MANY_KEY'], detectors=[*many.detectors, *many.detectors, *many.detectors])
    said = pages.words(provider.page(many, Reader()))
    assert f'and {len(many.detectors) - 12} more' in said


def test_team_that_keeps_its_keys_in_a_store_we_know_gets_its_first_step() -> None:
    page = provider.page(one('openai'), Reader(store='hashicorp vault'))
    assert any('keeps its keys in HashiCorp Vault' in words for words in pages.words(page))
    assert 'keyguard guide openai --store vault' in [code.text for code in pages.codes(page)]
    page = provider.page(one('openai'), Reader(store='bitwarden'))
    assert 'keyguard guide openai --store bitwarden' in [code.text for code in pages.codes(page)]
    page = provider.page(one('openai'), Reader(store='the safe'))
    assert 'Your team keeps its keys in the safe.' in pages.words(page)


def _store(**more: object) -> Store:
    words: dict[str, object] = {
        'place': LOCAL,
        'about': 'About @VAR@.',
        'docs': 'https://a.example/',
        'put': [Step('Put @ID@:', 'x')],
    }
    return Store('a', 'A', **{**words, **more})  # type: ignore[arg-type]


def test_what_nobody_confirmed_is_said_to_be_so() -> None:
    read = {'python': Snippet('a', 'b', UNCONFIRMED), 'go': Snippet('c', '', RUN)}
    page = store.page(_store(read=read, errors=[('E', 'F')]), 'V', 'p', Reader())
    words = pages.words(page)
    assert words.count('(Not confirmed; try it with a made-up value first.)') == 2 and '(Not confirmed.)' in words
    assert 'How the commands and programs above were checked: 1 run, 2 not confirmed.' in words
    assert page.lead == 'About V. Filled in for V, as an example.'
    page = store.page(_store(put=[Step('Click.', checked=RUN)]), 'V', 'p', Reader(), 'P')
    assert not any('checked' in each or 'onfirmed' in each for each in pages.words(page))


def test_language_that_a_store_has_no_way_for() -> None:
    plain = _store(read={'shell': Snippet('x', '', RUN)})
    titles = [section.title for section in store.page(plain, 'V', 'p', Reader(languages=['go'])).sections]
    assert titles[:3] == ['Put the key in', 'Read it in Shell', 'Read it']
    page = store.page(_store(unread='Not at all.', read={'go': Snippet('x')}), 'V', 'p', Reader())
    assert 'Read it in Python and JavaScript and TypeScript and Java and Shell' in [
        each.title for each in page.sections
    ]
    page = store.page(_store(unread='Not at all.'), 'V', 'p', Reader())
    assert 'Read it' in [each.title for each in page.sections]


@pytest.mark.parametrize('place', stores.every(), ids=lambda place: place.id)
def test_page_of_a_store_shows_every_step(place: Store) -> None:
    page = store.page(place, 'X_KEY', 'x', Reader())
    shown = '\n'.join(code.text for code in pages.codes(page))
    for step in (*place.put, *place.renew, *place.grant, *place.variable):
        assert filled(step.code, 'X_KEY', 'x') in shown
    assert all(filled(snippet.code, 'X_KEY', 'x') in shown for snippet in place.read.values())


@pytest.mark.parametrize(
    ('shell', 'words'),
    [
        ('bash', ''),
        ('zsh', ''),
        ('fish', 'type bash first'),
        ('sh', 'type bash first'),
        ('powershell', 'Git Bash or WSL'),
    ],
)
def test_page_of_a_store_says_which_shell_its_lines_are_for(shell: str, words: str) -> None:
    lead = store.page(stores.store('vault'), 'X_KEY', 'x', Reader(shell)).lead
    assert ('The lines are for bash or zsh' in lead) == bool(words) and words in lead


def test_catalogue_of_practices_is_what_lies_in_the_folder() -> None:
    assert tuple(sorted(practices.ORDER)) == practices.ids() == tuple(sorted(each.id for each in practices.every()))
    for each in practices.every():
        titles = [section.title for section in practices.page(each, Reader()).sections]
        assert titles[:3] == ['Diagnosis', 'Fix', 'Why it works']
    with pytest.raises(KeyError):
        practices.practice('hope')


def test_nothing_outdated_is_shown() -> None:
    for _, page in PAGES:
        shown = ' '.join([*pages.words(page), *(code.text for code in pages.codes(page))])
        for old in (
            'Completion.create',
            'openai.error',
            'text-davinci',
            'context store-secret',
            'json.loads(Secret',
        ):
            assert old not in shown
