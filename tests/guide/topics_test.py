"""What a person types -> the page that is meant."""

from __future__ import annotations

import pytest

from keyguard.catalogue import everything
from keyguard.errors import USAGE, Fatal
from keyguard.guide import practices, states, topics
from keyguard.guide.topics import PRACTICE, PROVIDER, STATE, STORE
from keyguard.kinds import Provider
from keyguard.remedies import stores

PROVIDERS = everything()
OWN = Provider('acme-llm', 'ACME gateway', env=['ACME_LLM_KEY'])


@pytest.mark.parametrize(
    ('words', 'kind', 'id'),
    [
        ('openai', PROVIDER, 'openai'),
        ('OpenAI', PROVIDER, 'openai'),
        ('OPENAI_API_KEY', PROVIDER, 'openai'),
        ('openai-project-key', PROVIDER, 'openai'),
        ('hugging face', PROVIDER, 'huggingface'),
        ('gemini', PROVIDER, 'google-gemini'),
        ('acme', PROVIDER, 'acme-llm'),
        ('ACME gateway', PROVIDER, 'acme-llm'),
        ('vault', STORE, 'vault'),
        ('hashicorp vault', STORE, 'vault'),
        ('hashicorp', STORE, 'vault'),
        ('buildkit', STORE, 'docker'),
        ('devops', STORE, 'azure-pipelines'),
        ('k8s', STORE, 'kubernetes'),
        ('github actions', STORE, 'github-actions'),
        ('.env', STORE, 'dotenv'),
        # the keys before the places for them
        ('aws', PROVIDER, 'aws-bedrock'),
        ('github', PROVIDER, 'github-models'),
        ('vercel', PROVIDER, 'vercel'),
        ('cloudflare', PROVIDER, 'cloudflare-ai'),
        ('environment', PRACTICE, 'environment'),
        ('ci/cd', PRACTICE, 'ci'),
        ('rate limits', PRACTICE, 'monitoring'),
        ('secrets manager', PRACTICE, 'secrets-manager'),
        ('rotate', PRACTICE, 'rotation'),
        ('scopes', PRACTICE, 'least-privilege'),
        ('staged', STATE, 'staged'),
        ('unpushed', STATE, 'committed'),
        ('public', STATE, 'pushed'),
        ('help', STATE, 'leak'),
        # as it is spelt in a hurry
        ('opnai', PROVIDER, 'openai'),
        ('antrhopic', PROVIDER, 'anthropic'),
        ('Kubernets', STORE, 'kubernetes'),
        ('rotatoin', PRACTICE, 'rotation'),
        ('comitted', STATE, 'committed'),
    ],
)
def test_word_names(words: str, kind: str, id: str) -> None:
    topic = topics.named(words, [OWN, *PROVIDERS])
    assert (topic.kind, topic.id) == (kind, id)


@pytest.mark.parametrize(
    'id',
    [*(each.id for each in PROVIDERS), *practices.ORDER, *states.ALSO, states.LEAK, *stores.ids()],
)
def test_every_id_leads_to_its_page(id: str) -> None:
    topic = topics.named(id, PROVIDERS)
    assert id in (topic.id, *(other.id for other in topic.others)) and not topic.meant


@pytest.mark.parametrize('word', [each for practice in practices.every() for each in practice.also])
def test_other_words_of_a_practice_lead_there(word: str) -> None:
    found = topics.named(word, PROVIDERS)
    assert PRACTICE in (found.kind, *(other.kind for other in found.others))


def test_what_else_a_word_may_mean_is_told() -> None:
    topic = topics.named('vercel', PROVIDERS)
    assert [other.command for other in topic.others] == ['keyguard guide --store vercel']
    assert [other.kind for other in topics.named('environment', PROVIDERS).others] == [STORE]
    assert topics.named('openai', PROVIDERS).others == ()
    aws = topics.named('aws', PROVIDERS)
    assert 'keyguard guide --store aws-secrets-manager' in [other.command for other in aws.others]
    assert topics.Topic(PROVIDER, 'openai').command == 'keyguard guide openai'


def test_misspelt_word_is_told() -> None:
    assert topics.named('opnai', PROVIDERS).meant == 'openai'
    assert topics.named('Open AI', PROVIDERS).meant == ''


@pytest.mark.parametrize(
    ('words', 'message'),
    [
        ('zzzz', "nothing is called 'zzzz'\n  keyguard guide lists everything"),
        ('sagmaker', "nothing is called 'sagmaker'; did you mean "),
        ('ai', "'ai' names several: "),
    ],
)
def test_word_that_names_nothing(words: str, message: str) -> None:
    with pytest.raises(Fatal) as error:
        topics.named(words, PROVIDERS)
    assert str(error.value).startswith(message) and error.value.code == USAGE
    assert len(str(error.value)) < 300
