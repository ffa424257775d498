"""The environment variable, in six shells and on three systems.

Run on 2026-11-29: the lines for bash 5.2, zsh 5.9, fish 3.6 and dash in a pseudo-terminal (the key shows nowhere on
the screen, lands in no history, and a program started next has it), the persistent files of each, systemd-creds 252.
PowerShell, cmd, macOS and WSL: from their documentation.
"""

from keyguard.remedies.environment import ask_for
from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, LOCAL, RUN, Step, Store

_SHELLS = (('bash', 'bash'), ('zsh', 'zsh'), ('fish', 'fish'), ('sh', 'any other POSIX shell'))

store = Store(
    'environment',
    'Environment variable',
    also=('env', 'variable', 'shell', 'export'),
    place=LOCAL,
    about='For one person on one machine: the program finds the key where nearly every SDK looks by itself.',
    put=(
        *(Step(f'For this session, in {name}:', ask_for(shell, '@VAR@'), shell, RUN) for shell, name in _SHELLS),
        Step('For this session, in PowerShell:', ask_for('powershell', '@VAR@'), 'powershell', DOCUMENTED),
        Step(
            'For this session, in cmd, which shows what is typed; clear the window afterwards:',
            'set /p @VAR@=Key: ',
            'cmd',
            DOCUMENTED,
        ),
        Step('To keep it on Linux or macOS, in bash, zsh or sh, first ask for it:', ASK.code, 'bash', RUN),
        Step(
            'Then write it into a file that only you can read, away from dotfiles that you share, and let the shell '
            'read it at login (zsh: ~/.zprofile instead of ~/.profile; bash on macOS: ~/.bash_profile):',
            r"""
            mkdir -p ~/.config/llm && touch ~/.config/llm/env && chmod 600 ~/.config/llm/env
            printf "\nexport @VAR@='%s'\n" "$K" >> ~/.config/llm/env && unset K
            printf '\n%s\n' 'if [ -r ~/.config/llm/env ]; then . ~/.config/llm/env; fi' >> ~/.profile
            """,
            'sh',
            RUN,
        ),
        Step(
            'To keep it in fish, not with set -U, which writes it into a file that is often shared:',
            r"""
            read --silent --local --prompt-str 'Key: ' K
            mkdir -p ~/.config/fish/conf.d; touch ~/.config/fish/conf.d/llm.fish
            chmod 600 ~/.config/fish/conf.d/llm.fish
            printf "\nset -gx @VAR@ '%s'\n" $K >> ~/.config/fish/conf.d/llm.fish
            """,
            'fish',
            RUN,
        ),
        Step(
            'To keep it on Windows, for cmd too, in PowerShell after the line for the session. '
            'setx would put the key on its command line and cut it at 1024 characters:',
            "[Environment]::SetEnvironmentVariable('@VAR@', $env:@VAR@, 'User')",
            'powershell',
            DOCUMENTED,
        ),
        Step(
            'For a service under systemd, encrypted to this machine:',
            """
            printf %s "$K" | sudo systemd-creds encrypt --name=@ID@ - /etc/credstore.encrypted/@ID@
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'The service then finds it in the file @ID@ in the folder $CREDENTIALS_DIRECTORY:',
            """
            [Service]
            LoadCredentialEncrypted=@ID@
            """,
            'ini',
            DOCUMENTED,
        ),
        Step(
            'Programs of the desktop get it from ~/.config/environment.d/50-llm.conf, mode 600, at the next login:',
            '@VAR@=the key, without quotes',
            'ini',
            DOCUMENTED,
        ),
    ),
    renew=(
        Step(
            'Set the new key in the same way. A program keeps what it was started with: start it anew, the terminal '
            'and the editor too. When all run with the new key, revoke the old one at the provider.',
            checked=RUN,
        ),
    ),
    grant=(
        Step(
            'Every program that a shell starts gets all its variables. So give the key to one program only.',
            checked=RUN,
        ),
        Step(
            'Read it for one command (bash, zsh); when that ends, nobody has it:',
            "(printf 'Key: ' && read -rs @VAR@ && echo && export @VAR@ && exec ./app)",
            'bash',
            RUN,
        ),
        Step('Keep it from one that you do not trust:', 'env -u @VAR@ ./untrusted', 'sh', RUN),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step('It is one. Where the SDK reads @VAR@ by itself, the argument in the code can go.', checked=RUN),
        Step('To take it into WSL, in the shell of Windows that starts it:', 'set WSLENV=@VAR@/u', 'cmd', DOCUMENTED),
    ),
    errors=(
        ('@VAR@ is not set', 'It was set in another terminal, or after the program started. Start the program anew.'),
        ("KeyError: '@VAR@'", 'Python says in this way that the variable is not set.'),
        (
            'Missing credentials. Please pass an `api_key`',
            'The OpenAI SDK found no variable. Look for a misspelt name, with no value shown: env | cut -d= -f1',
        ),
        (
            'Illegal header value, or status 401 with a key that is right',
            'The value ends in a newline or has quotes in it. Set it again by the prompt; in cmd, no quotes.',
        ),
        ('It is gone under sudo', 'sudo drops variables; sudo --preserve-env=@VAR@ keeps this one.'),
        (
            'It is gone in the editor',
            'An editor opened from the desktop reads no shell file. Start it in the terminal.',
        ),
    ),
    errors_checked=DOCUMENTED,
    docs='https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html',
)
