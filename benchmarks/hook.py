"""What ``keyguard-hook`` costs a commit: ``python benchmarks/run.py --only hook --only ways``, by a shorter name."""

from __future__ import annotations

import sys

from run import main
from speed.calling import Stop, call, environment
from speed.tools import copied_source, gitleaks, install, new_environment, version

# the other scripts of this folder stand on these
__all__ = ['Stop', 'call', 'copied_source', 'environment', 'gitleaks', 'install', 'new_environment', 'version']

if __name__ == '__main__':
    raise SystemExit(main(['--only', 'hook', '--only', 'ways', *sys.argv[1:]]))
