"""No format of its keys is known: whatever its variables are given, and looks random, is reported."""

from keyguard.kinds import Provider

provider = Provider(
    'lepton',
    'Lepton AI (now NVIDIA DGX Cloud Lepton)',
    env=('LEPTON_API_TOKEN', 'LEPTON_API_KEY'),
    hosts=('lepton.run',),
)
