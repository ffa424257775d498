"""MiniMax: ``sk-api-`` or ``sk-cp-`` and 119 characters; older keys are JWTs that name their group."""

from keyguard.kinds import LOW, Detector, Provider
from keyguard.providers.jwt import HEADS, expired, jwt, make, says
from keyguard.providers.shapes import BASE64URL, some, token

provider = Provider(
    'minimax',
    'MiniMax',
    env=('MINIMAX_API_KEY',),
    hosts=('api.minimax.io', 'api.minimaxi.com', 'api.minimax.chat'),
    sdk='@ai-sdk/minimax reads MINIMAX_API_KEY',
    likely={'key_page': 'https://platform.minimax.io/user-center/basic-information/interface-key'},
    detectors=(
        Detector(
            'minimax-api-key',
            'MiniMax API key',
            pattern=token('sk-api-', some(BASE64URL, 119)),
            literals=('sk-api-',),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/minimax.go',
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/minimax.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'minimax-plan-key',
            'MiniMax coding plan key',
            pattern=token('sk-cp-', some(BASE64URL, 119)),
            literals=('sk-cp-',),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'betterleaks/betterleaks:cmd/generate/config/rules/minimax.go',
                'mongodb/kingfisher:crates/kingfisher-rules/data/rules/minimax.yml',
                'published samples, structure only',
            ),
            since='2026-11-23',
        ),
        Detector(
            'minimax-jwt-key',
            'MiniMax API key (older form)',
            pattern=jwt(),
            literals=HEADS,
            confidence=LOW,
            claim=says(b'"GroupName":'),
            doubt=expired,
            seal=make(b'{"GroupName":"team","UserName":"ci","iss":"minimax"}', header=b'{"alg":"RS256","typ":"JWT"}'),
            sources=('not confirmed: prior knowledge',),
            since='2026-11-23',
        ),
    ),
)
