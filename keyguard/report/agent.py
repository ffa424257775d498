"""What was found in an agent's call -> the answer in the form that the tool shows to its model, or to the person."""

import json

from keyguard.model import Finding
from keyguard.placeholder import without_keys
from keyguard.sources import agent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from keyguard.secret import Secret
    from keyguard.sources.agent import Call

_MOST = 5
# stops Claude Code, Codex, VS Code and Windsurf; the model reads standard error
STOP = 2
# the events of Cursor that wait for a word of permission
_ANSWERED = ('beforeShellExecution', 'beforeMCPExecution', 'beforeReadFile', 'beforeTabFileRead', 'preToolUse')


def why(findings: 'Sequence[Finding]', call: 'Call') -> str:
    """The reason, for a model that shall do it right the next time; no key is in it."""
    # an agent waits for every call, and few hold a key
    from keyguard.remedies import environment, steps
    from keyguard.report.layout import count, mask

    keys = len({finding.secret for finding in findings})
    what = 'prompt' if call.prompt else 'command line' if call.command else 'text'
    lines = [f'keyguard: stopped, for this {what} holds {count(keys, "key")}:']
    said: set[Secret] = set()
    for finding in findings:
        if finding.secret not in said and len(said) < _MOST:
            said.add(finding.secret)
            place = f', line {finding.line}' if not call.command and finding.line > 1 else ''
            lines.append(f'- {finding.detector.title} {mask(finding)}{place}')
    if keys > len(said):
        lines.append(f'- and {keys - len(said)} more')
    names = list(dict.fromkeys(steps.variable_of(finding) for finding in findings))[:_MOST]
    if call.prompt:
        lines.append(
            'Send it again without the key: whatever is in a prompt goes to the provider of the model, and into its '
            'logs. If it has been sent before, revoke it. The agent may keep this prompt in its log on this machine.'
        )
        lines.append(f'Set it in the shell that starts the agent: {environment.ask_for(environment.shell(), names[0])}')
    else:
        lines.append(
            f'Do not write a key into files or command lines, and do not split or encode it. Let the program read '
            f'{" and ".join(names)} from the environment, and ask the person to set it there.'
        )
        read = steps.replacement_of(findings[0])
        if read:
            lines.append(f'In this file that is: {read}')
    lines.append(f'More: keyguard guide {findings[0].provider.id}')
    return '\n'.join(lines)


def bypass(found: str) -> str:
    """The reason for a command line that keeps the hooks from running."""
    return (
        f'keyguard: `{without_keys(found)}` keeps the hooks from running that look for keys. Do it without; if a hook '
        'blocks, mend what it names. Only the person may decide to go past it.'
    )


def stop(reason: str, call: 'Call') -> 'tuple[int, str, str]':
    """The exit code, what goes to standard output, and to standard error: this must not be done."""
    if call.tool == agent.CURSOR:
        # its model is given what its documentation calls the user's message
        told = {'user_message': reason, 'agent_message': reason}
        return 0, _json({'continue': False, **told} if call.prompt else {'permission': 'deny', **told}), ''
    if call.tool == agent.COPILOT:
        if call.event.lower() == 'permissionrequest':
            return 0, _json({'behavior': 'deny', 'message': reason}), ''
        # an exit code stops it too, and its model is not told why
        answer = {'permissionDecision': 'deny', 'permissionDecisionReason': reason}
        return 0, _specific(call, **answer) if call.event[0].isupper() else _json(answer), ''
    if call.tool == agent.GEMINI:
        # exit code 2 stops it as well, with a warning that the hook failed
        return 0, _json({'decision': 'deny', 'reason': reason}), ''
    if call.event == 'UserPromptSubmit':
        # Claude Code repeats the prompt with the key otherwise; others read nothing but the reason then
        return STOP, _specific(call, suppressOriginalPrompt=True), reason
    return STOP, '', reason


def ask(reason: str, call: 'Call') -> 'tuple[int, str, str]':
    """The same for what a person may allow, where the tool is known to ask then; elsewhere it is stopped, for some take
    an answer that they do not know for a yes.
    """
    if not call.asks:
        return stop(reason, call)
    if call.tool == agent.CURSOR:
        return 0, _json({'permission': 'ask', 'user_message': reason, 'agent_message': reason}), ''
    return 0, _specific(call, permissionDecision='ask', permissionDecisionReason=reason), ''


def go(call: 'Call') -> 'tuple[int, str, str]':
    """Nothing is wrong with it; the tool's own rules decide."""
    if call.tool != agent.CURSOR:
        return 0, '', ''
    # Cursor takes an answer without this word for a broken one, and then stops; its own rules come behind it
    if call.prompt:
        return 0, _json({'continue': True}), ''
    return 0, _json({'permission': 'allow'} if call.event in _ANSWERED else {}), ''


def _specific(call: 'Call', **answer: object) -> str:
    """An answer in Claude Code's form."""
    return _json({'hookSpecificOutput': {'hookEventName': call.event, **answer}})


def _json(answer: 'Mapping[str, object]') -> str:
    return json.dumps(answer) + '\n'
