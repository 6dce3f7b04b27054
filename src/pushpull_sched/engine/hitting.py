"""The cheapest choice that takes something from every set: a tiny CP-SAT model."""

from collections.abc import Collection, Mapping, Sequence

from ortools.sat.python import cp_model


def cheapest_choice(
    sets: Sequence[Collection[int]], cost: Mapping[int, int], limit: int | None = None
) -> tuple[int, ...] | None:
    """Choose at the least cost so that every set has something chosen.

    Args:
        sets: What there is to choose from, set by set.
        cost: Cost of everything in the sets, from 1.
        limit: The largest cost allowed; None for any.

    Returns:
        What is chosen, in order; None where nothing hits all sets within the limit.
    """
    model = cp_model.CpModel()
    chosen = {
        each: model.new_bool_var("")
        for each in sorted({one for s in sets for one in s})
    }
    for one in sets:
        model.add_bool_or([chosen[each] for each in sorted(one)])
    total = sum(cost[each] * literal for each, literal in chosen.items())
    if limit is not None:
        model.add(total <= limit)
    model.minimize(total)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return tuple(each for each in chosen if solver.boolean_value(chosen[each]))
