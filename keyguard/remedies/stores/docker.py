"""Docker: Compose secrets, BuildKit secret mounts, containers and Swarm.

Run on 2026-11-29 with the command lines of Docker 28.2 and Compose 2.40 against a local server that keeps what it is
sent: the key comes byte for byte, and stands on no command line. The Dockerfile is parsed (dockerfile-parse), the build
itself is from the documentation.
"""

from keyguard.remedies.pieces import ASK
from keyguard.remedies.stores._mounted import FROM_FILE
from keyguard.remedies.words import CLUSTER, DOCUMENTED, RUN, SOURCE, Step, Store

store = Store(
    'docker',
    'Docker, Compose and BuildKit',
    also=('compose', 'docker compose', 'docker secrets', 'buildkit', 'swarm', 'dockerfile', 'container', 'podman'),
    place=CLUSTER,
    signs=('compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'),
    about='For programs in containers: the key comes when the container starts, or for one step of a build, and is '
    'never in the image.',
    put=(
        Step(
            'For Compose and docker run, ask for the key in the shell that starts them; nothing is shown:',
            "printf 'Key: ' && read -rs @VAR@ && echo && export @VAR@",
            'bash',
            RUN,
        ),
        ASK,
        Step(
            'For Swarm, which keeps it encrypted and gives it to the services that are named, after that prompt:',
            """
            printf %s "$K" | docker secret create @ID@-api-key -
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'Never with ENV or ARG, and never by COPY of a .env: docker history shows them. Keep files with keys '
            'out of the build, too:',
            "printf '\\n%s\\n' '**/.env' '**/.env.*' >> .dockerignore",
            'sh',
            RUN,
        ),
    ),
    renew=(
        Step(
            'Compose: ask for the new key as above, and make the containers anew:',
            'docker compose up --detach --force-recreate app',
            'sh',
            SOURCE,
        ),
        ASK,
        Step(
            'Swarm secrets cannot be changed: after that prompt make a second one, and put it in the place of the '
            'first:',
            """
            printf %s "$K" | docker secret create @ID@-api-key-2 -
            unset K
            docker service update --secret-rm @ID@-api-key \\
              --secret-add source=@ID@-api-key-2,target=@ID@-api-key app
            """,
            'sh',
            SOURCE,
        ),
    ),
    grant=(
        Step(
            'Only the services that list a secret under secrets get it: list it where it is read, in no common '
            'anchor for all.',
            checked=DOCUMENTED,
        ),
        Step(
            'Whoever may talk to the Docker daemon can read every variable of every container (docker inspect): '
            'prefer the file to the variable, and keep the docker group small.',
            checked=DOCUMENTED,
        ),
    ),
    read=FROM_FILE,
    variable=(
        Step(
            'Compose: the key goes into a file in memory, /run/secrets/@ID@-api-key. SDKs do not know variables that '
            'end in _FILE: the program reads it, as the code for each language does:',
            """
            services:
              app:
                image: app
                environment:
                  @VAR@_FILE: /run/secrets/@ID@-api-key
                secrets:
                  - @ID@-api-key
            secrets:
              @ID@-api-key:
                environment: @VAR@
            """,
            'yaml',
            RUN,
        ),
        Step(
            'Where the program cannot be changed, save the lines for the shell as entrypoint.sh; its SDK then finds '
            '@VAR@:',
            """
            COPY entrypoint.sh /entrypoint.sh
            ENTRYPOINT ["sh", "/entrypoint.sh"]
            CMD ["python", "app.py"]
            """,
            'dockerfile',
            DOCUMENTED,
        ),
        Step(
            'With docker run give only the name, the value comes from your shell:',
            'docker run --rm --env @VAR@ app',
            'sh',
            RUN,
        ),
        Step(
            'A step of a build that needs it, and nothing of it stays in the image:',
            """
            # syntax=docker/dockerfile:1
            FROM python:3.13-slim
            COPY warmup.py .
            RUN --mount=type=secret,id=@VAR@,env=@VAR@ python warmup.py
            """,
            'dockerfile',
            DOCUMENTED,
        ),
        Step(
            'The build then takes it from your shell:',
            'docker build --secret id=@VAR@,env=@VAR@ .',
            'sh',
            DOCUMENTED,
        ),
    ),
    errors=(
        (
            'environment variable "@VAR@" required by secret "@ID@-api-key" is not set',
            'Compose found nothing in your shell: ask for the key first, and export it.',
        ),
        (
            '/run/secrets/@ID@-api-key: No such file or directory',
            'The service does not list the secret, or, in a build, the step lacks --mount=type=secret.',
        ),
        (
            '401 with quotes around the key',
            '--env-file takes quotes as part of the value: write @VAR@= and the key, without them.',
        ),
        (
            'Illegal header value, or 401 with the right key',
            'The file ends in a newline: strip it when reading, or make it with printf %s.',
        ),
        (
            'the --mount option requires BuildKit',
            'An old builder: install docker-buildx-plugin, or set DOCKER_BUILDKIT=1.',
        ),
        (
            'docker history shows the key',
            'It was in ENV or ARG. Revoke it, for every copy of the image has it; then build anew.',
        ),
    ),
    pipe=('docker', 'secret', 'create', '@ID@-api-key', '-'),
    piped='In the Swarm that docker is set to, as the secret @ID@-api-key.',
    docs='https://docs.docker.com/compose/how-tos/use-secrets/',
)
