"""Text in UTF-16 and UTF-32 among other bytes, as ASCII. Most commits have none and do not load it."""

from keyguard.tokens import MIN_RUN

_CLASS = b'n' + b'a' * 127 + b' ' * 128
# what goes on with a text, a character of each width and many
_WIDTHS = (2, 4)
_MANY = 256


def narrow(data: bytes) -> bytes:
    """Every text of ASCII that is long enough for a run, one behind the other. Linear.

    Its first byte may belong to what stands before it, its last one to what stands behind, by the order of the bytes:
    ``r\\0s\\0k`` is ``rsk``, or ``sk`` behind something else. So a text may come in both readings.
    """
    classes = data.translate(_CLASS)
    texts: list[bytes] = []
    for width in _WIDTHS:
        step = b'n' * (width - 1) + b'a'
        steps = step * _MANY
        needle = b'a' + step * (MIN_RUN - 1)
        at = classes.find(needle)
        while at >= 0:
            stop = at + len(needle)
            while classes.startswith(steps, stop):
                stop += len(steps)
            while classes.startswith(step, stop):
                stop += width
            text = data[at:stop:width]
            before, behind = data[max(0, at - width + 1) : at], data[stop : stop + width - 1]
            little = text[:-1] if behind.strip(b'\0') else text
            big = text[1:] if len(before) < width - 1 or before.strip(b'\0') else text
            texts += [little] if little == big else [little, big]
            at = classes.find(needle, stop)
    # no line of encoded text goes on over that
    return b'\n~\n'.join(texts)
