"""What the speed benchmark is made of: ``benchmarks/run.py`` is its command."""
