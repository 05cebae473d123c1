"""Ids that two laptops must agree on without having met."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.storage.changes import canonical, derived_id

NAMESPACE = uuid.UUID("6f0c9a55-7d3e-5b0f-9d0a-4b5050520001")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_a_derived_id_is_the_uuid5_of_its_parts(parts: list[str]) -> None:
    assert derived_id(*parts) == str(uuid.uuid5(NAMESPACE, canonical(parts)))
