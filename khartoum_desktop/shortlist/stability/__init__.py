"""Whether a ranking stands on its weights: exact intervals, the least move of weights, and random draws of weights.

Everything here works on a `Table`: the official lines of a ranking, best first, as whole numbers.

    model.table_of(ranking, weights=None) -> Table          weights: other ones, by criterion id (a slider's)
    intervals.safe_intervals(table, n) -> tuple[Safe, ...]  one a criterion: the leader, the top n, the whole order stay
    intervals.tipping_points(table, place, n) -> tuple[Tipping, ...]   a slider's ticks; n = 1 leader, None whole order
    moves.least_move(table, up, down) -> ratio_moves.Move | None       what must move for `up` to draw level
    moves.tie_weight(table, place, one, other) -> Fraction | None      the weight of a criterion at which two are equal
    drawing.read_family("box:30") -> Family                 "any", "order" or "box:PERCENT"
    acceptability.acceptability(table, family, draws, seed, progress) -> Acceptability
    words.firmness(…), words.bands(…)                       firm, leaning or open; which neighbours are not told apart
    settings.settings_of(round) -> Settings                 how a round draws weights, and when it calls a rank firm
    queries.stability(work, …), queries.stability_json(…), queries.explain_json(…)

The weight of a criterion is a share of all weights (0-1). It moves to t while the others keep their proportions:
S_i(t) = t·v_ik + (1 - t)·R_ik, a straight line for every proposal (Mareschal 1988; Goodwin & Wright, ch. 3).

What does not apply to a proposal by decision has no part in its total, at any weights: its total is Σwx/Σw over what
does apply, and S_i(t) a ratio of two straight lines. `curves` and `roots` say exactly where such totals change places,
`ratio_moves` what must move; an irrational weight comes out as `roots.Rounded`, on the side where nothing has changed.
"""
