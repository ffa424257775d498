"""How often keyguard is wrong: an audit of well-known packages' source distributions, each finding judged by a person.

``python benchmarks/noise.py --output FILE.md`` downloads the pinned packages once, unpacks them, runs
``keyguard audit`` over them and writes a report. Needs a Unix, a pip that reaches a package index, and a disk with
some gigabytes to spare.

No code of a package is run: ``pip download`` would run the build of each, so only pip's finder and session are used,
which follow whatever index pip is configured to use.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import logging
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VERDICTS = HERE / 'noise_verdicts.json'
# not a key; a published sample that no tool could tell from a key; a key
FALSE, SAMPLE, TRUE = 'false', 'sample', 'true'
# what is promised: at most one false finding in so many files of text
FILES_PER_FALSE = 20_000
SUFFIXES = ('.tar.gz', '.tgz', '.tar.bz2', '.tar.xz', '.zip')
BLOCK = 1 << 20
# a file with a zero byte in its first bytes is not text, as git has it
TEXT_HEAD = 8 << 10
# frameworks and SDKs of AI providers first: their tests and examples are full of texts that are nearly keys
PACKAGES = """
openai==3.57.0
anthropic==2.13.0
litellm==1.110.2
mistralai==3.7.0
langchain-core==1.8.4
langchain==1.5.0
langchain-community==0.4.2
langchain-classic==1.0.8
langchain-openai==1.7.4
langgraph==1.2.22
llama-index-core==0.14.25
transformers==5.23.0
huggingface-hub==2.4.0
datasets==5.2.0
cohere==7.3.1
groq==1.7.0
together==3.1.1
replicate==1.0.7
google-genai==3.3.0
dspy==3.4.1
haystack-ai==3.4.1
instructor==1.17.0
autogen-agentchat==0.7.5
autogen-ext==0.7.5
crewai==1.15.30
crewai-tools==1.15.30
pydantic-ai-slim==2.68.0
semantic-kernel==1.45.0
smolagents==1.26.0
chromadb==1.5.9
qdrant-client==1.20.0
pinecone==10.2.0
wandb==0.31.0
mlflow==3.18.0
langsmith==0.14.17
langfuse==5.0.4
gradio==6.31.0
streamlit==1.67.0
vllm==0.33.0
sentence-transformers==6.2.0
peft==0.21.2
accelerate==1.15.0
diffusers==0.42.1
tokenizers==0.23.3
elevenlabs==2.78.0
assemblyai==1.8.2
deepgram-sdk==7.16.0
fireworks-ai==1.2.30
cerebras-cloud-sdk==1.91.0
voyageai==0.5.0
zhipuai==2.1.5.20250825
writer-sdk==3.0.0
xai-sdk==1.21.0
openrouter==1.3.84
portkey-ai==2.3.4
livekit-agents==1.8.9
pipecat-ai==1.14.0
chainlit==2.12.0
aider-chat==0.86.2
open-interpreter==0.4.3
browser-use==0.13.14
open-webui==0.12.4
mem0ai==2.2.1
agno==3.1.10
deepeval==4.3.1
ragas==0.4.3
opik==2.2.122
unstructured==0.27.35
docling==2.143.0
bentoml==1.4.40
prefect==3.9.1
zenml==0.98.0
databricks-sdk==0.162.0
dbt-core==1.12.6
kfp==2.17.3
detect-secrets==1.5.0
ggshield==1.56.1
checkov==3.3.30
prowler==5.46.0
semgrep==1.185.0
scikit-learn==1.9.1
numpy==2.5.5
scipy==1.18.1
pandas==3.1.1
matplotlib==3.11.2
django==6.1.3
sympy==1.14.0
sqlalchemy==2.1.9
ansible==14.5.0
ansible-core==2.21.5
salt==3008.5
apache-airflow-core==3.3.2
apache-superset==6.1.0
botocore==1.44.5
boto3==1.44.5
awscli==1.46.2
azure-mgmt-network==33.1.0
azure-mgmt-compute==39.0.0
azure-mgmt-web==11.0.1
azure-ai-ml==1.35.2
azure-ai-projects==2.10.0
azure-search-documents==12.0.0
google-cloud-aiplatform==2.7.0
google-cloud-bigquery==3.47.0
google-ads==34.0.0
cryptography==50.0.2
paramiko==5.1.0
pygments==2.21.0
sphinx==9.2.0
jupyterlab==4.6.6
notebook==7.6.5
bokeh==3.10.1
plotly==7.1.0
nltk==3.10.4
spacy==3.8.18
dulwich==1.2.21
mercurial==7.2.4
twisted==26.10.0
kubernetes==37.0.2
faker==40.54.0
statsmodels==0.15.0
pyinstaller==6.22.3
lxml==6.1.3
grpcio==1.85.1
opencv-python==5.0.0.93
oci==2.189.0
tencentcloud-sdk-python==3.1.195
aws-cdk-lib==2.275.0
pulumi-azure-native==3.29.0
homeassistant==2026.11.0
label-studio==1.23.2
buildbot==4.3.0
wagtail==8.0.1
spyder==6.1.8
orange3==3.40.0
pyarrow==26.0.1
duckdb==2.0.0
xgboost==3.4.1
catboost==1.2.10
deepspeed==0.19.8
mypy==2.4.1
pylint==4.1.4
black==26.10.1
ruff==0.17.5
scrapy==2.19.0
celery==5.7.0
aiohttp==3.14.5
yt-dlp==2026.10.26
elasticsearch==9.5.1
opensearch-py==3.2.0
stripe==16.1.0
twilio==9.13.0
telethon==1.45.0
conan==2.34.0
scons==4.11.1
dash==4.4.1
posthog==7.91.1
"""


class Stop(Exception):
    """The measurement cannot go on, and this is why."""


class Unavailable(Exception):
    """A package that has to be left out, and why."""


class Size(NamedTuple):
    """What was unpacked: all files, those of them that are text, and the bytes of the latter."""

    files: int
    text_files: int
    text_bytes: int


@dataclass(frozen=True)
class Corpus:
    """The unpacked packages, what was left out, and a digest that tells whether two reports are of the same files."""

    folder: Path
    sizes: dict[str, Size]
    left_out: dict[str, str]
    digest: str

    @property
    def total(self) -> Size:
        """The sum over all packages."""
        return Size(*(sum(column) for column in zip(*self.sizes.values())))


@dataclass(frozen=True)
class Audit:
    """What keyguard said, which keyguard it was, and what it took."""

    report: dict[str, Any]
    version: str
    seconds: float
    cpu: float


class Judgement(NamedTuple):
    """What a person said of a finding."""

    verdict: str
    why: str


def say(text: str) -> None:
    """Progress, out of the way of the report."""
    print(text, file=sys.stderr, flush=True)


# --- the downloads


class Index:
    """The package index that pip is configured to use, by pip itself: its mirrors, certificates, proxies, passwords."""

    def __init__(self) -> None:
        # what pip remarks about each place it looks at is of no use here, and names the places
        logging.getLogger('pip').setLevel(logging.CRITICAL)
        # pip has no public way to fetch a source distribution without building it
        command = importlib.import_module('pip._internal.commands').create_command('download')
        options, _ = command.parse_args(['--no-cache-dir', '--no-binary', ':all:'])
        self._session = command._build_session(options)
        self._finder = command._build_package_finder(options, self._session, ignore_requires_python=True)
        # what the session raises is an OSError; the finder has errors of pip's own
        self._errors = (importlib.import_module('pip._internal.exceptions').PipError, OSError)

    def fetch(self, requirement: str, folder: Path) -> Path:
        """The source distribution as a file in the folder, checked against the index's sha256."""
        name, _, number = requirement.partition('==')
        try:
            links = [
                found.link
                for found in self._finder.find_all_candidates(name)
                if str(found.version) == number and not found.link.is_wheel
            ]
            # the text of an error could name the index: where somebody's mirror is does not belong into a report
        except self._errors as error:
            raise Unavailable(f'the index gave no list of files ({type(error).__name__})') from error
        for link in links:
            suffix = next((suffix for suffix in SUFFIXES if link.filename.endswith(suffix)), '')
            if suffix and link.hash_name == 'sha256':
                try:
                    return self._load(link, folder / f'{requirement}{suffix}')
                except self._errors as error:
                    raise Unavailable(f'the download failed ({type(error).__name__})') from error
        raise Unavailable('the index has no source distribution of this version, or none with a sha256')

    def _load(self, link: Any, path: Path) -> Path:
        partial = path.with_name(f'{path.name}.part')
        digest = hashlib.sha256()
        # without this header, a server may pack what is packed already, and the sum would be of something else
        with (
            self._session.get(
                link.url_without_fragment, headers={'Accept-Encoding': 'identity'}, stream=True
            ) as answer,
            partial.open('wb') as stream,
        ):
            answer.raise_for_status()
            for block in answer.iter_content(BLOCK):
                digest.update(block)
                stream.write(block)
        if digest.hexdigest() != link.hash:
            raise Unavailable('the file has not the sha256 that the index gives')
        partial.replace(path)
        return path


