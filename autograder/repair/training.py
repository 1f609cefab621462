"""Edits about training: modes, gradients, steps of the optimizer, devices."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.repair.code import Simple, Span
from autograder.repair.scope import Function, Scope

_MODES = ("train", "eval")
_CONTEXTS = ("no_grad", "inference_mode")


def kept_mode(scope: Scope) -> Iterator[tuple[Span, ...]]:
    """Have a model in another mode while a function runs, and as it was afterwards."""
    for function in scope.functions:
        returns = [
            one
            for one in scope.statements
            if isinstance(one, ast.Return) and scope.function(one) is function
        ]
        last = function.body[-1]
        for name in scope.models(function)[:1]:
            for word in _MODES:
                begin = scope.code.before(
                    _first(function), f"was = {name}.training; {name}.{word}()"
                )
                ends = [scope.code.before(one, f"{name}.train(was)") for one in returns]
                if not returns and last is not _first(function):
                    ends = [scope.code.behind(last, f"{name}.train(was)")]
                yield (begin, *ends)


def mode(scope: Scope) -> Iterator[Span]:
    """Switch a model's mode at the beginning of a function or loop, elsewhere, or not at all."""
    for statement, receiver, name in _method_statements(scope, _MODES):
        text = scope.code.text(statement)
        other = _MODES[name == "train"]
        yield scope.code.put(statement, text.replace(f".{name}(", f".{other}("))
        yield scope.code.put(statement, "pass")
        yield scope.code.behind(statement, f"{receiver}.{other}()")
    for call in scope.calls:
        match call.func:
            case ast.Attribute(value=value, attr="train" | "eval"):
                yield Span(scope.code.end(value), scope.code.end(call), "")
    for function in scope.functions:
        for name in scope.models(function)[:2]:
            for body in _bodies(scope, function):
                for word in _MODES:
                    yield scope.code.before(body[0], f"{name}.{word}()")
    yield from _loaded(scope)


def _loaded(scope: Scope) -> Iterator[Span]:
    """Set the mode of a model where it is given back, and behind the statement that makes it."""
    for function in scope.functions:
        for name in scope.models(function)[:2]:
            for statement in scope.statements:
                is_made = isinstance(statement, ast.Assign) and _binds(statement, name)
                if is_made and scope.function(statement) is function:
                    yield from (scope.code.behind(statement, f"{name}.{w}()") for w in _MODES)
                if isinstance(statement, ast.Return) and scope.function(statement) is function:
                    yield from (scope.code.before(statement, f"{name}.{w}()") for w in _MODES)


def zero_grad(scope: Scope) -> Iterator[Span]:
    """Set gradients to zero before ``backward``, or no longer where it is done."""
    for function in scope.functions:
        for name in scope.optimizers(function)[:2] or _receivers(scope, function):
            for statement in _backwards(scope, function):
                yield scope.code.before(statement, f"{name}.zero_grad()")
                yield scope.code.behind(statement, f"{name}.step()")
    for statement, _, _ in _method_statements(scope, ("zero_grad", "step")):
        yield scope.code.put(statement, "pass")


def _receivers(scope: Scope, function: Function) -> list[str]:
    return scope.models(function)[:1]


def gradients(scope: Scope) -> Iterator[Span]:
    """Switch gradients off around a function or statement, or on where they are off."""
    for node in scope.of(ast.With):
        if isinstance(node, ast.With) and len(node.items) == 1 and _context(node.items[0]):
            start, context = scope.code.start(node), node.items[0].context_expr
            yield Span(start, scope.code.end(context), "if True")
            yield scope.code.put(context, _other_context(scope.code.text(context)))
    for function in scope.functions:
        for decorator in function.decorator_list:
            if any(word in scope.code.text(decorator) for word in _CONTEXTS):
                yield Span(scope.code.start(function), scope.code.end(decorator), "")
        if function.name != "__init__":
            start = scope.code.start(function)
            text = f"@torch.no_grad()\n{scope.code.indent(function)}"
            yield Span(start, start, text)
    for statement in scope.statements:
        yield from _guarded(scope, statement)


def _guarded(scope: Scope, statement: ast.stmt) -> Iterator[Span]:
    """Put a statement that calls something into a block without gradients."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.With | ast.Import):
        return
    has_call = any(isinstance(node, ast.Call) for node in ast.walk(statement))
    if not has_call or not scope.code.is_first(statement):
        return
    if isinstance(statement, Simple):
        start = scope.code.start(statement)
        yield Span(start, start, "with torch.no_grad(): ")
    else:
        inner = scope.code.indent(statement) + "    "
        moved = scope.code.shifted(statement, inner)
        yield scope.code.put(statement, f"with torch.no_grad():\n{inner}{moved}")


def device(scope: Scope) -> Iterator[Span]:
    """Send a batch, an argument, a model or a result to a device, or no longer."""
    for call in scope.calls:
        match call.func:
            case ast.Attribute(value=value, attr="to" | "cpu" | "cuda"):
                yield Span(scope.code.end(value), scope.code.end(call), "")
    for function in scope.functions:
        names = scope.names(function)
        if "device" not in names:
            continue
        for name in scope.models(function)[:1]:
            yield scope.code.before(_first(function), f"{name}.to(device)")
        for loop in scope.of(ast.For):
            if isinstance(loop, ast.For) and scope.function(loop) is function:
                yield from _sent(scope, loop)
    for value in scope.values:
        if isinstance(value, ast.Name | ast.Call):
            end = scope.code.end(value)
            yield Span(end, end, ".cpu()")


def _sent(scope: Scope, loop: ast.For) -> Iterator[Span]:
    names = [node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)]
    for some in [names] + [[name] for name in names] * (len(names) > 1):
        values = ", ".join(f"{name}.to(device)" for name in some)
        yield scope.code.before(loop.body[0], f"{', '.join(some)} = {values}")


def _method_statements(
    scope: Scope, methods: tuple[str, ...]
) -> Iterator[tuple[ast.stmt, str, str]]:
    for statement in scope.statements:
        match statement:
            case ast.Expr(ast.Call(func=ast.Attribute(value=receiver, attr=name))):
                if name in methods:
                    yield statement, scope.code.text(receiver), name


def _backwards(scope: Scope, function: Function) -> Iterator[ast.stmt]:
    for statement, _, _ in _method_statements(scope, ("backward",)):
        if scope.function(statement) is function:
            yield statement


def _bodies(scope: Scope, function: Function) -> Iterator[list[ast.stmt]]:
    for node, body in scope.blocks:
        is_loop = isinstance(node, ast.For | ast.While | ast.With)
        if body and (node is function or (is_loop and scope.function(node) is function)):
            yield body


def _first(function: Function) -> ast.stmt:
    is_docstring = isinstance(function.body[0], ast.Expr) and isinstance(
        function.body[0].value, ast.Constant
    )
    return function.body[-1 if len(function.body) == 1 else int(is_docstring)]


def _binds(statement: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)


def _context(item: ast.withitem) -> bool:
    return any(word in ast.dump(item.context_expr) for word in _CONTEXTS)


def _other_context(text: str) -> str:
    old = next(word for word in _CONTEXTS if word in text)
    return text.replace(old, _CONTEXTS[old == "no_grad"])
