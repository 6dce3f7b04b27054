from pushpull_sched.export.workbook_sheets.text_fit import (
    best_fit,
    height_needed,
    lines_needed,
    text_units,
)

SIZES = (8, 7, 6)


def test_wide_characters_count_twice_and_accents_nothing():
    assert text_units("ab") == 2
    assert text_units("語🦊") == 4
    assert text_units("e\u0301") == 1


def test_lines_break_at_spaces_and_inside_words_that_are_too_long():
    width = 6 + 10 * 8 * 0.47
    assert lines_needed("one two", 8, width) == 1
    assert lines_needed("one two three", 8, width) == 2
    assert lines_needed("a\nb\n", 8, width) == 3
    assert lines_needed("x" * 25, 8, width) == 3
    assert lines_needed("x" * 20 + " yy", 8, width) == 3
    assert lines_needed("tiny", 8, 0) == 4


def test_a_text_needs_more_height_in_a_narrow_cell():
    assert height_needed("some words here", 8, 30) > height_needed("some", 8, 300)


def test_the_fullest_wording_wins_before_the_largest_letters():
    texts = ("a long wording of it", "short")
    assert best_fit(texts, SIZES, width=300, height=12) == (texts[0], 8)
    assert best_fit(texts, SIZES, width=300, height=9) == (texts[0], 7)


def test_the_smallest_size_is_taken_only_where_no_shorter_wording_fits_larger():
    texts = ("a long wording of it", "short")
    assert best_fit(texts, SIZES, width=60, height=9) == ("short", 7)
    assert best_fit(texts, SIZES, width=300, height=7.5) == (texts[0], 6)


def test_nothing_fits_into_no_room():
    assert best_fit(("text",), SIZES, width=100, height=3) is None
