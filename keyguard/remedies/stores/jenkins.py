"""Jenkins: Secret text, in the store of a folder.

From the user guide of the credentials plugin and the readme of the credentials binding plugin; the pipelines are read
by eye, for no Groovy is at hand.
"""

from keyguard.remedies.pieces import ASK, FROM_ENVIRONMENT
from keyguard.remedies.words import CI, DOCUMENTED, UNCONFIRMED, Step, Store

store = Store(
    'jenkins',
    'Jenkins credentials',
    also=('jenkinsfile', 'jenkins secret text', 'withcredentials', 'credentials binding'),
    place=CI,
    signs=('Jenkinsfile',),
    about='For jobs on Jenkins: a Secret text in the folder of the jobs that need it, masked in their logs.',
    put=(
        Step(
            'Make a new key at the provider. In the folder of the jobs: Credentials > the store of the folder > Global '
            'credentials > Add credentials, kind Secret text, ID @ID@-api-key.',
            checked=DOCUMENTED,
        ),
        ASK,
        Step(
            'Or without a browser, after that prompt. The file auth holds USER:TOKEN and is yours alone; _ is the '
            'global domain of the store:',
            """
            {
              echo '<org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl>'
              echo '  <scope>GLOBAL</scope><id>@ID@-api-key</id><description>@VAR@</description>'
              printf '  <secret>%s</secret>\\n' "$K"
              echo '</org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl>'
            } | java -jar jenkins-cli.jar -s "$JENKINS_URL" -auth @auth \\
              create-credentials-by-xml folder::item::/FOLDER _
            unset K
            """,
            'sh',
            UNCONFIRMED,
        ),
    ),
    renew=(
        Step(
            'Open the credential, choose Update, and enter the new key under the same ID: no Jenkinsfile changes. '
            'Builds that start afterwards have it; then revoke the old key at the provider.',
            checked=DOCUMENTED,
        ),
        Step('The command is update-credentials-by-xml, with the ID at its end.', checked=DOCUMENTED),
    ),
    grant=(
        Step(
            'A credential of a folder is seen by the jobs in it and below, one of the system store by all: use the '
            'folder. Whoever may configure a job there can use it.',
            checked=DOCUMENTED,
        ),
        Step(
            'Jenkins keeps the key that encrypts them beside them, in JENKINS_HOME: run no builds on the controller, '
            'or let the credential come from a manager through a plugin.',
            checked=DOCUMENTED,
        ),
    ),
    read=FROM_ENVIRONMENT,
    variable=(
        Step(
            'In a declarative Jenkinsfile, in the stage that needs it:',
            """
            pipeline {
              agent any
              stages {
                stage('eval') {
                  environment {
                    @VAR@ = credentials('@ID@-api-key')
                  }
                  steps {
                    sh 'python eval.py'
                  }
                }
              }
            }
            """,
            'groovy',
            DOCUMENTED,
        ),
        Step(
            'Or around a few steps. With single quotes the shell reads the variable, and Groovy never has the key:',
            """
            withCredentials([string(credentialsId: '@ID@-api-key', variable: '@VAR@')]) {
              sh 'python eval.py'
            }
            """,
            'groovy',
            DOCUMENTED,
        ),
    ),
    errors=(
        (
            "Could not find credentials entry with ID '@ID@-api-key'",
            'The ID is another one, or the credential is in a folder that this job is not in.',
        ),
        (
            'A secret was passed to "sh" using Groovy String interpolation, which is insecure',
            'The text has double quotes: write single ones, so that the shell reads the variable.',
        ),
        (
            'The variable is empty',
            'It is read outside of withCredentials, or outside of the stage that has it.',
        ),
        (
            'The key shows in the log all the same',
            'Only the exact value is masked: print nothing that is made of it, and revoke what was shown.',
        ),
    ),
    docs='https://www.jenkins.io/doc/book/using/using-credentials/',
)
