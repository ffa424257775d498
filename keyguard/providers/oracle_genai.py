"""Oracle: requests are signed with an RSA key in PEM form; an OCID near it tells that it is Oracle's."""

from keyguard.kinds import MEDIUM, Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64, either, some, token

provider = Provider(
    'oracle-genai',
    'Oracle OCI Generative AI',
    keyless='instance principals, resource principals or session tokens instead of a signing key',
    detectors=(
        Detector(
            'oracle-genai-signing-key',
            'Oracle OCI API signing key',
            pattern=token(
                either('MIIEv[AQgw]IBADANBgkqhkiG9w0BAQEFAASC', 'MIIE[op][AQgw]IBAAKCAQEA' + some(ALNUM, 7)),
                some(BASE64, 24, 1700),
            ),
            literals=(
                *(f'MIIEv{char}IBADANBgkqhkiG9w0BAQEFAASC' for char in 'AQgw'),
                *(f'MIIE{length}IBAAKCAQEA' for length in ('oA', 'oQ', 'og', 'ow', 'pA', 'pQ', 'pg', 'pw')),
            ),
            names=('ocid1', 'ocicli', 'ociapikey'),
            confidence=MEDIUM,
            sources=('github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',),
            since='2026-11-23',
        ),
    ),
)
