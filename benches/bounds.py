"""A measured figure beside its bound, printed; a bench whose figure falls short exits 1."""

from scripts.console import say


def within(what: str, measured: float, *, at_least: float | None = None, at_most: float | None = None) -> bool:
    """Print `what` with its figure and bound; whether it holds."""
    holds = (at_least is None or measured >= at_least) and (at_most is None or measured <= at_most)
    bound = f"at least {at_least:g}" if at_least is not None else f"at most {at_most:g}"
    say(f"{'✓' if holds else '✗'} {what}: {measured:.4g} ({bound})")
    return holds
