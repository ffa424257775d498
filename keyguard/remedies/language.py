"""What kind of file a key stands in: told from its name, for the message that fits."""

from functools import lru_cache

_ENDINGS = {
    '.bash': 'shell', '.bat': 'cmd', '.cmd': 'cmd', '.cjs': 'javascript', '.cs': 'csharp', '.env': 'dotenv', '.fish': 'fish',
    '.go': 'go', '.htm': 'browser', '.html': 'browser', '.ini': 'ini', '.ipynb': 'notebook', '.java': 'java',
    '.js': 'javascript', '.json': 'json', '.json5': 'json', '.jsonc': 'json', '.jsx': 'javascript', '.ksh': 'shell',
    '.kt': 'kotlin', '.kts': 'kotlin', '.log': 'text', '.md': 'text', '.mjs': 'javascript', '.mts': 'javascript',
    '.php': 'php', '.properties': 'ini', '.ps1': 'powershell', '.psm1': 'powershell', '.py': 'python', '.pyi': 'python',
    '.pyw': 'python', '.rb': 'ruby', '.rs': 'rust', '.rst': 'text', '.sh': 'shell', '.swift': 'swift', '.tf': 'terraform',
    '.tfvars': 'terraform', '.toml': 'toml', '.ts': 'javascript', '.tsx': 'javascript', '.txt': 'text', '.vue': 'browser',
    '.svelte': 'browser', '.yaml': 'yaml', '.yml': 'yaml', '.zsh': 'shell',
}  # fmt: skip
_NAMES = {
    'dockerfile': 'dockerfile', 'containerfile': 'dockerfile', '.gitlab-ci.yml': 'gitlab', '.envrc': 'shell',
    '.bashrc': 'shell', '.zshrc': 'shell', '.profile': 'shell', '.bash_profile': 'shell', '.zprofile': 'shell',
    '.netrc': 'text', '.mcp.json': 'json', 'bitbucket-pipelines.yml': 'bitbucket', 'azure-pipelines.yml': 'azure-pipelines',
    'jenkinsfile': 'jenkins', 'makefile': 'make',
}  # fmt: skip
# identify's tag -> ours, for files whose name says nothing to the tables above
_TAGS = {
    'python': 'python', 'shell': 'shell', 'javascript': 'javascript', 'ts': 'javascript', 'ruby': 'ruby', 'php': 'php',
    'yaml': 'yaml', 'json': 'json', 'toml': 'toml', 'dockerfile': 'dockerfile', 'dotenv': 'dotenv', 'go': 'go',
    'java': 'java', 'rust': 'rust', 'powershell': 'powershell', 'ini': 'ini',
}  # fmt: skip


# a report asks it of each of the many findings of a file
@lru_cache(256)
def language_of(path: str) -> str:
    """The kind of the file: ``python``, ``github-actions``, ``dotenv`` …, or '' when its name does not tell."""
    lowered = path.replace('\\', '/').lower()
    name = lowered.rpartition('/')[2]
    if '.github/workflows/' in lowered and name.endswith(('.yml', '.yaml')):
        return 'github-actions'
    if '.circleci/' in lowered and name.endswith(('.yml', '.yaml')):
        return 'circleci'
    if name.startswith(('docker-compose', 'compose.')) and name.endswith(('.yml', '.yaml')):
        return 'compose'
    if name in _NAMES:
        return _NAMES[name]
    if name == '.env' or name.startswith('.env.'):
        example = name.endswith(('.example', '.sample', '.template', '.dist', '.defaults'))
        return 'dotenv-example' if example else 'dotenv'
    if name.startswith(('dockerfile.', 'containerfile.')) or name.endswith('.dockerfile'):
        return 'dockerfile'
    dot = name.rfind('.')
    if dot > 0:
        return _ENDINGS.get(name[dot:]) or _by_identify(name)
    return _by_identify(name)


def _by_identify(name: str) -> str:
    # only here: importing identify costs as much as starting Python
    from identify.identify import tags_from_filename

    tags = tags_from_filename(name)
    return next((_TAGS[tag] for tag in sorted(tags) if tag in _TAGS), '')
