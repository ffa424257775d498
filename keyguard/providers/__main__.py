"""``python -m keyguard.providers``: writes the phone book anew from the provider files."""

from pathlib import Path

from keyguard.providers import ids, load
from keyguard.providers.book import build, source


def main() -> int:
    target = Path(__file__).with_name('_phonebook.py')
    target.write_text(source(build(load(ids()))), encoding='ascii', newline='\n')
    print(f'wrote {target.name}')
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
