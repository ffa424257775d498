"""The pages of ``keyguard guide``: what to do with a leaked key, and where the next one lives."""
