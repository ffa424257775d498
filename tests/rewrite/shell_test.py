"""Shell scripts: what they read afterwards, and that every shell does the same with the key from the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from keyguard.rewrite import shell
from keyguard.rewrite.words import Spot
from testing.rewriting import draft, filled, rewritten

SET = '${OPENAI_API_KEY:?set OPENAI_API_KEY first}'
MINE = '${MY_KEY:?set MY_KEY first}'
# on Windows a bash may be there that sees no other variables
SHELLS = [name for name in ('bash', 'dash', 'zsh', 'ksh') if os.name != 'nt' and shutil.which(name)]
# commands that tell what they were given
_TELL = 'curl() { printf "<%s>" "$@"; }\ntell() { printf "<%s>" "$@"; }\n'


def case(name: str, before: str, after: str):
    return pytest.param(before, after, id=name)


TABLE = [
    case('assignment', 'my_key=@@\ntell "$my_key"\n', f'my_key="{SET}"\ntell "$my_key"\n'),
    case('double', 'tell "Authorization: Bearer @@"\n', f'tell "Authorization: Bearer {SET}"\n'),
    case('single', "curl -H 'Authorization: Bearer @@' u\n", f"curl -H 'Authorization: Bearer '\"{SET}\" u\n"),
    case('single-begins', "curl -H '@@ x' u\n", f"curl -H \"{SET}\"' x' u\n"),
    case('single-json', 'curl -d \'{"k": "@@"}\' u\n', f'curl -d \'{{"k": "\'"{SET}"\'"}}\' u\n'),
    case('single-whole', "tell '@@'\n", f'tell "{SET}"\n'),
    case('bare', 'curl -u @@: u\n', f'curl -u "{SET}": u\n'),
    case('bare-joined', 'tell a@@\n'.replace('a@@', 'a=@@'), f'tell a="{SET}"\n'),
    case('ansi', "tell $'a\\t@@\\n'\n", f"tell $'a\\t'\"{SET}\"$'\\n'\n"),
    case('ansi-plain', "tell $'a\\t@@ b'\n", f"tell $'a\\t'\"{SET}\"' b'\n"),
    case('ansi-begins', "tell $'@@\\n'\n", f"tell \"{SET}\"$'\\n'\n"),
    case('document', 'cat <<EOF\nk=@@ "x\nEOF\ntell 1\n', f'cat <<EOF\nk={SET} "x\nEOF\ntell 1\n'),
    case('document-literal', "cat <<'EOF'\nk=@@\nEOF\ntell 1\n", f'cat <<EOF\nk={SET}\nEOF\ntell 1\n'),
    case('document-tabs', 'cat <<-\\EOF\n\tk=@@\n\t@a@\n\tEOF\n', f'cat <<-EOF\n\tk={SET}\n\t${{ANTHROPIC_API_KEY:?set ANTHROPIC_API_KEY first}}\n\tEOF\n'),
    case('document-in-substitution', 'x=$(cat <<EOF\n"@@\nEOF\n)\ntell "$x"\n', f'x=$(cat <<EOF\n"{SET}\nEOF\n)\ntell "$x"\n'),
    case('two-documents', 'cat <<A; cat <<B\na\nA\n@@\nB\n', f'cat <<A; cat <<B\na\nA\n{SET}\nB\n'),
    case('string', 'tell <<<"x"; tell @@\n', f'tell <<<"x"; tell "{SET}"\n'),
    case('comment', '# export K=@@\ntell 1 # @@\n', '# export K=$OPENAI_API_KEY\ntell 1 # $OPENAI_API_KEY\n'),
    case('no-comment', 'tell a#b "$#" ${#x} @@\n', f'tell a#b "$#" ${{#x}} "{SET}"\n'),
    case('substitution', 'x="$(tell \'a @@\' "b")"; tell "$x"\n', f'x="$(tell \'a \'"{SET}" "b")"; tell "$x"\n'),
    case('case-in-substitution', 'x=$(case "$a" in b) ;; *) tell @@ ;; esac)\ntell "$x"\n', f'x=$(case "$a" in b) ;; *) tell "{SET}" ;; esac)\ntell "$x"\n'),
    case('case-pattern', 'case x in @@) tell 1 ;; *) tell 2 ;; esac\n', f'case x in "{SET}") tell 1 ;; *) tell 2 ;; esac\n'),
    case('arithmetic', 'y=$((1<<2)); tell $y @@\n', f'y=$((1<<2)); tell $y "{SET}"\n'),
    case('subshell-in-substitution', 'x=$((tell a); (tell @@)); tell "$x"\n', f'x=$((tell a); (tell "{SET}")); tell "$x"\n'),
    case('escaped-quote', "tell it\\'s '@@'\n", f'tell it\\\'s "{SET}"\n'),
    case('escaped-double', 'tell "a\\"b @@ \\$x `tell c`"\n', f'tell "a\\"b {SET} \\$x `tell c`"\n'),
    case('alias', "alias x='tell @@ y'\nalias x\n", f"alias x='tell '\"{SET}\"' y'\nalias x\n"),
    case('other-fallback', 'k=${my:-@@}; tell "$k"\n', f'k=${{my:-{SET}}}; tell "$k"\n'),
    case('fallback-in-quotes', 'k="${my:-a @@}"; tell "$k"\n', f'k="${{my:-a {SET}}}"; tell "$k"\n'),
    case('fallback-with-quotes', 'k="${my:-\'a\' @@}"; tell "$k"\n', f'k="${{my:-\'a\' {SET}}}"; tell "$k"\n'),
    case('nested-backticks', 'tell `tell \\`tell\\`` @@\n', f'tell `tell \\`tell\\`` "{SET}"\n'),
    case('comment-at-end', 'tell "@@" # c', f'tell "{SET}" # c'),
    case('translated', 'tell $"@@ a"\n', f'tell $"{SET} a"\n'),
    case('own', 'export MY_KEY="@@"\ntell "$MY_KEY"\n', f'export MY_KEY="{MINE}"\ntell "$MY_KEY"\n'),
    case('own-bare', 'MY_KEY=@@\ntell $MY_KEY\n', f'MY_KEY="{MINE}"\ntell $MY_KEY\n'),
    case('own-for-one-command', "MY_KEY='@@' sh -c 'echo $MY_KEY'\n", f'MY_KEY="{MINE}" sh -c \'echo $MY_KEY\'\n'),
    case('own-argument', 'tell -e MY_KEY=@@ image\n', f'tell -e MY_KEY="{MINE}" image\n'),
    case('own-fallback', 'k="${MY_KEY:-@@}"; tell "$k"\n', f'k="{MINE}"; tell "$k"\n'),
    case('own-fallback-quoted', 'k=${MY_KEY-"@@"}; tell "$k"\n', f'k={MINE}; tell "$k"\n'),
    case('own-in-a-script', "tell 'export MY_KEY=@@; x'\n", f"tell 'export MY_KEY='\"{SET}\"'; x'\n"),
    case('one-key-one-name', 'MY_KEY=@@\ntell @@\n', f'MY_KEY="{MINE}"\ntell "{MINE}"\n'),
    case('crlf', 'tell "@@"\r\n', f'tell "{SET}"\r\n'),
]  # fmt: skip


@pytest.mark.parametrize(('before', 'after'), TABLE)
def test_script_reads_so_afterwards_and_does_the_same(before: str, after: str, tmp_path: Path) -> None:
    made, values = draft(filled(before).encode(), 'run.sh')
    assert made.reason == ''
    assert made.new == after.encode()
    kept = {'PATH': os.environ['PATH'], 'ANTHROPIC_API_KEY': filled('@a@')}
    for each in SHELLS:
        told = [
            subprocess.run([each, '-c', _TELL + text], env=variables, cwd=tmp_path, capture_output=True, check=False)
            for text, variables in ((filled(before), kept), (after, {**kept, **values}))
        ]
        known = not told[0].returncode and not (each == 'dash' and "$'" in before)
        if each == 'bash' or known:  # not every shell knows all of it
            assert told[0].stdout == told[1].stdout, each
            assert told[0].returncode == told[1].returncode == 0, told


@pytest.mark.skipif(os.name == 'nt', reason='there is no sh')
def test_missing_variable_stops_the_script_with_its_name(tmp_path: Path) -> None:
    after = rewritten('MY_KEY=@@\necho on\n', 'run.sh')
    done = subprocess.run(['sh', '-c', after], env={'PATH': os.environ['PATH']}, capture_output=True, check=False)
    assert done.returncode
    assert b'set MY_KEY first' in done.stderr
    assert b'on' not in done.stdout


@pytest.mark.parametrize(
    ('name', 'before', 'why'),
    [
        pytest.param('a.sh', 'x=`tell @@`\n', 'line 1: the key stands in backticks or in arithmetic', id='backticks'),
        pytest.param('a.sh', "cat <<'EOF'\n$k=@@\nEOF\n", 'line 1: variables are not read in this here-document', id='literal-document'),
        pytest.param('a.sh', 'x="a\ny=@@\n', 'line 1: a quote is not closed', id='quote'),
        pytest.param('a.sh', "x='a\ny=@@\n", 'line 1: a quote is not closed', id='single-quote'),
        pytest.param('a.sh', "x=$'a\\'\ny=@@\n", 'line 1: a quote is not closed', id='ansi-quote'),
        pytest.param('a.sh', 'x=`a\ny=@@\n', 'line 1: a substitution is not closed', id='backtick'),
        pytest.param('a.sh', 'x=$(a\ny=@@\n', 'line 1: a substitution is not closed', id='substitution'),
        pytest.param('a.sh', 'x=${a\ny=@@\n', 'line 1: a substitution is not closed', id='parameter'),
        pytest.param('a.sh', 'cat <<EOF\ny=@@\n', 'line 1: a here-document is not closed', id='document'),
        pytest.param('a.sh', 'y=@@\ncat <<EOF', 'a here-document is not closed', id='document-at-end'),
        pytest.param('a.sh', 'y=\\@@\n', 'line 1: a backslash stands before the key', id='backslash'),
        pytest.param('a.sh', '"$(' * 80 + '@@' + ')"' * 80, 'it is nested too deeply', id='deep'),
        pytest.param('a.sh', '${a-' * 80 + '@@' + '}' * 80, 'it is nested too deeply', id='deep-parameters'),
        pytest.param('a.sh', '$(' * 80 + '@@' + ')' * 80, 'it is nested too deeply', id='deep-substitutions'),
        pytest.param('run', '#!/usr/bin/env python3\nx="@@"\n', 'for this kind of file no safe rewrite is known', id='no-shell'),
        pytest.param('a.sh', '#!/usr/bin/env python3\nx="@@"\n', 'its first line says that it is no shell script', id='other-language'),
        pytest.param('.bashrc', 'export X="@@"\n', 'a shell that starts reads it', id='profile'),
        pytest.param('sub/.envrc', 'export X="@@"\n', 'let direnv read it', id='envrc-below'),
        pytest.param('.envrc', 'export X="a @@"\n', 'let direnv read it', id='envrc-part'),
        pytest.param('.envrc', 'run @@\n', 'let direnv read it', id='envrc-command'),
    ],
)  # fmt: skip
def test_script_is_left_alone_with_the_reason(name: str, before: str, why: str) -> None:
    assert why in rewritten(before, name)


@pytest.mark.parametrize(
    ('before', 'after'),
    [
        case('set', 'set -gx MY_KEY "@@"\ntell $MY_KEY\n', 'set -gx MY_KEY "$MY_KEY"\ntell $MY_KEY\n'),
        case('set-bare', 'set -x MY_KEY @@\ntell $MY_KEY\n', 'set -x MY_KEY "$MY_KEY"\ntell $MY_KEY\n'),
        case('double', 'tell "Bearer @@" b\n', 'tell "Bearer $OPENAI_API_KEY" b\n'),
        case('double-touches', 'tell "@@[1]"\n', 'tell "$OPENAI_API_KEY""[1]"\n'),
        case('single', "tell 'it\\'s @@ x'\n", "tell 'it\\'s '\"$OPENAI_API_KEY\"' x'\n"),
        case('substitution', 'tell (echo "@@")\n', 'tell (echo "$OPENAI_API_KEY")\n'),
        case('bare', 'tell `a` @@\n', 'tell `a` "$OPENAI_API_KEY"\n'),
        case('comment', 'tell 1 # @@\n', 'tell 1 # $OPENAI_API_KEY\n'),
    ],
)
def test_fish(before: str, after: str) -> None:
    made, values = draft(filled(before).encode(), 'run.fish')
    assert made.new == after.encode(), made.reason
    if os.name != 'nt' and shutil.which('fish'):
        tell = 'function tell; printf "<%s>" $argv; end\n'
        told = [
            subprocess.run(
                ['fish', '--no-config', '-c', tell + text],
                env={'PATH': os.environ['PATH'], 'HOME': '/nowhere', **variables},
                capture_output=True,
                check=False,
            )
            for text, variables in ((filled(before), {}), (after, values))
        ]
        assert told[0].stdout == told[1].stdout
        assert told[1].returncode == 0, told[1].stderr


def test_fish_quote_that_is_not_closed() -> None:
    assert 'line 1: a quote is not closed' in rewritten("tell 'a\\'\ntell @@\n", 'a.fish')


@pytest.mark.parametrize(
    ('before', 'after'),
    [
        case('two', 'export MY_KEY=@@\nexport B="@a@"\n', 'dotenv_if_exists .env\nenv_vars_required MY_KEY\nenv_vars_required B\n'),
        case('loads-already', 'dotenv\nexport OPENAI_API_KEY=@@\r\n', 'dotenv\nenv_vars_required OPENAI_API_KEY\r\n'),
        case('no-last-newline', "use flake\nK='@@'", 'use flake\ndotenv_if_exists .env\nenv_vars_required K'),
        case('comment', '# export K=@@\n', '# export K=$OPENAI_API_KEY\n'),
    ],
)  # fmt: skip
def test_direnv_loads_the_file_of_variables(before: str, after: str) -> None:
    assert rewritten(before, '.envrc') == after


def test_names_are_those_of_the_environment() -> None:
    data = filled('OPENAI_API_KEY=@@ x\nsmall=@@\n').encode()
    key = filled('@@').encode()
    first = data.index(key)
    spots = [Spot(at, at + len(key), '') for at in (first, data.index(key, first + 1))]
    assert shell.variables(data, spots, 'a.sh') == ['OPENAI_API_KEY', '']
