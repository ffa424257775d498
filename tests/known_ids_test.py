from __future__ import annotations

import os

import pytest

from keyguard import catalogue, providers


def test_every_id_is_known_without_the_whole_catalogue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = catalogue.known_ids()
    for provider in catalogue.everything():
        for id in (provider.id, *(detector.id for detector in provider.detectors)):
            assert id in known
            assert catalogue.knows(id)
    monkeypatch.setattr(catalogue, 'everything', lambda: pytest.fail('everything was loaded'))
    assert catalogue.knows('openai-ephemeral-key')
    assert catalogue.knows('openai-assigned')


@pytest.mark.parametrize('id', ['', 'check', 'openai-', 'openai-none', '../openai', 'open', 'os.path', 'OpenAI'])
def test_what_is_no_id_is_not_known(id: str) -> None:
    assert not catalogue.knows(id)
    assert id not in catalogue.known_ids()


@pytest.mark.parametrize('listed', [OSError, []], ids=['in-an-archive', 'without-sources'])
def test_catalogue_is_listed_where_there_is_no_folder_of_sources(
    listed: type[OSError] | list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = providers.ids(), os.listdir

    def listdir(folder: str) -> list[str]:
        if not asked:
            asked.append(folder)
            if listed is OSError:
                raise OSError
            return []
        return real(folder)

    asked: list[str] = []
    monkeypatch.setattr(os, 'listdir', listdir)
    assert providers.ids() == before
    assert asked
