"""Each field of a record is in its form, and an edit of any of them is seen."""

import pytest
from builders import claim, pairs, position, source

from claimtrack.model import forms, record
from claimtrack.model.dates import Span
from claimtrack.model.registry import Registry
from claimtrack.model.values import Value
from claimtrack.rules.changes import changes
from claimtrack.rules.entry_changes import entry_changes

# Each form with its record, and what is not in the form, since the name of the file or the table says it.
PAIRS = [
    (forms.SourceRef, record.SourceRef, {}),
    (forms.Source, record.Source, {}),
    (forms.Position, record.Position, {}),
    (forms.ClaimFile, record.Claim, {"claim_id": "jets", "path": "claims/jets.toml"}),
    (forms.Tenure, record.Tenure, {}),
    (forms.PartyEntry, record.Party, {"party": "india"}),
]
NESTED = {"positions", "sources", "speaks_for"}
# Another value for the fields that are no free text.
OTHER = {
    "stance": "denies",
    "date": Span.parse("1999"),
    "value": Value.parse(99),
    "via": ("another",),
    "sources": (record.SourceRef("another"),),
    "speaks_for": (record.Tenure("another"),),
}

JETS = position("india", "asserts", "2025-05-07", quote="Five.", note="By phone.", sources=["wire"])
CLAIM = claim("jets", [JETS])
WIRE = source("wire", title="Jets")
INDIA = record.Party("india", "India")


def but(fields, *others):
    return [field for field in fields if field not in others]


def another(old, field):
    new = old._replace(**{field: OTHER.get(field, "another")})
    assert new != old
    return new


@pytest.mark.parametrize(("form", "kind", "names"), PAIRS)
def test_a_form_has_the_fields_of_its_record_in_their_order(form, kind, names):
    assert tuple(form.model_fields) == kind._fields[len(names) :]


@pytest.mark.parametrize(("form", "kind", "names"), PAIRS)
def test_what_a_form_says_is_recorded_under_the_same_name(form, kind, names):
    values = {name: () if name in NESTED else f"the {name}" for name in form.model_fields}
    written = {field.alias or name: values[name] for name, field in form.model_fields.items()}
    recorded = form.model_construct(**written).recorded(**names)
    assert type(recorded) is kind
    assert recorded._asdict() == {**dict(zip(kind._fields, names.values(), strict=False)), **values}


@pytest.mark.parametrize("field", but(record.Source._fields, "id"))
def test_an_edit_of_any_field_of_a_source_is_reported(field):
    [change] = entry_changes([WIRE], [another(WIRE, field)])
    assert (change.what, change.id, change.fields) == ("edited", "wire", (field,))


@pytest.mark.parametrize("field", but(record.Party._fields, "id"))
def test_an_edit_of_any_field_of_a_party_is_reported(field):
    [change] = entry_changes([INDIA], [another(INDIA, field)])
    assert (change.what, change.id, change.fields) == ("edited", "india", (field,))


@pytest.mark.parametrize("field", but(record.Claim._fields, "id", "path", "positions", "sources"))
def test_an_edit_of_any_field_of_a_claim_is_reported(field):
    [change] = changes(CLAIM, Registry(), another(CLAIM, field), Registry())
    assert (change.what, change.fields) == ("claim", (field,))


@pytest.mark.parametrize("field", record.Position._fields)
def test_an_edit_of_any_field_of_a_position_is_reported(field):
    new = another(JETS, field)
    [change] = changes(CLAIM, Registry(), CLAIM._replace(positions=(new,)), Registry())
    assert (change.what, change.old, change.new, change.fields) == ("correction", JETS, new, (field,))


@pytest.mark.parametrize("field", record.Position._fields)
def test_positions_that_differ_in_any_field_are_matched_with_their_equals(field):
    new = another(JETS, field)
    assert pairs([JETS, new], [new, JETS]) == [(new, new), (JETS, JETS)]
