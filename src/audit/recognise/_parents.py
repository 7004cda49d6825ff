"""Each row gets its parent, by explicit columns, indentation, code, numbering, and last money, in this order."""

from __future__ import annotations

from audit.notation.code_columns import CodeColumn
from audit.notation.code_grammar import CodeGrammar
from audit.recognise._details import like_beside
from audit.recognise._money import by_money
from audit.recognise._numbering import by_indent, by_numbering, explicit, levels_of
from audit.recognise._totals import place_totals, root_of
from audit.recognise._tree import TOP, Line, Tree


def build_tree(
    lines: list[Line], weights: dict[int, int], codes: CodeColumn | None = None, grammar: CodeGrammar | None = None
) -> Tree:
    """The tree of a table's rows, with their codes as a grammar reads them."""
    tree = Tree(lines, [None] * len(lines), [TOP] * len(lines), weights=weights, codes=codes, grammar=grammar)
    if explicit(tree):
        place_totals(tree)
        tree.root = root_of(tree)
        return tree
    levels = levels_of(lines)
    if levels is not None:
        by_indent(tree, levels)
        place_totals(tree)
    else:
        by_numbering(tree)
    by_money(tree)
    like_beside(tree)
    tree.root = root_of(tree)
    return tree