def downloaded(requirements: Sequence[str], folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Each package's file, from the folder if it is there, and the reasons why some have none."""
    folder.mkdir(parents=True, exist_ok=True)
    index: Index | None = None
    archives, left_out = {}, {}
    for requirement in requirements:
        paths = [folder / f'{requirement}{suffix}' for suffix in SUFFIXES]
        path = next((path for path in paths if path.exists()), None)
        if path is None:
            say(f'downloading {requirement}')
            index = index or Index()
            try:
                path = index.fetch(requirement, folder)
            except Unavailable as error:
                say(f'{requirement} is left out: {error}')
                left_out[requirement] = str(error)
                continue
        archives[requirement] = path
    return archives, left_out


# --- the files


def members(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The regular files of an archive; links and devices have no text of their own."""
    if archive.suffix == '.zip':
        with zipfile.ZipFile(archive) as packed:
            for entry in packed.infolist():
                if not entry.is_dir():
                    with packed.open(entry) as stream:
                        yield entry.filename, stream
        return
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isreg():
                body = tar.extractfile(member)
                if body is not None:
                    with body:
                        yield member.name, body


def inside(name: str) -> PurePosixPath:
    """The name, if it leads nowhere but below the folder that it is put in."""
    path = PurePosixPath(name)
    if path.is_absolute() or '..' in path.parts or '\\' in name or re.match('[A-Za-z]:', name):
        raise Unavailable('it holds a name that leads out of its folder')
    return path


def unpack(archive: Path, folder: Path) -> None:
    """Put the archive's files into a new folder, which appears whole or not at all.

    Stricter than the filter ``data`` of ``tarfile``, which not every Python 3.10 has: no links, modes or owners.
    """
    partial = folder.with_name(f'.{folder.name}.part')
    shutil.rmtree(partial, ignore_errors=True)
    try:
        for name, stream in members(archive):
            path = partial / inside(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open('wb') as out:
                shutil.copyfileobj(stream, out, BLOCK)
        partial.rename(folder)
    except (OSError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile) as error:
        raise Unavailable(f'it cannot be unpacked ({type(error).__name__})') from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def measured(folder: Path) -> Size:
    """Count what lies below the folder."""
    files = text_files = text_bytes = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            files += 1
            with open(path, 'rb') as stream:
                if b'\0' not in stream.read(TEXT_HEAD):
                    text_files += 1
                    text_bytes += os.fstat(stream.fileno()).st_size
    return Size(files, text_files, text_bytes)


def digest_of(archives: Iterable[Path]) -> str:
    """The same for two runs over the same source distributions."""
    total = hashlib.sha256()
    for archive in sorted(archives):
        inner = hashlib.sha256()
        with archive.open('rb') as stream:
            while block := stream.read(BLOCK):
                inner.update(block)
        total.update(inner.digest())
    return total.hexdigest()[:12]


def corpus(requirements: Sequence[str], work: Path) -> Corpus:
    """All packages, unpacked; those that could not be had are left out by name."""
    archives, left_out = downloaded(requirements, work / 'sdists')
    folder = work / 'files'
    folder.mkdir(exist_ok=True)
    for entry in folder.iterdir():
        # from a run with another list, or one that was interrupted
        if entry.name not in archives:
            shutil.rmtree(entry)
    sizes = {}
    for requirement, archive in archives.items():
        if not (folder / requirement).exists():
            say(f'unpacking {requirement}')
            try:
                unpack(archive, folder / requirement)
            except Unavailable as error:
                say(f'{requirement} is left out: {error}')
                left_out[requirement] = str(error)
                continue
        sizes[requirement] = measured(folder / requirement)
    if not sizes:
        raise Stop('no package could be had')
    return Corpus(folder, sizes, left_out, digest_of(archives[requirement] for requirement in sizes))


# --- the audit


def audit(folder: Path, work: Path) -> Audit:
    """The real command over the folder, by a copy of this checkout: nobody can change it in the middle of the run."""
    source = work / 'source'
    shutil.rmtree(source, ignore_errors=True)
    commit = checkout()
    shutil.copytree(ROOT / 'keyguard', source / 'keyguard', ignore=shutil.ignore_patterns('__pycache__'))
    environment = {name: value for name, value in os.environ.items() if not name.startswith('PYTHON')}
    environment['PYTHONPATH'] = str(source)
    keyguard = [sys.executable, '-m', 'keyguard']
    answer = work / 'audit.json'
    answer.unlink(missing_ok=True)
    # comments that other people wrote for other scanners are no merit of keyguard's
    options = ['--no-inline', '--format', 'json', '--output', str(answer)]
    # run outside of any repository: there, neither a configuration nor a baseline nor an ignore file applies
    with tempfile.TemporaryDirectory() as outside:
        told = subprocess.run(
            [*keyguard, '--version'], cwd=outside, env=environment, capture_output=True, text=True, check=False
        )
        say('auditing')
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [*keyguard, 'audit', *options, str(folder)],
            cwd=outside,
            env=environment,
            stderr=subprocess.PIPE,
            check=False,
        )
        seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if told.returncode or done.returncode not in (0, 1, 3) or not answer.exists():
        raise Stop(f'keyguard failed: exit code {done.returncode}\n{told.stderr}{done.stderr.decode(errors="replace")}')
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Audit(json.loads(answer.read_bytes()), f'{told.stdout.strip()}, {commit}', seconds, cpu)


def judgements() -> dict[str, Judgement]:
    """What was said of each fingerprint so far."""
    if not VERDICTS.exists():
        return {}
    said = {}
    for fingerprint, entry in json.loads(VERDICTS.read_bytes()).items():
        if entry['verdict'] not in (FALSE, SAMPLE, TRUE):
            raise Stop(f'{VERDICTS.name}: {fingerprint}: a verdict is {FALSE}, {SAMPLE} or {TRUE}')
        said[fingerprint] = Judgement(entry['verdict'], entry['why'])
    return said


# --- the report


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [f'| {" | ".join(head)} |', f'|{"---|" * len(head)}']
    for row in rows:
        cells = [str(cell).replace('|', '\\|').replace('\n', ' ') for cell in row]
        lines.append(f'| {" | ".join(cells)} |')
    return '\n'.join(lines)


def place(finding: dict[str, Any], folder: Path) -> tuple[str, str]:
    """The package, and the path in it without the folder that every source distribution begins with."""
    path = finding['path'].removeprefix(f'{folder.as_posix()}/')
    package, _, rest = path.partition('/')
    return package, rest.partition('/')[2] or rest


def checkout() -> str:
    """Which commit was measured, and whether more than the commit was."""
    asked = []
    for words in (['rev-parse', '--short', 'HEAD'], ['status', '--porcelain', '--', 'keyguard']):
        done = subprocess.run(['git', *words], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            return 'not a git checkout'
        asked.append(done.stdout.strip())
    return f'commit {asked[0]}{" and changes that are not committed" if asked[1] else ""}'


def facts(found: Corpus, made: Audit, false: int) -> list[str]:
    """What another person needs to read the figures."""
    total, report = found.total, made.report
    rate = false * FILES_PER_FALSE / total.text_files
    text = f'{total.text_files:,} of them text with {total.text_bytes:,} bytes'
    examined = f'{report["examined"]["files"]:,} files, {report["examined"]["bytes"]:,} bytes'
    speed = f'{report["examined"]["bytes"] / made.cpu / 1e6:.1f} MB per second of CPU'
    outcome = f'{len(report["findings"]):,} findings blocked, {len(report["accepted"]):,} set aside by their value'
    return [
        f'{date.today().isoformat()}, {made.version}',
        f'{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}',
        f'source distributions: {len(found.sizes)}, digest {found.digest}',
        f'{total.files:,} files unpacked, {text} (no zero byte in the first {TEXT_HEAD >> 10} KiB); no links',
        f'keyguard examined {examined}, in {made.seconds:,.0f} s ({made.cpu:,.0f} s of CPU, {speed})',
        f'{outcome}; comments that accept a finding were ignored, and there is no baseline',
        f'**false findings: {false:,}, {rate:.2f} per {FILES_PER_FALSE:,} files of text** (at most 1.00 is promised)',
    ]


def render(found: Corpus, made: Audit, said: dict[str, Judgement]) -> tuple[str, bool]:
    """The report, and whether every finding is judged and few enough of them are false."""
    findings, accepted = made.report['findings'], made.report['accepted']
    verdicts = Counter(said[one['fingerprint']].verdict if one['fingerprint'] in said else '' for one in findings)
    blocked_by = Counter(one['detector'] for one in findings)
    accepted_by = Counter(one['detector'] for one in accepted)
    false_by = Counter(
        one['detector'] for one in findings if one['fingerprint'] in said and said[one['fingerprint']].verdict == FALSE
    )
    parts = ['# Noise', '\n'.join(f'- {fact}' for fact in facts(found, made, verdicts[FALSE]))]
    counts = [verdicts[FALSE], verdicts[SAMPLE], verdicts[TRUE], verdicts['']]
    parts += ['## Judged', table([FALSE, SAMPLE, TRUE, 'not yet judged'], [counts])]
    detectors = sorted(blocked_by | accepted_by, key=lambda one: (-blocked_by[one], -accepted_by[one], one))
    parts += [
        '## Findings per detector',
        table(
            ['detector', 'blocked', 'of these false', 'set aside'],
            [(id, blocked_by[id], false_by[id], accepted_by[id]) for id in detectors],
        ),
        '## Why findings were set aside',
        table(['reason', 'findings'], Counter(one['reason'] for one in accepted).most_common()),
        '## Every blocked finding',
    ]
    rows = []
    for one in findings:
        verdict, why = said.get(one['fingerprint'], ('**not yet judged**', one['fingerprint']))
        package, path = place(one, found.folder)
        cells = [package, path, one['line'], one['detector'], one['confidence'], f'`{one["masked"]}`', verdict, why]
        rows.append(cells)
    parts.append(table(['package', 'path', 'line', 'detector', 'confidence', 'key', 'verdict', 'why'], rows))
    unread = made.report['unread']
    if unread:
        listed = [(*place(one, found.folder), one['reason']) for one in unread]
        parts += ['## What keyguard could not look at', table(['package', 'path', 'reason'], listed)]
    if found.left_out:
        parts += ['## Packages left out', table(['package', 'reason'], found.left_out.items())]
    idle = len(said.keys() - {one['fingerprint'] for one in findings})
    if idle:
        parts.append(f'{idle} judgements in {VERDICTS.name} met no finding in this run.')
    sizes = [
        (name, f'{size.files:,}', f'{size.text_files:,}', f'{size.text_bytes:,}') for name, size in found.sizes.items()
    ]
    parts += ['## Packages', table(['package', 'files', 'files of text', 'bytes of text'], sizes)]
    right = not verdicts[''] and verdicts[FALSE] * FILES_PER_FALSE <= found.total.text_files
    return '\n\n'.join(parts) + '\n', right


# --- all together


def requirements_in(text: str) -> list[str]:
    """The pinned packages, one a line."""
    lines = [line.partition('#')[0].strip() for line in text.splitlines()]
    for line in filter(None, lines):
        if not re.fullmatch(r'[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+', line):
            raise Stop(f"a package is given as name==version, not as '{line}'")
    return list(dict.fromkeys(filter(None, lines)))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('--output', type=Path, help='write the report there too')
    parser.add_argument('--packages', type=Path, help='other packages, name==version, one a line')
    parser.add_argument('--work', type=Path, default=HERE / '.noise', help='a folder for downloads and unpacked files')
    return parser.parse_args()


def measure(chosen: argparse.Namespace) -> bool:
    """Download, unpack, audit, tell; False when a finding is not judged yet or too many are false."""
    text = chosen.packages.read_text(encoding='utf-8') if chosen.packages else PACKAGES
    work = chosen.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    # git, and the tools that follow it, are to leave the folder alone wherever it lies
    (work / '.gitignore').write_text('*\n', encoding='utf-8')
    found = corpus(requirements_in(text), work)
    report, right = render(found, audit(found.folder, work), judgements())
    print(report, end='')
    if chosen.output:
        chosen.output.write_text(report, encoding='utf-8')
    return right


def main() -> int:
    """The exit code: 1 when a finding is not judged yet or too many are false, 2 when nothing could be measured."""
    try:
        return 0 if measure(arguments()) else 1
    except (Stop, OSError) as error:
        say(f'stopped: {error}')
        return 2


if __name__ == '__main__':
    raise SystemExit(main())
