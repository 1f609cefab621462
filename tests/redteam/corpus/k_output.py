# %% [markdown]
# K. Text that would steer a terminal, a page, a table or a log.
# %% attack="terminal_commands" task="drop_ones" status="error"
"""Escape sequences clear the screen, set the title, and draw a verdict."""


def drop_ones(x, keep_batch=False):
    print("\x1b[2J\x1b[H\x1b]0;all passed\x07\x1b[32m80/80\x1b[0m\x9b2J")
    raise ValueError("\x1b[2J\x1b[1;32m drop_ones 6/6 \x1b[0m\x08\x08\r80/80")
# %% attack="script_in_a_message" task="drop_ones" status="error"
"""HTML in an error's name and text."""


def drop_ones(x, keep_batch=False):
    error = type("<img src=x onerror=alert(1)>", (ValueError,), {})
    raise error("<script>document.body.innerHTML = '80/80'</script>")
# %% attack="formula" task="drop_ones" status="error"
"""A spreadsheet formula."""


def drop_ones(x, keep_batch=False):
    raise ValueError('=HYPERLINK("http://127.0.0.1/"&A1, "80/80")\t+cmd|calc')
# %% attack="forged_log_lines" task="drop_ones" status="error"
"""Line breaks of all kinds, followed by what looks like the kit's own lines."""


def drop_ones(x, keep_batch=False):
    raise ValueError("x\n80/80 done\r\n1/1 ada ch00 80/80\u2028done\u0085done\x0bdone\x0cdone")
# %% attack="bidirectional_text" task="drop_ones" status="error"
"""Characters that turn the direction of text, and that nobody sees."""


def drop_ones(x, keep_batch=False):
    raise ValueError("\u202e08/08\u202c \u2066x\u2069 \u200b\u200d\ufeff \U000e0041")
# %% attack="template_text" task="drop_ones" status="error"
"""Text for template engines, format strings and console markup."""


def drop_ones(x, keep_batch=False):
    raise ValueError("{{7*7}} {0.__class__} %s%n ${x} [bold green]80/80[/] [link=file:///]x[/link]")
# %% attack="half_characters" task="drop_ones" status="error"
"""Text that cannot be encoded."""


def drop_ones(x, keep_batch=False):
    print("\ud800")
    raise ValueError("\ud800\udfff\x00")
# %% attack="names_of_classes" task="drop_ones" status="fail error"
"""A type's name is shown where a value has the wrong type."""


def drop_ones(x, keep_batch=False):
    return type("<b>\x1b[31m\n" + "x" * 100_000, (), {})()


add_batch = drop_ones
# %% attack="hostile_repr" task="drop_ones" status="fail error"
"""repr and str run code, raise, or return a screenful."""


class Hostile:
    def __repr__(self):
        raise SystemExit("\x1b[2J")

    __str__ = __format__ = __repr__


def drop_ones(x, keep_batch=False):
    return [Hostile(), {"x": Hostile()}]
# %% attack="latex" task="drop_ones" status="error"
"""Commands for a typesetter."""


def drop_ones(x, keep_batch=False):
    raise ValueError(r"\input{/etc/passwd} \write18{id} $$\href{javascript:alert(1)}{80/80}$$")
# %% attack="keys_of_prototypes" task="summarise" status="fail error"
"""Keys that mean something to programs that read the result."""


def summarise(x):
    return {"__proto__": {"points": 80}, "constructor": 1, "t": "tensor", "v": 5}
# %% attack="forged_places" task="drop_ones" status="error"
"""Code that claims to come from a file of the grader."""


class Now:
    code = compile("def boom():\n    raise ValueError('here')", "\x1b[2Jhidden.py", "exec")
    exec(code, globals())


def drop_ones(x, keep_batch=False):
    boom()
# %% attack="warnings" task="drop_ones" status="fail"
"""Thousands of warnings with text to steer a terminal."""
import warnings


def drop_ones(x, keep_batch=False):
    for number in range(5_000):
        warnings.warn(f"\x1b[2J {number} <script>")
    return x[:0]
