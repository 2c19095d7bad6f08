"""Tables of a comparison: a row a peer, and where it is better that stands
first, in its row and among the rows."""

import intervals


def table(title, ours, peers, failed, wrong, paths):
    own_errors = [wrong(path, ours[path]) for path in paths]
    own_times = [ours[path]["ms"] for path in paths]
    rows = []
    for name, found in peers.items():
        errors = [wrong(path, found[path]) for path in paths]
        rows.append((name, sum(errors), intervals.difference(own_errors, errors), intervals.ratio(own_times, [found[path]["ms"] for path in paths])))
    rows.sort(key=lambda row: (min(row[2][0], 0) + min(row[3][0] - 1, 0), row[0]))
    out = [f"\n{title}: {len(paths)} pictures, of which Portico {sum(own_errors)} wrong.\n",
           "| peer | who is better | wrong | difference of error rates | times Portico's time |", "|---|---|---|---|---|"]
    out += [f"| {name} | {verdict(points, speed)} | {errors} | {difference(points)} | {times(speed)} |" for name, errors, points, speed in rows]
    return out + not_compared(failed, 5)


def verdict(points, speed):
    """What the intervals allow to say, the peer's advantages first."""
    said = [who for better, who in (
        (points[2] < 0, "**peer is more accurate**"), (speed[2] < 1, "**peer is faster**"),
        (points[1] > 0, "Portico is more accurate"), (speed[1] > 1, "Portico is faster"),
    ) if better]
    return ", ".join(said) or "no difference shown"


def difference(points):
    return f"{points[0]:+.1f} points ({points[1]:+.1f} to {points[2]:+.1f})"


def times(speed):
    return f"{speed[0]:.2f} ({speed[1]:.2f}–{speed[2]:.2f})"


def not_compared(failed, columns):
    """Rows of those who could not be run, as loud as a table can be."""
    return [f"| {name} | **NOT COMPARED: {why.replace('|', ' ')}** |" + " |" * (columns - 2) for name, why in failed.items()]
