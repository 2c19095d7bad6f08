"""Intervals of paired figures: both programs saw the same pictures, so the
pictures are drawn again, not the answers (bootstrap, 10,000 draws, 95 %)."""

import numpy

DRAWS = 10_000


def _interval(values, figure):
    values = numpy.asarray(values, float)
    draws = numpy.random.default_rng(1).integers(0, len(values), (DRAWS, len(values)))
    low, high = numpy.percentile(figure(values[draws], axis=1), [2.5, 97.5])
    return float(figure(values)), float(low), float(high)


def ratio(ours, theirs):
    """Median over the pictures of their time by ours: 2 means that ours is
    twice as fast."""
    return _interval(numpy.asarray(theirs, float) / numpy.asarray(ours, float), numpy.median)


def difference(ours, theirs):
    """Their error rate less ours, in percentage points: above 0 they err more."""
    return _interval(100 * (numpy.asarray(theirs, float) - numpy.asarray(ours, float)), numpy.mean)
