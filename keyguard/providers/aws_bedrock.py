"""Amazon Bedrock: bearer keys that are base64 of a readable text, so that a look-alike is told without asking
anybody.
"""

import base64
import binascii

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import ALNUM, BASE64, maybe, passed, some, token

_SINCE = '2026-11-23'
_LONG = 'QmVkcm9ja0FQSUtleS'  # base64 of "BedrockAPIKey-", but for its last bits
_SHORT = 'YmVkcm9jay5hbWF6b25hd3MuY29t'  # base64 of "bedrock.amazonaws.com"


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b'=' * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b''


def _names_an_account(key: bytes) -> str:
    head, at, rest = _decoded(key[4:]).partition(b'-at-')
    account, colon, secret = rest.partition(b':')
    good = at and colon and head.startswith(b'BedrockAPIKey-') and account.isdigit() and len(account) == 12
    return '' if good and len(secret) >= 40 else 'it does not decode to a key name, an account and a secret'


def _name_an_account(key: bytes) -> bytes:
    number = sum(key) * 7919 + 100000000000
    secret = base64.b64encode(key[40:84])
    text = b'BedrockAPIKey-' + key[30:34].replace(b'+', b'a').replace(b'/', b'b') + b'-at-%d:' % number + secret
    return b'ABSK' + base64.b64encode(text[:14] + text[14:])


def _is_a_signed_address(key: bytes) -> str:
    text = _decoded(key[len(b'bedrock-api-key-') :].rstrip(b'='))
    good = b'Action=CallWithBearerToken' in text and b'X-Amz-Credential=' in text
    return '' if good else 'it does not decode to a signed address of Bedrock'


def _expiry(key: bytes) -> str:
    text = _decoded(key[len(b'bedrock-api-key-') :].rstrip(b'='))
    date, seconds = (text.partition(name + b'=')[2].partition(b'&')[0] for name in (b'X-Amz-Date', b'X-Amz-Expires'))
    return passed(date, seconds)


def _sign_an_address(key: bytes) -> bytes:
    text = (
        b'bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential='
        + base64.b16encode(key[50:60])
        + b'%2F20261123%2Fus-east-1%2Fbedrock%2Faws4_request&X-Amz-Date=20991123T000000Z&X-Amz-Expires=43200'
        b'&X-Amz-Security-Token=' + base64.b64encode(key[60:150]).replace(b'+', b'%2B').replace(b'/', b'%2F')
        + b'&X-Amz-Signature=' + base64.b16encode(key[150:182]).lower() + b'&X-Amz-SignedHeaders=host&Version=1'
    )  # fmt: skip
    return b'bedrock-api-key-' + base64.b64encode(text)


provider = Provider(
    'aws-bedrock',
    'Amazon Bedrock',
    env=('AWS_BEARER_TOKEN_BEDROCK',),
    hosts=('bedrock-runtime.amazonaws.com',),
    key_page='https://console.aws.amazon.com/bedrock',
    revoke='set it to Inactive with aws iam update-service-specific-credential; for a short-term key, revoke the '
    'sessions of the role or deny it bedrock:CallWithBearerToken',
    scopes='allow the IAM user behind the key only bedrock:InvokeModel on the models that it uses; prefer short-term '
    'keys (12 hours at most)',
    rotation='give long-term keys an age with --credential-age-days; a user may have two, so that one can replace '
    'the other',
    spend='AWS Budgets with actions, and service quotas for each model',
    spend_page='https://console.aws.amazon.com/billing/home#/budgets',
    keyless='an IAM role: boto3 takes it by itself',
    limits='quotas belong to the account and the model, not to a key; CloudTrail and CloudWatch show the use',
    sdk=(
        'boto3, and the Bedrock clients of the OpenAI and Anthropic SDKs, read AWS_BEARER_TOKEN_BEDROCK, or else the '
        'usual AWS credentials'
    ),
    likely={'leaked': 'AWS puts exposed access keys under a quarantine policy; for Bedrock API keys nothing is known'},
    detectors=(
        Detector(
            'aws-bedrock-long-term-key',
            'Amazon Bedrock long-term API key',
            pattern=token('ABSK' + _LONG, some(ALNUM, 20), some(BASE64, 87, 90), maybe('='), maybe('=')),
            literals=('ABSK' + _LONG,),
            check=_names_an_account,
            seal=_name_an_account,
            sources=('gitleaks/gitleaks:config/gitleaks.toml', 'published samples, structure only'),
            since=_SINCE,
        ),
        Detector(
            'aws-bedrock-short-term-key',
            'Amazon Bedrock short-term API key (12 hours at most)',
            pattern=token('bedrock-api-key-' + _SHORT, some(ALNUM, 8), some(BASE64, 242, 1992), maybe('='), maybe('=')),
            literals=('bedrock-api-key-' + _SHORT,),
            check=_is_a_signed_address,
            doubt=_expiry,
            seal=_sign_an_address,
            sources=('aws/aws-bedrock-token-generator-python',),
            since=_SINCE,
        ),
    ),
)
