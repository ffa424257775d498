"""IBM Cloud: 44 characters of base64url with no mark; one of IBM's names must stand near them."""

from keyguard.kinds import Detector, Provider
from keyguard.providers.shapes import BASE64URL, bare, mixed, some

provider = Provider(
    'ibm-watsonx',
    'IBM watsonx.ai / IBM Cloud',
    env=('WATSONX_APIKEY', 'WATSONX_API_KEY', 'IBM_CLOUD_API_KEY', 'IBMCLOUD_API_KEY'),
    hosts=('ml.cloud.ibm.com', 'iam.cloud.ibm.com'),
    calls=('WatsonxLLM', 'ChatWatsonx', 'IAMAuthenticator'),
    detectors=(
        Detector(
            'ibm-watsonx-api-key',
            'IBM Cloud API key',
            pattern=bare(some(BASE64URL, 44)),
            names=('watsonx', 'ibmcloud', 'ibmapikey', 'ibmiam', 'bluemix', 'cloudibm', 'ibmwatson'),
            wordlike=mixed(),
            sources=(
                'betterleaks/betterleaks:config/betterleaks.toml',
                'trufflesecurity/trufflehog:pkg/detectors/ibmclouduserkey',
                'praetorian-inc/titus:pkg/rule/rules/ibm.yml',
                'Yelp/detect-secrets:detect_secrets/plugins/ibm_cloud_iam.py',
                'github/docs:src/secret-scanning/data/pattern-docs/fpt/public-docs.yml',
            ),
            since='2026-11-23',
        ),
    ),
)
