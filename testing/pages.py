"""Every page of the guide that does not depend on a repository, and what is true of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.catalogue import everything
from keyguard.guide import overview, practices, provider, states, store
from keyguard.guide.words import Code, Items, Page, Reader, Table, Text
from keyguard.remedies import environment, stores
from keyguard.report.page_text import WIDTH


def pages() -> Iterator[tuple[str, Page]]:
    """A name for each page, and the page."""
    reader = Reader()
    yield 'overview', overview.page(everything(), everything()[:1])
    for each in everything():
        yield f'provider {each.id}', provider.page(each, reader)
    for place in stores.every():
        yield f'store {place.id}', store.page(place, 'OPENAI_API_KEY', 'openai', reader)
        # a long name, in one language
        name = 'ALIBABA_CODING_PLAN_API_KEY'
        yield f'store {place.id} filled', store.page(place, name, 'dashscope', Reader('zsh', ('go',)), 'Alibaba')
    for shell in environment.shells():
        for language in ('javascript', 'ruby', 'csharp'):
            for practice in practices.every():
                page = practices.page(practice, Reader(shell, (language,), 'the safe in the office'))
                yield f'practice {practice.id} {shell} {language}', page
        for state in states.ALSO:
            for installed in (False, True):
                sections = states.general(state, Reader(shell), installed)
                yield f'state {state} {shell} {installed}', states.page(state, sections, states.NONE)
    for known in (False, True):
        yield f'state leak {known}', states.page(states.LEAK, states.nothing(known), states.NOTHING)


def words(page: Page) -> list[str]:
    """All that a page says in words, its code left out."""
    said = [page.title, page.lead, *(shows for _, shows in page.see)]
    for section in page.sections:
        said.append(section.title)
        for block in section.blocks:
            if isinstance(block, Text):
                said.append(block.words)
            elif isinstance(block, Table):
                said += [cell for row in block.rows for cell in row]
            elif isinstance(block, Items):
                said += [part.words for item in block.items for part in item if isinstance(part, Text)]
    return said


def codes(page: Page) -> list[Code]:
    """All code of a page, in its order."""
    found = []
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Code):
                found.append(block)
            elif isinstance(block, Items):
                found += [part for item in block.items for part in item if isinstance(part, Code)]
    return found


def too_wide(page: Page, text: str) -> list[str]:
    """Lines of the text that do not fit the terminal and are neither code nor an address."""
    code = {line.strip() for each in codes(page) for line in each.text.split('\n')}
    return [
        line for line in text.split('\n') if len(line) > WIDTH and line.strip() not in code and 'https://' not in line
    ]
