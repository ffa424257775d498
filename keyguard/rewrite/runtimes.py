"""Where a script runs, told from its name and its words: in Node, Deno or Bun, or where everybody can read it."""

import re

from keyguard.rewrite.trees import up, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.rewrite.code import Code
    from keyguard.rewrite.trees import Node

_BROWSER = 'a browser loads it, and whoever opens the page can read the key: call the API from a server instead'
_APP = 'it is built into an app, and whoever has the app can read the key: call the API from a server instead'
_BUILT = 'a program writes this file; take the key out of what it is made from'
_DECLARED = 'a file of declarations runs nowhere'
_WORKER = (
    'a Worker gets its secrets in the argument env of its handler: store the key as a secret and read env.NAME there'
)
_PAGE_TOO = (
    'a page that is built for the browser too: whoever opens it can read the key, so call the API in a route below '
    'pages/api, or in getServerSideProps'
)
_K6 = 'k6 has no process.env: read __ENV.NAME there, and start it with k6 run -e NAME'

_BUILD = re.compile(r'(?:^|/)(?:webpack|vite|rollup|esbuild|next|nuxt|rspack|astro)[\w.-]*\.config\.[cm]?[jt]s$')
# what a build puts into the pages
_INLINED = (b'define', b'env', b'public', b'publicRuntimeConfig')
_NAMES = re.compile(r'\.(?:vue|svelte|html?|astro)$', re.IGNORECASE)
_MINIFIED = re.compile(r'\.min\.[cm]?js$|(?:^|/)dist/.*\.js$', re.IGNORECASE)
_FOLDERS = re.compile(r'(?:^|/)(?:public|static|www|wwwroot)/.*\.js$|(?:^|/)environments/environment[\w.]*\.ts$')
_SERVER = re.compile(
    r'(?:^|/)(?:api|server|functions|scripts?|middleware)(?:/|\.[cm]?[jt]s$)|/route\.[jt]sx?$|\.server\.|\.config\.'
)
# names that a bundler writes into what the browser gets
_BUNDLED = re.compile(
    rb'^(?:import\.meta|process)\.env\.'
    rb'(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|GATSBY|NUXT_PUBLIC|PUBLIC|VUE_APP)_\w+$'
)
_PAGE = re.compile(
    rb'^(?:window\.(?:location|document|addEventListener|localStorage|fetch|onload|history)|localStorage\.\w+|'
    rb'document\.(?:getElementById|querySelector|querySelectorAll|createElement|body|head|cookie|addEventListener|'
    rb'documentElement)|chrome\.(?:runtime|tabs|storage|action))$'
)
_CLIENT = (
    'react-dom',
    'react-dom/client',
    'vue',
    'svelte',
    'solid-js',
    'preact',
    'preact/hooks',
    '@angular/core',
    'jquery',
)
_MOBILE = ('react-native', 'expo')
_PAGES = re.compile(r'(?:^|/)pages/(?!api/)(?!.*\.(?:test|spec|stories)\.)', re.IGNORECASE)
# what of a page runs on the server alone
_SERVED = (b'getServerSideProps', b'getStaticProps', b'getStaticPaths')
# where an identifier gives a name to something: type of the node around it -> the field that it is there, '' for any
_BINDINGS = {
    'array_pattern': '', 'arrow_function': 'parameter', 'assignment_expression': 'left', 'assignment_pattern': 'left',
    'catch_clause': 'parameter', 'class_declaration': 'name', 'for_in_statement': 'left', 'formal_parameters': '',
    'function_declaration': 'name', 'function_expression': 'name', 'generator_function_declaration': 'name',
    'import_clause': '', 'import_require_clause': '', 'import_specifier': '', 'namespace_import': '',
    'object_assignment_pattern': 'left', 'optional_parameter': 'pattern', 'pair_pattern': 'value',
    'required_parameter': 'pattern', 'rest_pattern': '', 'variable_declarator': 'name',
}  # fmt: skip
_ITSELF = re.compile(rb'(?:from\s*|require\(\s*|import\(\s*)["\'`](?:node:)?process["\'`]|^globalThis\.process$')
_HOOK = re.compile(rb'^use[A-Z]')
# what tells without a parser that a browser or an app runs it
_GLANCE = (
    (_BROWSER, re.compile(rb'dangerouslyAllowBrowser|^[ \t]*["\']use client["\']|\bfrom\s*["\'](?:%s)["\']'
                          % '|'.join(map(re.escape, _CLIENT)).encode(), re.M)),
    (_APP, re.compile(rb'\bfrom\s*["\'](?:%s|expo-[\w-]+)["\']' % '|'.join(_MOBILE).encode())),
)  # fmt: skip


