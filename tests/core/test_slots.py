import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from core import slots


@pytest.fixture(autouse=True)
def _own_slots(monkeypatch):
    monkeypatch.setattr(slots, "_renderers", {})


def test_slot_renders_what_the_upper_room_gave():
    slots.fill("greeting", lambda name: mark_safe(f"<b>{name}</b>"))
    assert slots.render("greeting", name="Оля") == "<b>Оля</b>"


def test_slot_nobody_fills_is_empty():
    assert slots.render("greeting", name="Оля") == ""
    assert not slots.is_filled("greeting")


def test_slot_escapes_what_is_not_marked_safe():
    slots.fill("greeting", lambda: "<script>")
    assert slots.render("greeting") == "&lt;script&gt;"


def test_two_rooms_cannot_fill_one_slot():
    slots.fill("greeting", lambda: "a")
    with pytest.raises(ValueError, match="greeting"):
        slots.fill("greeting", lambda: "b")


def test_filling_twice_with_the_same_renderer_is_harmless():
    slots.fill("greeting", str)
    slots.fill("greeting", str)
    assert slots.names() == ["greeting"]


def test_tag_passes_its_arguments_and_the_request():
    slots.fill("greeting", lambda **ctx: ",".join(sorted(ctx)))
    template = Template('{% load slots %}{% slot "greeting" page=1 %}')
    assert template.render(Context({"request": object()})) == "page,request"
    assert template.render(Context({})) == "page"


def test_tag_tells_whether_a_slot_is_filled():
    template = Template(
        '{% load slots %}{% slot_filled "greeting" as yes %}{{ yes|yesno:"так,ні" }}'
    )
    assert template.render(Context({})) == "ні"
    slots.fill("greeting", lambda: "a")
    assert template.render(Context({})) == "так"
