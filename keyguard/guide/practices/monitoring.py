"""Practice 6: a limit stops the damage, an alert tells of it."""

from keyguard.catalogue import everything
from keyguard.guide.words import Code, Items, Practice, Reader, Section, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CLIENT = """\
import logging
import os
import time

from openai import OpenAI

log = logging.getLogger(__name__)
client = OpenAI(timeout=20, max_retries=2)  # reads OPENAI_API_KEY


def answer(question: str) -> str:
    started = time.monotonic()
    with limiter:
        reply = client.responses.create(
            model=os.environ["MODEL"], input=question, max_output_tokens=500
        )
    # the numbers, never the headers and never the whole request
    log.info(
        "model=%s seconds=%.1f input=%d output=%d",
        reply.model, time.monotonic() - started,
        reply.usage.input_tokens, reply.usage.output_tokens,
    )
    return reply.output_text"""
LIMITER = """\
import threading
import time
from collections import deque


class Limiter:
    \"\"\"At most `calls` in any `seconds`, for all threads of a program.\"\"\"

    def __init__(self, calls: int, seconds: float = 60.0) -> None:
        self._seconds = seconds
        self._begun = deque(maxlen=calls)
        self._lock = threading.Lock()

    def __enter__(self) -> "Limiter":
        # the others wait for the lock, so that nobody overtakes
        with self._lock:
            if len(self._begun) == self._begun.maxlen:
                wait = self._begun[0] + self._seconds - time.monotonic()
                time.sleep(max(0.0, wait))
            self._begun.append(time.monotonic())
        return self

    def __exit__(self, *_: object) -> None:
        pass


limiter = Limiter(30)  # calls per minute"""
LIMITER_JS = """\
// at most `calls` in any `milliseconds`, for all of a process
export function limiter(calls, milliseconds = 60_000) {
  const begun = [];
  let last = Promise.resolve();
  return () => {
    // one after the other, so that nobody overtakes
    last = last.then(async () => {
      if (begun.length === calls) {
        const until = begun.shift() + milliseconds;
        while (Date.now() < until) await new Promise((done) => setTimeout(done, until - Date.now()));
      }
      begun.push(Date.now());
    });
    return last;
  };
}

// const turn = limiter(30);   then before each call:   await turn();"""


def _sections(reader: Reader) -> 'Sequence[Section]':
    capped = ', '.join(provider.id for provider in everything() if provider.spend)
    javascript = reader.languages[:1] == ('javascript',)
    code: list[Text | Code] = [Text('In JavaScript:'), Code(LIMITER_JS, 'javascript')]
    if not javascript:
        code = [Text('In Python:'), Code(LIMITER, 'python'), Text('The call itself:'), Code(CLIENT, 'python')]
    return (
        Section(
            'Diagnosis',
            Text(
                'Nobody would notice before the bill: there is no cap, the alert goes to a mailbox that nobody reads, '
                'and one key for everything hides where the calls come from. A program in a loop costs as much as a '
                'thief.'
            ),
        ),
        Section(
            'Fix',
            Items(
                [
                    (
                        f'Set a hard limit, a little above what you need. What each offers: {capped} '
                        '(`keyguard guide NAME`).'
                    ),
                    (
                        'Know what is only an alert: the budgets of AWS, Google Cloud and Azure tell of the cost '
                        'and stop nothing by themselves. Where credits are prepaid, keep the balance small and '
                        'the automatic top-up off.'
                    ),
                    'Set alerts at half and at most of the limit, to an address that somebody reads.',
                    (
                        'One key for each program, so that the usage page names the one that ran away. Look there for '
                        'models, regions and hours that are not yours.'
                    ),
                    (
                        'In the program: a time limit for each call, few retries, a cap on the length of '
                        'answers, and a limit of its own for calls, as below.'
                    ),
                    (
                        'Log the model, the time and the tokens of a call. Never log headers, whole requests, or '
                        'the environment, and keep the debug log of SDKs off in production: that is where keys '
                        'turn up next.'
                    ),
                ],
                numbered=True,
            ),
            *code,
        ),
        Section(
            'Why it works',
            Text(
                'A leaked key is found by its calls. The limit decides how much they cost before that, and the alert '
                'makes it an hour and not a month.'
            ),
        ),
    )


practice = Practice(
    'monitoring',
    'Limit the cost, and watch it',
    also=(
        *('limits', 'rate limits', 'rate limit', 'rate limiting', 'alerts', 'budget', 'budgets', 'spend', 'spending'),
        *('monitor', 'usage', 'cost', 'costs', 'rate limits and monitoring'),
    ),
    about='caps, alerts, and calls that cannot run away',
    lead='What the other five let through is noticed here.',
    sections=_sections,
    see=(
        ('keyguard guide PROVIDER', 'limits, alerts and the usage page of a provider'),
        ('keyguard guide leak', 'when the numbers look wrong'),
    ),
)
