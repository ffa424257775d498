"""The code that the practices show runs, and does what it says."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import threading
import time
from types import ModuleType, SimpleNamespace

import pytest
import yaml

from keyguard.guide import languages, practices
from keyguard.guide.practices import monitoring
from keyguard.guide.words import Reader
from testing import pages


class Clock:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += seconds


def _limiter(calls: int, seconds: float, clock: object = time) -> object:
    space: dict[str, object] = {}
    exec(monitoring.LIMITER, space)  # what people copy
    space['time'] = clock
    return space['Limiter'](calls, seconds)  # type: ignore[operator]


def test_limiter_lets_so_many_begin_in_any_window_and_no_more() -> None:
    clock = Clock()
    limiter = _limiter(3, 10.0, clock)
    begun = []
    for call in range(20):
        with limiter:  # type: ignore[attr-defined]
            begun.append(clock.now)
        clock.now += 0.5 + call % 3
    assert all(later - earlier >= 10.0 for earlier, later in zip(begun, begun[3:]))
    # nobody waits longer than the window asks for
    assert begun[-1] - begun[0] <= 10.0 * 7
    assert begun[2] - begun[0] < 5


def test_limiter_holds_for_all_threads_and_after_an_error() -> None:
    limiter = _limiter(4, 0.2)
    begun: list[float] = []

    def call() -> None:
        try:
            with limiter:  # type: ignore[attr-defined]
                begun.append(time.monotonic())
                raise ValueError
        except ValueError:
            pass

    threads = [threading.Thread(target=call) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    begun.sort()
    # the times are taken a moment after those of the limiter
    assert len(begun) == 12 and all(later - earlier > 0.15 for earlier, later in zip(begun, begun[4:]))


def test_limiter_in_javascript() -> None:
    node = shutil.which('node')
    if node is None:
        pytest.skip('node is not installed')
    program = (
        monitoring.LIMITER_JS
        + """
        const turn = limiter(4, 200);
        const begun = [];
        await Promise.all(Array.from({ length: 12 }, async () => { await turn(); begun.push(performance.now()); }));
        console.log(JSON.stringify(begun));
        """
    )
    arguments = [node, '--input-type=module', '--eval', program]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=60)
    begun = yaml.safe_load(done.stdout)
    assert len(begun) == 12 and all(later - earlier > 150 for earlier, later in zip(begun, begun[4:]))


def test_call_that_cannot_run_away_logs_numbers_and_no_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[dict[str, object]] = []

    class Client:
        def __init__(self, **options: object) -> None:
            asked.append(options)
            self.responses = self

        def create(self, **words: object) -> SimpleNamespace:
            asked.append(words)
            usage = SimpleNamespace(input_tokens=3, output_tokens=5)
            return SimpleNamespace(model='m', usage=usage, output_text='an answer')

    fake = ModuleType('openai')
    fake.OpenAI = Client  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, 'openai', fake)
    monkeypatch.setenv('MODEL', 'm')
    space: dict[str, object] = {'__name__': 'app'}
    exec(monitoring.LIMITER + '\n' + monitoring.CLIENT, space)
    with caplog.at_level(logging.INFO):
        assert space['answer']('a secret question') == 'an answer'  # type: ignore[operator]
    assert asked[0] == {'timeout': 20, 'max_retries': 2} and asked[1]['max_output_tokens'] == 500
    assert 'model=m' in caplog.text and 'output=5' in caplog.text and 'secret' not in caplog.text


def test_workflow_of_the_practice_gives_the_key_to_one_step() -> None:
    page = practices.page(practices.practice('ci'), Reader())
    (workflow,) = [yaml.safe_load(code.text) for code in pages.codes(page) if code.language == 'yaml']
    (step,) = workflow['jobs']['evaluate']['steps']
    assert step['env'] == {'OPENAI_API_KEY': '${{ secrets.OPENAI_API_KEY }}'} and workflow['permissions']


@pytest.mark.parametrize('language', languages._TITLES)
def test_reading_stops_where_the_variable_is_missing(language: str) -> None:
    code = languages.reading(language, 'THE_KEY')
    assert 'THE_KEY' in code and 'NAME' not in code
    program = {
        'python': [sys.executable, '-c', f'{code}\nprint(key)'],
        'javascript': ['node', '--input-type=module', '--eval', f'{code}\nconsole.log(key)'],
        'shell': ['sh', '-c', f'{code}\necho "$THE_KEY"'],
        'ruby': ['ruby', '-e', f'puts {code}'],
        'php': ['php', '-r', f'{code} echo $key;'],
    }.get(language)
    if program is None or shutil.which(program[0]) is None:
        pytest.skip(f'nothing here runs {language}')
    done = subprocess.run(program, env={'THE_KEY': 'x'}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == 'x'
    done = subprocess.run(program, env={}, capture_output=True, text=True, check=False)
    assert done.returncode and 'THE_KEY' in done.stderr + done.stdout


def test_key_for_curl_stands_on_no_command_line() -> None:
    page = practices.page(practices.practice('environment'), Reader())
    (code,) = [code.text for code in pages.codes(page) if 'curl' in code.text]
    head, _, tail = code.partition('|\n')
    assert '$OPENAI_API_KEY' in head and 'OPENAI' not in tail
    done = subprocess.run(['sh', '-c', head], env={'OPENAI_API_KEY': 'x y'}, capture_output=True, text=True, check=True)
    assert done.stdout == 'header = "Authorization: Bearer x y"\n'
