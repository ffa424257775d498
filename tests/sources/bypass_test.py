"""Command lines that keep the hooks from running, as people and agents write them."""

from __future__ import annotations

import time

import pytest

from keyguard.sources.bypass import without_hooks

# what is in a command line -> the words that do it
DOES = {
    'commit': ('git commit --no-verify -m x', '--no-verify'),
    'short': ('git commit -nm "a message"', '-n'),
    'short-behind-others': ('git add . && git commit -qn', '-n'),
    'short-behind-a-value': ('git commit --fixup HEAD -n', '-n'),
    'begin-of-the-option': ('git commit --no-veri -m x', '--no-verify'),
    'push': ('cd x; git push --no-verify origin main', '--no-verify'),
    'merge': ('git merge --no-verify topic', '--no-verify'),
    'in-another-folder': ('git -C dir -c user.name=x commit -n', '-n'),
    'with-its-path': ('/usr/bin/git commit -n', '-n'),
    'on-windows': (r'C:\\Git\\git.exe commit -n', '-n'),
    'on-windows-quoted': ('"C:/Program Files/Git/bin/git.exe" commit --no-verify', '--no-verify'),
    'on-the-next-line': ('git commit \\\n  --no-verify', '--no-verify'),
    'behind-a-comment': ('git status # look\ngit commit --no-verify -m x', '--no-verify'),
    'behind-a-hash-in-a-word': ('echo a#b; git commit -n', '-n'),
    'under-another-program': ('time sudo git commit -n', '-n'),
    'under-a-user-of-that-name': ('sudo -u git git commit -n', '-n'),
    'under-find': ('find . -name x -exec git commit -n \\;', '-n'),
    'in-a-condition': ('if git commit -n; then x; fi', '-n'),
    'in-a-subshell': ('(cd x; git commit -nm "y")', '-n'),
    'in-braces': ('{ git commit -n; }', '-n'),
    'in-a-substitution': ('x=$(git commit --no-verify -m "a b")', '--no-verify'),
    'in-a-substitution-in-quotes': ('echo "$(git commit -n) $(date)"', '-n'),
    'in-nested-substitutions': ('echo "$(echo "$(git commit -n)" ")")"', '-n'),
    'behind-quotes-in-quotes': ('echo "a \\"b\\" \\\nc \\x $d"; git commit -n', '-n'),
    'in-a-substitution-with-quotes': ('x=$(echo \')\' \\) "$(y)"; git commit -n)', '-n'),
    'in-backquotes': ('echo "`git commit -n`"', '-n'),
    'in-another-process': ('diff <(git commit -n) x', '-n'),
    'for-another-shell': ("sh -c 'git commit -n -m x'", '-n'),
    'for-a-login-shell': ('bash -lc "cd x && git commit --no-verify"', '--no-verify'),
    'for-two-shells': ('bash -c "sh -c \'git commit -n\'"', '-n'),
    'for-another-machine': ('ssh host "git push --no-verify"', '--no-verify'),
    'evaluated': ('eval "git commit -n"', '-n'),
    'in-a-document-for-a-shell': ('bash <<EOF\ngit commit --no-verify\nEOF\necho', '--no-verify'),
    'in-a-document-through-a-pipe': ("cat <<-'E' | sh\n\tgit commit -n\n\tE\n", '-n'),
    'in-a-text-through-a-pipe': ('echo "git commit -n" | bash', '-n'),
    'behind-documents': ('cat <<A <<"B"; git commit -n\na\nA\nb\nB\n', '-n'),
    'by-python': ('python3.11 -c \'run(["git", "commit", "--no-verify"])\'', '--no-verify'),
    'in-a-document-for-python': ("python - <<'E'\nos.system('git commit --no-verify')\nE", '--no-verify'),
    'while-rebasing': ('git rebase --exec "git commit --no-verify" main', '--no-verify'),
    'in-submodules': ("git submodule foreach 'git commit -n'", '-n'),
    'as-an-alias': ("git config alias.ci 'commit --no-verify'", '--no-verify'),
    'as-an-alias-of-a-shell': ("git config --global alias.x '!git push --no-verify'", '--no-verify'),
    'skipped': ('SKIP=keyguard git commit -m x', 'SKIP=keyguard'),
    'skipped-among-others': ('env SKIP=ruff,keyguard-push git push', 'SKIP=ruff,keyguard-push'),
    'skipped-from-here-on': ('export PREK_SKIP="keyguard"; git push', 'PREK_SKIP=keyguard'),
    'skipped-in-fish': ('set -x SKIP keyguard; git commit', 'SKIP=keyguard'),
    'skipped-in-cmd': ('set SKIP=keyguard&& git commit', 'SKIP=keyguard'),
    'skipped-in-powershell': ("$env:SKIP = 'keyguard'; git commit -m x", 'SKIP=keyguard'),
    'husky': ('HUSKY=0 git commit -m x', 'HUSKY=0'),
    'hooks-elsewhere': ('git -c core.hooksPath=/dev/null commit -m x', 'core.hooksPath'),
    'hooks-elsewhere-in-any-case': ('git -c CORE.HOOKSPATH= commit -m x', 'CORE.HOOKSPATH'),
    'hooks-elsewhere-by-variable': ('git --config-env=core.hooksPath=X commit', 'core.hooksPath'),
    'hooks-elsewhere-in-variables': ('GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath git commit', 'core.hooksPath'),
    'hooks-elsewhere-for-good': ('git config core.hooksPath /dev/null', 'core.hooksPath'),
    'hooks-elsewhere-no-more': ('git config --unset core.hooksPath', 'core.hooksPath'),
    'uninstalled': ('pre-commit uninstall -t pre-push', 'pre-commit uninstall'),
    'uninstalled-by-python': ('python -m pre_commit uninstall', 'pre-commit uninstall'),
    'removed': ('rm -f .git/hooks/pre-commit', 'rm .git/hooks/pre-commit'),
    'overwritten': ('echo exit 0 >> .git/hooks/pre-push', '> .git/hooks/pre-push'),
    'plumbing': ('git send-pack origin main', 'git send-pack'),
    'a-quote-that-is-none': ("git commit -m don't --no-verify", '--no-verify'),
    'a-quote-of-another-kind': ("git $'commit' -n", '-n'),
}
DOES_NOT = {
    'in-the-message': 'git commit -m "no --no-verify here"',
    'as-the-message': 'git commit -m -n && git commit --message --no-verify && git commit -mn && git commit -m"-n"',
    'in-a-message-of-many-lines': 'git commit -m "$(cat <<\'EOF\'\nfix: do not use --no-verify\n\nEOF\n)"',
    'in-a-file': "cat > README.md <<'EOF'\ngit commit --no-verify\nEOF\ngit add README.md",
    'as-a-file': 'git commit -m x -- -n --no-verify',
    'on-standard-input': 'git commit -F - <<E\n-n\nE',
    'as-the-name-of-a-key': 'git commit -Sn -m x',
    'a-push-that-tries': 'git push -n',
    'an-option-of-the-push': 'git push -o --no-verify',
    'other-options': 'git merge -n --no-verify-signatures x',
    'a-number': 'git commit -m x && git log -n 5',
    'another-program': 'npm run build -- --no-verify; echo git; grep -n commit',
    'only-printed': 'echo "git push --no-verify" | cat; a || sh x',
    'only-read': 'git config --get core.hooksPath; git config core.hooksPath; git config get core.hooksPath',
    'hooks-only-read': 'cat .git/hooks/pre-push > x; ls -l .git/hooks',
    'searched-for': 'grep -r SKIP keyguard.py',
    'skips-others': 'SKIP=ruff git commit -m x',
    'rebasing': 'git rebase --exec "make test" --autosquash main; git bisect run "make test"',
    'an-alias': "git config alias.st 'status -sb'",
    'ordinary': 'git commit -am "x"; pre-commit run; HUSKY=1 git push',
    'arithmetic': 'echo $((1+2)) {a,b}',
    'nothing': '',
}


