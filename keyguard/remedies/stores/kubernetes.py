"""Kubernetes: Secrets, and what fills them from outside.

Run on 2026-11-29 with kubectl 1.32 against a local server that keeps what it is sent: create and replace bring the key
byte for byte, with ``$``, quotes and backslashes in it; apply brings it twice. The manifests of Kubernetes' own kinds
are checked against the schemas of 1.34 (kubernetes-validate); those of the operators are from their documentation.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import CLUSTER, DOCUMENTED, RUN, SOURCE, Step, Store

store = Store(
    'kubernetes',
    'Kubernetes Secrets',
    also=('k8s', 'kubectl', 'kubernetes secret', 'external secrets', 'external secrets operator', 'eso', 'csi'),
    place=CLUSTER,
    signs=('Chart.yaml', 'kustomization.yaml', 'skaffold.yaml', 'k8s', 'helm'),
    about='For programs in a cluster: a Pod gets the key when it starts, from a Secret or from a manager behind it.',
    put=(
        ASK,
        Step(
            'One Secret a variable, and named like it: keyguard fix writes the same name into manifests. The key goes '
            'through standard input. Not with --from-literal, which puts it on the command line:',
            """
            printf %s "$K" | kubectl create secret generic @SECRET@ \\
              --from-file=@VAR@=/dev/stdin
            unset K
            """,
            'sh',
            RUN,
        ),
        Step(
            'Keep the Secret out of git, as YAML too: base64 hides nothing. What git may hold is a reference to a '
            'manager. With the External Secrets Operator, first say where it reads:',
            """
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata:
              name: aws-secrets-manager
            spec:
              provider:
                aws:
                  service: SecretsManager
                  region: REGION
                  auth:
                    jwt:
                      serviceAccountRef:
                        name: app
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'Then what it makes of it. The API is v1; manifests with v1beta1 have to be changed:',
            """
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata:
              name: @SECRET@
            spec:
              refreshInterval: 1h0m0s
              secretStoreRef:
                name: aws-secrets-manager
                kind: SecretStore
              target:
                name: @SECRET@
                creationPolicy: Owner
              data:
                - secretKey: @VAR@
                  remoteRef:
                    key: llm/@ID@
            """,
            'yaml',
            DOCUMENTED,
        ),
        Step(
            'Or an encrypted Secret in git, which only the controller in the cluster can open (Sealed Secrets):',
            """
            printf %s "$K" | kubectl create secret generic @SECRET@ \\
              --from-file=@VAR@=/dev/stdin --dry-run=client -o yaml |
              kubeseal --format yaml > @SECRET@.sealed.yaml
            unset K
            """,
            'sh',
            DOCUMENTED,
        ),
        Step(
            'With Flux, SOPS does the same: keyguard guide --store sops. Encrypt only data and stringData: the '
            'controller has to read the rest.',
            checked=DOCUMENTED,
        ),
    ),
    renew=(
        ASK,
        Step(
            'Replace the Secret, and start the Pods anew, for they read variables only then. Not with kubectl apply: '
            'it writes the key a second time, into an annotation:',
            """
            printf %s "$K" | kubectl create secret generic @SECRET@ \\
              --from-file=@VAR@=/dev/stdin --dry-run=client -o yaml | kubectl replace -f -
            unset K
            kubectl rollout restart deployment/app
            """,
            'sh',
            RUN,
        ),
        Step(
            'With the External Secrets Operator, store the new key in the manager; the Secret follows within '
            'refreshInterval. When all Pods run with it, revoke the old key at the provider.',
            checked=DOCUMENTED,
        ),
    ),
    grant=(
        Step(
            'A Pod needs no right for its variables. But whoever may create Pods in a namespace can read all Secrets '
            'in it: give programs that must not share keys a namespace each.',
            checked=DOCUMENTED,
        ),
        Step(
            'Where a program reads the Secret through the API, let its service account get this one, and nothing by '
            'list or watch, which would show all:',
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: read-@SECRET@
            rules:
              - apiGroups: [""]
                resources: [secrets]
                resourceNames: [@SECRET@]
                verbs: [get]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
              name: read-@SECRET@
            subjects:
              - kind: ServiceAccount
                name: app
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: Role
              name: read-@SECRET@
            """,
            'yaml',
            SOURCE,
        ),
        Step(
            'Secrets lie unencrypted in etcd until the administrators of the cluster configure encryption at rest: '
            'ask them.',
            checked=DOCUMENTED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'In the Deployment:',
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: app
            spec:
              selector:
                matchLabels:
                  app: app
              template:
                metadata:
                  labels:
                    app: app
                spec:
                  automountServiceAccountToken: false
                  containers:
                    - name: app
                      image: app
                      env:
                        - name: @VAR@
                          valueFrom:
                            secretKeyRef:
                              name: @SECRET@
                              key: @VAR@
            """,
            'yaml',
            SOURCE,
        ),
        Step(
            'Or as a file, which follows a new key without a restart. How a program reads it: '
            'keyguard guide --store docker:',
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: app
            spec:
              containers:
                - name: app
                  image: app
                  env:
                    - name: @VAR@_FILE
                      value: /run/secrets/llm/@VAR@
                  volumeMounts:
                    - name: key
                      mountPath: /run/secrets/llm
                      readOnly: true
              volumes:
                - name: key
                  secret:
                    secretName: @SECRET@
                    defaultMode: 0440
            """,
            'yaml',
            SOURCE,
        ),
        Step(
            'With the Secrets Store CSI driver the file comes from the manager and lies in no Secret; secretObjects '
            'makes a Secret of it all the same, for variables, as long as a Pod mounts the volume:',
            """
            apiVersion: secrets-store.csi.x-k8s.io/v1
            kind: SecretProviderClass
            metadata:
              name: @SECRET@
            spec:
              provider: aws
              parameters:
                objects: |
                  - objectName: llm/@ID@
                    objectType: secretsmanager
                    objectAlias: @SECRET@
              secretObjects:
                - secretName: @SECRET@
                  type: Opaque
                  data:
                    - objectName: @SECRET@
                      key: @VAR@
            """,
            'yaml',
            DOCUMENTED,
        ),
    ),
    errors=(
        (
            'CreateContainerConfigError',
            'The Secret, or the key in it, is not there, or not in this namespace: kubectl get secret @SECRET@',
        ),
        (
            'secrets "@SECRET@" already exists',
            'create never overwrites: use the line with kubectl replace that renews it.',
        ),
        (
            'secrets "@SECRET@" is forbidden',
            'The service account lacks get on this name; resourceNames does not work with list.',
        ),
        (
            'SecretSyncedError',
            'The External Secrets Operator cannot read the manager: kubectl describe externalsecret @SECRET@',
        ),
        (
            'no matches for kind "ExternalSecret" in version "external-secrets.io/v1beta1"',
            'The operator is newer than the manifest: write external-secrets.io/v1.',
        ),
        (
            '401, or an illegal header value, with the right key',
            'It was encoded twice, or ends in a newline: store it with printf %s, and base64 nothing yourself.',
        ),
    ),
    pipe=('kubectl', 'create', 'secret', 'generic', '@SECRET@', '--from-file=@VAR@=/dev/stdin'),
    piped='In the Secret @SECRET@, as @VAR@, in the cluster and namespace that kubectl is set to.',
    fill="""
    printf %s "$@VAR@" |
      kubectl create secret generic @SECRET@ \\
        --from-file=@VAR@=/dev/stdin
    """,
    docs='https://kubernetes.io/docs/concepts/configuration/secret/',
)
