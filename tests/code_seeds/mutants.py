"""Python code with one small thing changed: what a check that is worth its name must refuse."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def mutants(code: str) -> Iterator[str]:
    """Each of them differs from the code in one place of one line; comments stay."""
    for node in _within(ast.parse(code)):
        changed = _changed(node)
        if changed is not None and node.lineno == node.end_lineno:  # type: ignore[attr-defined]
            yield _spliced(code, node, ast.unparse(changed))


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those of annotations, messages, docstrings, and f-strings, whose places are told from Python 3.12 on."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr | ast.Raise) and not _speaks(child):
                yield child
                yield from _within(child)


def _speaks(node: ast.AST) -> bool:
    """Whether it is a docstring, a help text, or an example that is printed."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case ast.keyword(arg=name):
            return name in ("help", "description")
        case _:
            return False


def _changed(node: ast.AST) -> ast.AST | None:
    changed = copy.copy(node)
    match changed:
        case ast.Compare(ops=[operator]):
            changed.ops = [_SWAPPED[type(operator)]()]  # type: ignore[list-item]
        case ast.BinOp(op=operator) | ast.BoolOp(op=operator) if type(operator) in _SWAPPED:
            changed.op = _SWAPPED[type(operator)]()  # type: ignore[assignment]
        case ast.Constant(value=bool(value)):
            changed.value = not value
        case ast.Constant(value=int(value)):
            changed.value = value + 1
        case ast.Constant(value=str(value)) if value:
            changed.value = value + "z"
        case ast.Return(value=ast.AST() as value) if not (isinstance(value, ast.Constant) and not value.value):
            changed.value = None
        case _:
            return None
    return changed


def _spliced(code: str, node: ast.AST, text: str) -> str:
    lines = code.encode().split(b"\n")
    line = node.lineno - 1  # type: ignore[attr-defined]
    start, end = node.col_offset, node.end_col_offset  # type: ignore[attr-defined]
    text = text if isinstance(node, ast.Return) else f"({text})"
    lines[line] = lines[line][:start] + text.encode() + lines[line][end:]
    return b"\n".join(lines).decode()
