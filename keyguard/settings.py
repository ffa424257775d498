"""How a run is to be made: the configuration, the options of the command line, and what is accepted."""

import os

from keyguard.kinds import CONFIDENCES
from keyguard.providers import load
from keyguard.providers._phonebook import BOOK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from keyguard.baseline.lookup import Lookup
    from keyguard.cache import Clean
    from keyguard.configured import Config
    from keyguard.kinds import Provider
    from keyguard.model import Finding, Hit


class Settings:
    """``folder`` is where the run starts, ``root`` the repository's root or ''.

    ``config``, ``baseline`` and ``secrets_baseline`` are the files that apply, '' for none. Raises ``Fatal`` when the
    configuration is broken; the baselines are opened when there is something to accept. ``most_inside``: how many
    bytes are read out of one archive. ``clean`` is what a cache knows, None without one.
    """

    def __init__(
        self,
        folder: str = '.',
        root: str = '',
        config: str = '',
        baseline: str = '',
        secrets_baseline: str = '',
        only: 'Collection[str]' = (),
        skip: 'Sequence[str]' = (),
        min_confidence: str = '',
        inline: bool = True,
        most_inside: int = 1 << 30,
    ) -> None:
        self.folder = folder
        self.root = root
        self.config = _config(config)
        self.baseline = baseline
        self.secrets_baseline = secrets_baseline
        self.only = frozenset(only)
        self.skip = frozenset((*self.config.skip, *skip)) if self.config else frozenset(skip)
        self.min_confidence = min_confidence or (self.config.min_confidence if self.config else CONFIDENCES[0])
        self.inline = inline
        self.most_inside = most_inside
        self.clean: Clean | None = None
        self.book = BOOK
        self._providers: dict[str, Provider] = {}
        self._baseline: Lookup | None = None
        self._secrets: dict[str, tuple[str, str]] | None = None
        if self.config and self.config.providers:
            from keyguard.providers.book import build, join

            self.book = join(BOOK, build(self.config.providers))
            self._providers = {provider.id: provider for provider in self.config.providers}

    def providers(self, ids: 'Iterable[str]') -> 'list[Provider]':
        """The providers with these ids, in-house ones included."""
        found = []
        for id in sorted(ids):
            if id not in self._providers:
                self._providers[id] = load([id])[0]
            found.append(self._providers[id])
        return found

    def provider(self, id: str) -> 'Provider':
        """The provider with this id."""
        return self.providers([id])[0]

    def wanted(self, hit: 'Hit') -> bool:
        """False for what ``--only`` leaves out."""
        return not self.only or hit.detector.id in self.only or hit.provider.id in self.only

    def excludes(self, path: bytes) -> bool:
        """Is the path excluded by the configuration?"""
        return bool(self.config and self.config.exclude) and self.config.excludes(os.fsdecode(path))  # type: ignore[union-attr]

    @property
    def own(self) -> 'frozenset[str]':
        """The ids of the in-house providers."""
        return frozenset(provider.id for provider in self.config.providers) if self.config else frozenset()

    @property
    def words(self) -> bytes:
        """All of the settings that decide what is found, as bytes that differ where one of them does."""
        config = b''
        if self.config and self.config.path:
            with open(self.config.path, 'rb') as file:
                config = file.read()
        lists = sorted(self.only), sorted(self.skip)
        return repr((lists, self.min_confidence, self.inline, self.most_inside, config)).encode()

    def accepts(self, finding: 'Finding', today: str) -> 'tuple[str, str]':
        """What the baselines say: (the reason to accept or '', a note for the person or '')."""
        if self.baseline and self._baseline is None:
            from keyguard.baseline.lookup import opened

            self._baseline = opened(self.baseline)
        reason, note = self._baseline.judge(finding, today) if self._baseline else ('', '')
        if reason or note or not self.secrets_baseline:
            return reason, note
        if self._secrets is None:
            from keyguard.interop.secrets_baseline import judgements

            self._secrets = judgements(self.secrets_baseline)
        return self._secrets.get(finding.secret.sha1, ('', ''))


def _config(path: str) -> 'Config | None':
    if not path:
        return None
    from keyguard.catalogue import knower, known_ids
    from keyguard.configured import plain

    config = plain(path, knower)
    if config is None:
        from keyguard.config import load as load_config

        config = load_config(path, known_ids, knower())
    return config


def today() -> str:
    """Today as ``2027-01-31``, in local time."""
    import time

    return time.strftime('%Y-%m-%d')