@pytest.mark.parametrize(('command', 'found'), DOES.values(), ids=DOES)
def test_a_command_that_goes_past_the_hooks(command: str, found: str) -> None:
    assert without_hooks(command) == found


@pytest.mark.parametrize('command', DOES_NOT.values(), ids=DOES_NOT)
def test_a_command_that_does_not(command: str) -> None:
    assert without_hooks(command) == ''


@pytest.mark.parametrize(
    'command',
    ['"', "'", '$(', '`', '<<', 'a <<E', 'a <<E\nb', '\\', '$(' * 3000, 'sh -c "' * 30, '<<a\n' * 3000, '>>>'],
)
def test_what_no_shell_takes_is_no_error(command: str) -> None:
    assert without_hooks(command) == ''


def test_shells_in_shells_end_somewhere() -> None:
    line = 'git commit -n'
    for _ in range(12):
        line = "sh -c '" + line.replace("'", "'\\''") + " '"
        found = without_hooks(line)
    assert found == ''
    assert without_hooks('sh -c \'sh -c "git commit -n"\'') == '-n'


def test_long_lines_are_read_in_one_go() -> None:
    begun = time.perf_counter()
    document = 'x = "1" # $a \n' * 100_000
    assert without_hooks(f'cat > a.py <<EOF\n{document}EOF\ngit commit -n') == '-n'
    assert without_hooks(f"echo '{document}'; git commit -n") == '-n'
    assert time.perf_counter() - begun < 10
