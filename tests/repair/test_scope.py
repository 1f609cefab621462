"""A definition is looked at as Python does: what it names, gives away, and never reads."""

TEXT = '''
def step(model, opt, loader, unused: "int" = 3):
    """Not code: 1 + 1."""
    total = 0
    for X, y in loader:
        loss = model(X, y)
        opt.zero_grad()
        total += loss.item()
    return total, [loss]
'''.strip()


def test_names_models_and_optimizers_are_told(scope_of):
    """By their usual names, or by what is called on them."""
    scope = scope_of(TEXT)
    (function,) = scope.functions

    assert scope.names(function) == ["model", "opt", "loader", "unused", "total", "X", "y", "loss"]
    assert scope.models(function) == ["model"]
    assert scope.optimizers(function) == ["opt"]
    assert scope.unused(function) == ["unused"]


def test_what_is_given_away_is_found(scope_of):
    """Returned values and their parts, and what is added to a sum."""
    scope = scope_of(TEXT)

    told = [scope.code.text(value) for value in scope.values]
    assert set(told) == {"loss.item()", "total, [loss]", "total", "[loss]"}


def test_docstrings_and_annotations_are_no_code(scope_of):
    """Nothing is to be changed there."""
    scope = scope_of(TEXT)

    assert [n.value for n in scope.nodes if type(n).__name__ == "Constant"] == [3, 0]
    assert [len(body) for _, body in scope.blocks] == [3, 3]
