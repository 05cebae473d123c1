"""Charts as shapes: mirrored as a whole, found by place, cut to their room, and written as well-formed SVG."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.charts import (
    COLOURS,
    Chart,
    Circle,
    Item,
    Line,
    Rectangle,
    Shape,
    Text,
    colours,
    elided,
    mirrored,
    rough_width,
    side_of,
    svg,
)
from khartoum_desktop.core.text import strip_isolates

SVG = "{http://www.w3.org/2000/svg}"
places = st.integers(0, 400).map(float)
shapes = st.one_of(
    st.builds(Line, places, places, places, places),
    st.builds(Rectangle, places, places, places, places, st.just("accent"), st.just("text")),
    st.builds(Circle, places, places, places, st.just("criterion:11"), st.just("criterion_edge:3")),
    st.builds(Text, places, places, st.text(max_size=8), align=st.sampled_from(["start", "middle", "end"])),
)


def chart(*several: Shape, rtl: bool = False) -> Chart:
    return Chart(400, 300, several, "Ranks & <scenarios>", rtl=rtl)


@given(st.lists(shapes, max_size=6))
def test_mirrored_twice_is_the_same_and_every_svg_is_well_formed(several: list[Shape]) -> None:
    one = chart(*several)
    assert mirrored(mirrored(one)) == one
    for each in (one, mirrored(one)):
        root = ET.fromstring(svg(each))  # noqa: S314 - our own text
        assert root.tag == f"{SVG}svg"
        drawn = [child for child in root if child.tag != f"{SVG}title"]
        assert len(drawn) <= len(several)


def test_what_is_at_the_start_is_at_the_other_side() -> None:
    one = mirrored(chart(Rectangle(0, 5, 30, 10), Circle(10, 5, 4), Line(0, 0, 7, 3), Text(12, 5, "a")))
    box, ring, line, text = one.shapes
    assert isinstance(box, Rectangle)
    assert isinstance(ring, Circle)
    assert isinstance(line, Line)
    assert isinstance(text, Text)
    assert (box.x, ring.x, line.x1, line.x2, text.x) == (370, 390, 400, 393, 388)
    assert (text.align, one.rtl) == ("start", True)
    assert [side_of(text, rtl=rtl) for rtl in (False, True)] == ["start", "end"]
    assert side_of(Text(0, 0, "a", align="end"), rtl=True) == "start"
    assert side_of(Text(0, 0, "a", align="middle"), rtl=True) == "middle"


def test_texts_stand_where_they_do_on_the_screen() -> None:
    text = Text(12, 50, "المجموع < 100 & \x00\ud800", kind="strong")
    for one, anchor in ((chart(text), None), (mirrored(chart(text)), "end")):
        (found,) = ET.fromstring(svg(one)).iter(f"{SVG}text")  # noqa: S314 - our own text
        assert found.text == "المجموع < 100 & "
        assert found.get("text-anchor") == anchor
        assert found.get("font-weight") == "600"


def test_colours_are_roles() -> None:
    one = chart(Circle(5, 5, 3, f"criterion:{COLOURS}", "", opacity=0.5), Line(0, 0, 9, 0, "accent", 2, dashed=True))
    text = svg(one)
    assert f'fill="{colours()["criterion:0"]}" fill-opacity="0.5"' in text
    assert f'stroke="{colours()["accent"]}" stroke-width="2" stroke-dasharray="4 3"' in text
    assert colours("dark")["accent"] != colours()["accent"]
    assert colours("dark")["accent"] in svg(one, look="dark")
    with pytest.raises(KeyError):
        svg(chart(Line(0, 0, 1, 1, "no such role")))


def test_a_long_text_ends_in_an_ellipsis_inside_its_isolate() -> None:
    text = Text(0, 0, "A rather long title of a proposal", room=80)
    short = elided(text, rough_width)
    assert strip_isolates(short).endswith("…")
    assert rough_width(short, "caption") <= 80
    assert elided(Text(0, 0, "short", room=80), rough_width) == "short"
    assert elided(Text(0, 0, "short", room=1), rough_width) == ""


def test_the_nearest_item_within_reach() -> None:
    one = Chart(100, 100, (), items=(Item("a", 10, 10, "A", 8), Item("b", 20, 10, "B", 8)))
    assert [item.id if (item := one.item_at(x, 10)) else None for x in (4, 16, 27, 40)] == ["a", "b", "b", None]
    assert mirrored(one).item_at(96, 10) == Item("a", 90, 10, "A", 8)
