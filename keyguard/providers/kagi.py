"""Kagi: 8 and 32 bytes of base64url with a dot between; its name must stand near them."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, clear_spare_bits, some, spare_bits_clear

provider = Provider(
    'kagi',
    'Kagi',
    env=('KAGI_API_KEY',),
    hosts=('kagi.com/api',),
    detectors=(
        Detector(
            'kagi-api-key',
            'Kagi API key',
            pattern=bare(some(BASE64URL, 11), r'\.', some(BASE64URL, 43)),
            names=('kagi',),
            inside=True,
            doubt=spare_bits_clear(2),
            seal=clear_spare_bits(2),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'praetorian-inc/noseyparker:crates/noseyparker/data/default/builtin/rules/kagi.yml',
                'praetorian-inc/titus:pkg/rule/rules/kagi.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
