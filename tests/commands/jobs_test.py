"""A report is the same for every number of processes."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import zipfile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from keyguard import workers
from keyguard.cli import main
from testing.audits import line, variable
from testing.repository import Repository, isolated


def _zipped(text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo('inner/.env')
        archive.writestr(info, text)
    return out.getvalue()


def _notebook(text: bytes) -> bytes:
    cell = {'cell_type': 'code', 'source': [text.decode()], 'outputs': [], 'metadata': {}, 'execution_count': 1}
    return json.dumps({'cells': [cell], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}).encode()


_WORDS = b'# what stands in a file of an ordinary size\n' * 40
# what one key may stand in, and what cannot be read or holds nothing
_DRESSES = {
    'a.py': lambda number: _WORDS + line(number).encode(),
    'b.env': variable,
    'c.zip': lambda number: _zipped(variable(number)),
    'd.ipynb': lambda number: _notebook(line(number).encode()),
    'e.txt': lambda number: b'file: ' + base64.b64encode(line(number).encode() * 2),
    'f.csv': lambda number: variable(number).decode().encode('utf-16'),
    'g.gz': lambda number: gzip.compress(variable(number), mtime=0),
    'h.py': lambda number: b'a = 1\n' + line(number).rstrip().encode() + b'  # keyguard: allow an example\n',
    'i.7z': lambda number: b"7z\xbc\xaf'\x1c" + b'%d' % number,
    'j.md': lambda number: _WORDS + b'%d\n' % number,
}
_FILES = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(sorted(_DRESSES))), st.integers(0, 9), min_size=4, max_size=12
)


@pytest.mark.skipif(not hasattr(os, 'fork'), reason='one process is all there is')
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(commits=st.lists(_FILES, min_size=2, max_size=3))
def test_report_is_the_same_for_every_number_of_processes(
    commits: list[dict[tuple[int, str], int]],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    top = tmp_path_factory.mktemp('jobs')
    repository = Repository(top / 'r', isolated(top / 'home'))
    for number, files in enumerate(commits):
        # what a commit does not have is gone
        for path in sorted(repository.folder.iterdir()):
            if path.name.startswith('part'):
                repository.git('rm', '-rq', path.name)
        for (folder, name), seed in files.items():
            repository.write(f'part{folder}/{name}', _DRESSES[name](seed))
        repository.git('add', '.')
        repository.git('commit', '-q', '--allow-empty', '-m', f'{number}')
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv('SOURCE_DATE_EPOCH', '1800000000')
    for name, value in repository.environment.items():
        monkeypatch.setenv(name, value)
    for name, value in {'_ALONE': 1, '_BATCH': 2000, '_MOST_ITEMS': 3}.items():
        monkeypatch.setattr(workers, name, value)
    started: list[int] = []
    processes = workers._processes
    monkeypatch.setattr(workers, '_processes', lambda jobs, *more: started.append(jobs) or processes(jobs, *more))
    for source in ([], ['--history']):
        told = set()
        for jobs in ('1', '2', '3'):
            code = main(['audit', '--format', 'json', '--show-accepted', '--jobs', jobs, *source])
            out, _ = capsys.readouterr()
            told.add((code, out))
        assert len(told) == 1
        assert json.loads(out)['findings'] or code == 3
    # of few files, fewer processes than may
    assert max(started) > 1
