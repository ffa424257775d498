"""The free tests: every detector of the catalogue, none exempt. Adding a provider adds its tests."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest

from keyguard.catalogue import everything
from keyguard.detect import detect, unknown_format
from keyguard.kinds import Detector, Provider
from keyguard.model import Blob, View
from keyguard.pipeline import run
from keyguard.placeholder import placeholder
from keyguard.prefilter import suspects
from keyguard.providers import _phonebook, check, ids
from keyguard.providers.book import build, nodes, source
from keyguard.remedies import steps
from keyguard.report.json import render as render_json
from keyguard.report.text import render as render_text
from keyguard.samples import _text, sample, surroundings
from keyguard.settings import Settings
from testing.carriers import CARRIERS

PROVIDERS = everything()
KINDS = [
    pytest.param(provider, detector, id=detector.id)
    for provider in PROVIDERS
    # of some providers no format is known: they are told by their variables
    for detector in provider.detectors or (unknown_format(provider),)
]
SEEDS = range(4)


def _variable(provider: Provider, detector: Detector) -> str:
    return detector.env or (provider.env[0] if provider.env else 'API_KEY')


def _word(detector: Detector) -> str:
    return detector.names[0] if detector.names else 'service'


def _company(provider: Provider, detector: Detector, seed: int) -> bytes:
    """The secret beside which a public key is worth a word; nothing for a secret itself."""
    if detector.alone:
        return b''
    mate = next(other for other in provider.detectors if other.alone)
    return surroundings(provider, mate, sample(mate, seed))


def _settings() -> Settings:
    return Settings()


@pytest.mark.parametrize('provider', PROVIDERS, ids=lambda provider: provider.id)
def test_provider_is_sound(provider: Provider) -> None:
    assert check.problems(provider) == []


_SENTENCES = ('revoke', 'scopes', 'rotation', 'spend', 'keyless', 'limits', 'leaked', 'sdk')
_PAGES = ('key_page', 'spend_page', 'usage_page')


@pytest.mark.parametrize('provider', PROVIDERS, ids=lambda provider: provider.id)
def test_what_a_provider_tells_its_users_is_well_formed(provider: Provider) -> None:
    for name, text in [*((name, getattr(provider, name)) for name in _SENTENCES), *provider.likely.items()]:
        if text and name in _SENTENCES:
            # whoever shows it makes a sentence of it
            assert text == ' '.join(text.split()) and text[-1] not in '.,:;', name
            assert len(text) < 300, name
    assert set(provider.likely) <= {*_SENTENCES, *_PAGES}
    assert all(provider.likely.values())
    for name, text in provider.likely.items():
        # what is likely may stand beside what is sure, and adds to it
        assert text != getattr(provider, name)


def test_phone_book_is_what_the_catalogue_makes_of_it() -> None:
    written = Path(_phonebook.__file__).read_text(encoding='ascii')
    assert written == source(build(PROVIDERS)), 'run: python -m keyguard.providers'


def test_every_file_of_the_folder_is_a_provider_with_its_own_id() -> None:
    assert [provider.id for provider in PROVIDERS] == ids()


def test_detector_ids_are_unique_and_carry_their_providers_words() -> None:
    every = [detector.id for provider in PROVIDERS for detector in (*provider.detectors, unknown_format(provider))]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(('provider', 'detector'), KINDS)
@pytest.mark.parametrize('seed', SEEDS)
def test_sample_speaks_with_exactly_its_own_detector(provider: Provider, detector: Detector, seed: int) -> None:
    key = sample(detector, seed)
    mate = _company(provider, detector, seed)
    text = mate + surroundings(provider, detector, key)
    report = run([Blob(b'app.env', text)], _settings())
    spoken = [(finding.detector.id, finding.secret.reveal()) for finding in report.blocked]
    assert (detector.id, key) in spoken
    assert len(spoken) == (1 if not mate else 2)
    assert report.accepted == []


@pytest.mark.parametrize(('provider', 'detector'), [kind for kind in KINDS if kind.values[1].alone])  # type: ignore[union-attr]
def test_key_is_found_in_every_carrier_at_its_place(provider: Provider, detector: Detector) -> None:
    """All carriers in one test, as there are some ten thousand pairs; what fails says in which of them."""
    key = sample(detector, 1)
    settings, told, expected = _settings(), {}, {}
    for carrier, carry in CARRIERS.items():
        if not provider.detectors and carrier.startswith('python-'):
            continue  # a value that is not next to its variable: only a known format tells it
        name, data, line, column = carry(_variable(provider, detector), _word(detector), key.decode())
        report = run([Blob(name.encode(), data)], settings)
        told[carrier] = [
            (each.detector.id, each.secret.reveal() == key, each.line, each.column, each.end_line, each.end_column)
            for each in report.blocked
        ]
        expected[carrier] = [(detector.id, True, line, column, line, column + len(key))]
    assert told == expected


@pytest.mark.parametrize(('provider', 'detector'), KINDS)
def test_prefilter_suspects_every_sample_wherever_it_stands(provider: Provider, detector: Detector) -> None:
    for seed in range(25):
        key = sample(detector, seed)
        for before, after in (
            (b'', b''),
            (b'="', b'"'),
            (b'x\\n', b'\\n'),
            (b'%22', b'%22'),
            (b'\x1b[32m', b'\x1b[0m'),
        ):
            name = _word(detector).encode()
            text = name + b' api_key ' + before + key + after
            view = View(text)
            speaking = detect(view, b'', [provider])
            if any(hit.detector is detector for hit in speaking):
                assert provider.id in suspects(text, b'', _phonebook.BOOK)
        assert provider.id in suspects(surroundings(provider, detector, key), b'', _phonebook.BOOK)


@pytest.mark.parametrize(('provider', 'detector'), KINDS)
def test_near_misses_stay_silent(provider: Provider, detector: Detector) -> None:
    key = sample(detector, 2)
    body = len(detector.prefix_of(key))
    cut = key[: body + (len(key) - body) // 3]
    if re.fullmatch(detector.pattern.encode(), cut):
        # of a kind whose length is a range: far below its least
        cut = key[: body + 7]
    misses = {
        'cut short': cut,
        'a wrong first character': b'#' + key[1:],
        'a hole': cut + b' ' + key[len(cut) :],
        'a longer run': key + b'abcdefghij0123456789' * 120,
        'the middle of a word': b'x9' + key,
    }
    whole = [other.id for other in provider.detectors]
    for what, text in misses.items():
        line = _word(detector).encode() + b' = ' + text + b'\n'
        hits = detect(View(line), b'', [provider])
        assert detector.id not in [hit.detector.id for hit in hits if hit.detector.id in whole], what


@pytest.mark.parametrize(('provider', 'detector'), [kind for kind in KINDS if kind.values[1].names])  # type: ignore[union-attr]
def test_key_that_needs_a_name_is_silent_without_one(provider: Provider, detector: Detector) -> None:
    text = b'api_key = "' + sample(detector, 3) + b'"\n'
    assert detector.id not in [hit.detector.id for hit in detect(View(text), b'', [provider])]


@pytest.mark.parametrize(('provider', 'detector'), KINDS)
def test_pattern_takes_linear_time_by_its_structure(provider: Provider, detector: Detector) -> None:
    assert check.unbounded(nodes(detector.pattern)) == ''


@pytest.mark.parametrize(('provider', 'detector'), KINDS)
def test_judging_a_hostile_key_takes_no_time(provider: Provider, detector: Detector) -> None:
    """Texts of the pattern's alphabet, made to try every way."""
    keys = [sample(detector, seed) for seed in range(2)]
    judges = [judge for judge in (detector.claim, detector.check, detector.wordlike, detector.doubt) if judge]
    begun = time.process_time()
    for part in (b'1-', b'a_', b'A1-', b'aA', b'a', b'0', b'-_', b'eyJ'):
        for tail in (b'', b'aBcDeFgH', b'!'):
            for key in keys:
                prefix = detector.prefix_of(key)
                size = len(key) - len(prefix) - len(tail)
                text = prefix + (part * size)[:size] + tail
                if re.fullmatch(detector.pattern.encode(), text):
                    for judge in judges:
                        judge(text)
    # a linear one needs some hundredths of a second, an exponential one never comes back
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ('provider', 'detector'),
    [kind for kind in KINDS if kind.values[1].check and kind.values[1].alone and kind.values[1].literals],  # type: ignore[union-attr]
)
def test_failed_proof_is_set_aside_with_its_reason(provider: Provider, detector: Detector) -> None:
    """A text of the right shape whose proof fails is never blocked, whatever variable it is given to."""
    source, tree = random.Random(detector.id), nodes(detector.pattern)
    assert detector.check is not None
    texts = (_text(tree, source) for _ in range(2000))
    failing = (text for text in texts if detector.check(text) and not placeholder(text, detector.prefix_of(text)))
    broken = next(failing, None)
    if broken is None:
        pytest.skip('no such text comes up')
    report = run([Blob(b'app.py', surroundings(provider, detector, broken))], _settings())
    assert [finding.detector.id for finding in report.blocked if finding.secret.reveal() == broken] == []
    assert any(finding.accepted.startswith('not a key: ') for finding in report.accepted)


