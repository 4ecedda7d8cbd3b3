"""What a line and its shifts are, said as plainly as possible and without a thought for time."""

from __future__ import annotations

from claimtrack.rules.comparison import differ
from claimtrack.rules.line import Line
from claimtrack.rules.shifts import Shift, is_order_certain


def line(party, positions, withdrawals=()):
    """Give the line of a party by its positions in order, and by all withdrawals on the claim."""
    in_force = list(positions)
    while (setter := latest_side(in_force)) is not None:
        withdrawal = withdrawal_of(setter, in_force)
        if withdrawal is None:
            break
        in_force = after(withdrawal, in_force)
    if setter is None:
        return None
    valued = None
    for each in in_force:
        same = each.side == setter.side and each.on_record == setter.on_record
        if same and each.value is not None and withdrawal_of(each, in_force) is None:
            valued = each
    left = [withdrawal_of(each, withdrawals) for each in (setter, valued) if each is not None]
    marks = {each.place: each for each in left if each is not None}
    return Line(party, setter.side, setter, valued, dissent(setter, positions), tuple(marks.values()))


def latest_side(positions):
    sides = [each for each in positions if each.side is not None]
    on_record = [each for each in sides if each.on_record]
    return (on_record or sides or [None])[-1]


def withdrawal_of(withdrawn, positions):
    """Give the first that voids a position; only one on the record voids what is on the record."""
    for each in after(withdrawn, positions):
        if each.stance == "withdraws" and each.party == withdrawn.party and (each.on_record or not withdrawn.on_record):
            return each
    return None


def after(one, positions):
    return [each for each in positions if (each.at, each.place) > (one.at, one.place)]


def dissent(setter, positions):
    differing = []
    for party in dict.fromkeys(each.party for each in positions):
        own = [each for each in positions if each.party == party and each.on_record]
        latest = latest_side(own)
        if party != setter.party and latest and latest.side != setter.side and withdrawal_of(latest, own) is None:
            differing.append(latest)
    return tuple(differing)


def shifts(party, positions):
    """Give every change of a line, by the line after each position."""
    moves, previous, references = [], None, []
    for number, position in enumerate(positions, 1):
        current = line(party, positions[:number])
        before, after = (one.side if one else None for one in (previous, current))
        known, known_now = (one.standing if one else None for one in (previous, current))
        valued = current.valued if current and current.value is not None and current.value.text is None else None
        if before != after:
            move = "first" if before is None else "lapse" if after is None else "side"
            values = [one.valued if one else None for one in (previous, current)]
            certain = previous is None or is_order_certain(previous.position, position)
            moves.append(Shift(party, move, position, before, after, *values, certain, known, known_now))
            references = [valued] if valued else []
        elif valued is not None:
            rivals = [each for each in references if differ(each, valued)]
            if rivals:
                certain, known = is_order_certain(rivals[0], position), rivals[0].standing
                moves.append(
                    Shift(party, "value", position, before, after, rivals[0], valued, certain, known, known_now)
                )
                references.remove(rivals[0])
            if rivals or all(each.about != valued.about for each in references):
                references.append(valued)
        previous = current
    if previous and (previous.value, previous.about) != (moves[-1].value_after, moves[-1].about_after):
        moves[-1] = moves[-1]._replace(now=previous)
    return tuple(moves)
