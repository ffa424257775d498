"""The instructions of compiled Python that tell what a constant is used for, by their numbers in each version.

They are those of ``dis.opmap``; of Python 3.14 those of ``Include/opcode_ids.h``.
"""

# by the first two bytes, which column of the table is meant
MAGICS = {b'U\r': 0, b'a\r': 1, b'o\r': 2, b'\xa7\r': 3, b'\xcb\r': 4, b'\xf3\r': 5, b'+\x0e': 6}
PYTHON_311, PYTHON_312 = 3, 4
# the numbers of instructions in Python 3.8 to 3.14, as ``dis.opmap`` has them; -1 where there is none
_NUMBERS = {
    'more': (144, 144, 144, 144, 144, 71, 69),
    'constant': (100, 100, 100, 100, 100, 83, 82),
    'small': (-1, -1, -1, -1, -1, -1, 94),
    'name': (101, 101, 101, 101, 101, 92, 93),
    'global': (116, 116, 116, 116, 116, 91, 92),
    'attribute': (106, 106, 106, 106, 106, 82, 80),
    'method': (160, 160, 160, 160, -1, -1, -1),
    'variable': (124, 124, 124, 124, 124, 85, 84),
    'sure': (-1, -1, -1, -1, 127, 87, 88),
    'borrowed': (-1, -1, -1, -1, -1, -1, 86),
    'two variables': (-1, -1, -1, -1, -1, 88, 89),
    'two borrowed': (-1, -1, -1, -1, -1, -1, 87),
    'cell': (136, 136, 136, 137, 137, 84, 83),
    'import': (108, 108, 108, 108, 108, 75, 73),
    'to name': (90, 90, 90, 90, 90, 114, 116),
    'to global': (97, 97, 97, 97, 97, 113, 115),
    'to attribute': (95, 95, 95, 95, 95, 108, 110),
    'to variable': (125, 125, 125, 125, 125, 110, 112),
    'to cell': (137, 137, 137, 138, 138, 109, 111),
    'to variable and from': (-1, -1, -1, -1, -1, 111, 113),
    'to two variables': (-1, -1, -1, -1, -1, 112, 114),
    'to item': (60, 60, 60, 60, 60, 39, 38),
    'apart': (92, 92, 92, 92, 92, 117, 119),
    'turn': (2, 2, 2, -1, -1, -1, -1),
    'swap': (-1, -1, -1, 99, 99, 115, 117),
    'map': (105, 105, 105, 105, 105, 48, 47),
    'map of keys': (156, 156, 156, 156, 156, 46, -1),
    'tuple': (102, 102, 102, 102, 102, 52, 51),
    'names': (-1, -1, -1, 172, 172, -1, -1),
    'call': (131, 131, 131, 171, 171, 53, 52),
    'call method': (161, 161, 161, -1, -1, -1, -1),
    'call with names': (141, 141, 141, -1, -1, 57, 55),
    'end': (1, 1, 1, 1, 1, 32, 31),
    'return': (83, 83, 83, 83, 83, 36, 35),
    'return constant': (-1, -1, -1, -1, 121, 103, -1),
}
_TABLES: 'dict[int, dict[int, str]]' = {}


def instructions(column: int) -> 'dict[int, str]':
    """The names that this table gives to the instructions of a version, by their numbers."""
    if column not in _TABLES:
        _TABLES[column] = {numbers[column]: name for name, numbers in _NUMBERS.items() if numbers[column] >= 0}
    return _TABLES[column]