@pytest.mark.parametrize(
    ('provider', 'detector'), [kind for kind in KINDS if kind.values[1].wordlike and kind.values[1].alone]
)  # type: ignore[union-attr]
def test_key_that_reads_like_words_counts_in_its_own_variable(provider: Provider, detector: Detector) -> None:
    source, tree = random.Random(detector.id), nodes(detector.pattern)
    assert detector.wordlike is not None
    texts = (_text(tree, source) for _ in range(4_000))
    found = next(
        (text for text in texts if detector.wordlike(text) and not placeholder(text, detector.prefix_of(text))), b''
    )
    name = (detector.env or (provider.env[0] if provider.env else '')).encode()
    if not found or not name or not any(0x30 <= char <= 0x39 for char in found):
        pytest.skip('no such text comes up, or nothing but its literal could show it')
    speaking = [hit for hit in detect(View(name + b'=' + found + b'\n'), b'', [provider]) if not hit.reason]
    assert [hit.secret.reveal() for hit in speaking] == [found]


@pytest.mark.parametrize(('provider', 'detector'), KINDS)
def test_report_tells_the_way_out_and_never_the_key(provider: Provider, detector: Detector) -> None:
    key = sample(detector, 5)
    text = _company(provider, detector, 5) + surroundings(provider, detector, key)
    report = run([Blob(b'app.py', text)], _settings())
    outputs = [
        render_text(report, 'commit blocked', show_accepted=True),
        render_json(report),
        repr(report.blocked[0].secret),
    ]
    start = len(detector.prefix_of(key))
    for output in outputs:
        for at in range(start, len(key) - 7):
            assert key[at : at + 8].decode() not in output
    finding = next(finding for finding in report.blocked if finding.detector.id == detector.id)
    assert steps.variable_of(finding) == _variable(provider, detector) or not provider.env
    way_out = detector.in_file or provider.name
    assert way_out in ' '.join(outputs[0].split()) or provider.key_page in outputs[0]
    assert steps.take_out(finding) and steps.revoke(finding)


@pytest.mark.parametrize(('provider', 'detector'), KINDS)
def test_accepted_key_stays_accepted_wherever_it_moves(provider: Provider, detector: Detector, tmp_path: Path) -> None:
    key = sample(detector, 6)
    text = _company(provider, detector, 6) + surroundings(provider, detector, key)
    report = run([Blob(b'a.py', text)], _settings())
    entries = ',\n'.join(
        f'{{"fingerprint": "{finding.secret.fingerprint}", "detector": "{finding.detector.id}", '
        '"verdict": "test-key", "reason": "made for a test"}'
        for finding in report.blocked
    )
    baseline = tmp_path / 'baseline.json'
    baseline.write_text(f'{{"schema": 1, "accepted": [\n{entries}\n]}}\n')
    moved = run([Blob(b'moved/b.py', b'\r\n\r\n' + text.replace(b'\n', b'\r\n'))], Settings(baseline=str(baseline)))
    assert moved.blocked == []
    assert [finding.accepted for finding in moved.accepted] == ['baseline: test-key: made for a test'] * len(
        report.blocked
    )
