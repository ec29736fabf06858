"""Words looked for are marked in whatever form they stand."""

from search.rules import excerpt, marked


def hits(pieces) -> list[str]:
    return [piece.words for piece in pieces if piece.is_hit]


def test_inflected_words_are_marked():
    pieces = marked("Ями на дорогах і дорога додому", frozenset({"дорога"}))
    assert hits(pieces) == ["дорогах", "дорога"]
    assert "".join(piece.words for piece in pieces) == "Ями на дорогах і дорога додому"


def test_begun_word_is_marked_whole():
    assert hits(marked("Снігоприбирання зранку", frozenset(), "сніго")) == ["Снігоприбирання"]


def test_apostrophes_do_not_matter():
    assert hits(marked("Об'єкт і обʼєктами", frozenset({"обʼєкт"}))) == ["Об'єкт", "обʼєктами"]


def test_excerpt_shows_the_words_around_the_first_hit():
    text = "Слово. " * 100 + "Тут ремонт доріг. " + "Ще слово. " * 100
    pieces = excerpt(text, frozenset({"дорога"}))
    shown = "".join(piece.words for piece in pieces)
    assert hits(pieces) == ["доріг"]
    assert shown.startswith("… ") and shown.endswith(" …") and len(shown) < 260


def test_excerpt_without_hits_is_the_beginning():
    assert "".join(piece.words for piece in excerpt("Коротко.", frozenset())) == "Коротко."
