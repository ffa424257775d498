"""``python -m keyguard.remedies.stores``: writes the signs of the stores anew from their files."""

from pathlib import Path

from keyguard.remedies.stores import signs


def main() -> int:
    target = Path(__file__).with_name('_signs.py')
    target.write_text(signs(), encoding='ascii', newline='\n')
    print(f'wrote {target.name}')
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
