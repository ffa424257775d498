"""Google Cloud Run, its jobs and functions: references to Secret Manager.

The options are read in the help of gcloud 528, which is generated from its source: --data-file=- reads standard input,
--update-secrets keeps the references that it does not name, --set-secrets removes them. The service file is read as
YAML.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import DOCUMENTED, HOSTING, SOURCE, Step, Store

store = Store(
    'cloud-run',
    'Google Cloud Run and Functions',
    also=('google cloud run', 'cloud functions', 'gcloud run', 'cloud run jobs', 'google cloud functions'),
    place=HOSTING,
    signs=('app.yaml', 'cloudbuild.yaml', 'service.yaml'),
    about='For containers and functions on Google Cloud: the key stays in Secret Manager, the service has a reference.',
    put=(
        ASK,
        Step(
            'Store it in Secret Manager; it goes through standard input:',
            """
            printf %s "$K" | gcloud secrets create @ID@-api-key \\
              --replication-policy=automatic --data-file=-
            unset K
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'Not with --set-env-vars: what stands there shows in the console, to all who may look at the service.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Add a version, and deploy a revision that reads it, for variables are read when an instance starts:',
            """
            printf %s "$K" | gcloud secrets versions add @ID@-api-key --data-file=-
            unset K
            gcloud run services update SERVICE --update-secrets=@VAR@=@ID@-api-key:latest
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'When the new revision serves, revoke the old key at the provider and disable its version:',
            'gcloud secrets versions disable OLD --secret=@ID@-api-key',
            'sh',
            SOURCE,
        ),
    ),
    grant=(
        Step(
            'Let the service run as an account of its own, and this account read this secret, not all of the project:',
            """
            gcloud iam service-accounts create app
            gcloud secrets add-iam-policy-binding @ID@-api-key \\
              --member=serviceAccount:app@PROJECT.iam.gserviceaccount.com \\
              --role=roles/secretmanager.secretAccessor
            gcloud run services update SERVICE \\
              --service-account=app@PROJECT.iam.gserviceaccount.com
            """,
            'sh',
            SOURCE,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'As a variable of the service. --set-secrets would remove all references that it does not name:',
            'gcloud run services update SERVICE --update-secrets=@VAR@=@ID@-api-key:latest',
            'sh',
            SOURCE,
        ),
        Step(
            'For a job, and for a function:',
            """
            gcloud run jobs update JOB --update-secrets=@VAR@=@ID@-api-key:latest
            gcloud functions deploy FUNCTION --update-secrets=@VAR@=@ID@-api-key:latest
            """,
            'sh',
            SOURCE,
        ),
        Step(
            'In a service file; key is the version, and a number there makes a revision say what it runs with:',
            """
            apiVersion: serving.knative.dev/v1
            kind: Service
            metadata:
              name: app
            spec:
              template:
                spec:
                  serviceAccountName: app@PROJECT.iam.gserviceaccount.com
                  containers:
                    - image: IMAGE
                      env:
                        - name: @VAR@
                          valueFrom:
                            secretKeyRef:
                              name: @ID@-api-key
                              key: "1"
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'As a file, which is always the newest version:',
            'gcloud run services update SERVICE --update-secrets=/run/secrets/llm/@VAR@=@ID@-api-key:latest',
            'sh',
            SOURCE,
        ),
    ),
    errors=(
        (
            'Permission denied on secret, for the revision service account',
            'The account that the service runs as, not you, needs roles/secretmanager.secretAccessor on the secret.',
        ),
        (
            'Secret … was not found',
            'It is in another project, or its version was destroyed: gcloud secrets versions list @ID@-api-key',
        ),
        (
            'FAILED_PRECONDITION, the version is in DISABLED state',
            'The revision names an old version: update the reference to the new one.',
        ),
        (
            'The old key is still used',
            'Instances keep what they read at their start: deploy a new revision, or mount it as a file.',
        ),
        (
            'Illegal header value, or 401 with the right key',
            'It was stored with a line end: add a version with printf %s.',
        ),
    ),
    pipe=('gcloud', 'secrets', 'create', '@ID@-api-key', '--replication-policy=automatic', '--data-file=-'),
    piped='In Google Secret Manager, in the project that gcloud is set to, under @ID@-api-key. Give the service a '
    'reference to it.',
    docs='https://cloud.google.com/run/docs/configuring/services/secrets',
)