def paged(code: 'Code', node: 'Node') -> str:
    """Why the node, in a page that a browser loads too, ends there, or ''."""
    if not _PAGES.search(code.name):
        return ''
    served = (code.text(around.child_by_field_name('name')) in _SERVED for around in up(node))
    drawn = any(each.type in ('jsx_element', 'jsx_self_closing_element') for each in walk(code.root))
    return _PAGE_TOO if drawn and not any(served) else ''


def other_process(code: 'Code') -> 'Node | None':
    """Where the file gives the name ``process`` to something else than Node's."""
    for node in walk(code.root):
        if node.type not in ('identifier', 'shorthand_property_identifier_pattern') or code.text(node) != b'process':
            continue
        around = node.parent
        field = _BINDINGS.get(around.type) if around is not None else None
        binds = node.type != 'identifier' or field == ''
        if field and around is not None:
            binds = around.child_by_field_name(field) == node
        if binds and not _is_itself(code, node):
            return node
    return None


def _is_itself(code: 'Code', node: 'Node') -> bool:
    """Is it a name for what Node calls so: its module, or what is only declared?"""
    for around in up(node):
        if around.type == 'ambient_declaration':
            return True
        if around.type == 'import_statement':
            return bool(_ITSELF.search(code.text(around)))
        if around.type == 'variable_declarator' and _ITSELF.search(code.text(around.child_by_field_name('value'))):
            return True
        if around.type.endswith(('statement', 'parameters', 'function')):
            return False
    return False


def at_a_glance(data: bytes) -> str:
    """Why a script of these words cannot read a variable at run time, or '': less sure than ``facts``."""
    return next((reason for reason, words in _GLANCE if words.search(data)), '')


class Facts:
    """``refused``: why no variable can be read there, or ''; ``deno``: is it Deno; ``declared``: classes and functions
    of the file's own.
    """

    __slots__ = ('declared', 'deno', 'refused')

    def __init__(self) -> None:
        self.refused = ''
        self.deno = False
        self.declared: set[bytes] = set()


def refused(name: str) -> str:
    """Why a file of this name cannot read a variable at run time, or ''."""
    if _NAMES.search(name) or _FOLDERS.search(name):
        return _BROWSER
    if name.endswith(('.d.ts', '.d.mts', '.d.cts')):
        return _DECLARED
    return _BUILT if _MINIFIED.search(name) else ''


def inlined(code: 'Code', node: 'Node') -> str:
    """Why the node, in the settings of a build, ends in what a browser loads, or ''."""
    if not _BUILD.search(code.name):
        return ''
    for around in up(node):
        called = code.text(around.child_by_field_name('constructor'))
        key = code.text(around.child_by_field_name('key')).strip(b'"\'')
        if called.endswith(b'DefinePlugin') or (around.type == 'pair' and key in _INLINED):
            return _BROWSER
    return ''


def facts(code: 'Code') -> Facts:
    """What the words of the file tell."""
    found = Facts()
    server = bool(_SERVER.search(code.name))
    for node in walk(code.root):
        text = b''
        if node.type in ('class_declaration', 'function_declaration'):
            found.declared.add(code.text(node.child_by_field_name('name')))
        elif node.type == 'member_expression':
            text = code.text(node)
            if text.startswith(b'Deno.'):
                found.deno = True
            elif _PAGE.match(text) or (_BUNDLED.match(text) and not server):
                found.refused = found.refused or _BROWSER
        elif node.type == 'import_statement':
            _imported(code.text(node.child_by_field_name('source'))[1:-1].decode('utf-8'), code.text(node), found)
        elif node.type == 'expression_statement' and node.children and node.children[0].type == 'string':
            if code.text(node.children[0])[1:-1] == b'use client':
                found.refused = _BROWSER
        elif node.type == 'property_identifier' and code.text(node) == b'dangerouslyAllowBrowser':
            found.refused = _BROWSER
        elif node.type == 'export_statement' and b'fetch' in _handlers(code, node):
            found.refused = found.refused or _WORKER
    return found


def _handlers(code: 'Code', export: 'Node') -> 'set[bytes]':
    """The names in the object that a module exports by default; none for a server of Bun, which says its port."""
    value = export.child_by_field_name('value')
    if value is None or value.type != 'object':
        return set()
    names = {code.text(inner) for inner in walk(value) if inner.type == 'property_identifier'}
    return set() if b'port' in names else names


def _imported(source: str, statement: bytes, found: Facts) -> None:
    package = source.partition('/')[0] if not source.startswith('@') else source
    if source.startswith(('npm:', 'jsr:', 'https://deno.land/', 'https://esm.sh/')):
        found.deno = True
    elif package == 'k6':
        found.refused = found.refused or _K6
    elif package in _MOBILE or source.startswith('expo-'):
        found.refused = found.refused or _APP
    elif source in _CLIENT or (source == 'react' and any(_HOOK.match(word) for word in re.findall(rb'\w+', statement))):
        found.refused = found.refused or _BROWSER
