from pushpull_sched.export.workbook_sheets.text_fit import (
    CALIBRI,
    SANS,
    best_fit,
    height_needed,
    lines_needed,
    text_width,
)

SIZES = (8, 7, 6)


def test_wide_characters_count_twice_and_accents_nothing():
    assert text_width("ab") == 2 * CALIBRI.letter
    assert text_width("語🦊") == 4 * CALIBRI.letter
    assert text_width("e\u0301") == CALIBRI.letter


def test_on_pages_every_letter_has_its_width():
    assert text_width("ill", SANS) < text_width("mmm", SANS) / 3
    assert text_width("A.R., B.F.", SANS) < 10 * 0.5
    assert text_width("ж", SANS) == SANS.letter
    assert text_width("語", SANS) == SANS.wide


def test_on_pages_a_word_that_is_longer_than_its_line_does_not_fit():
    width = SANS.padding + 8 * text_width("Consultation", SANS)
    assert best_fit(("Consultation",), (8,), width=width + 0.1, height=12, face=SANS)
    narrow = width - 0.1
    assert best_fit(("Consultation",), (8,), width=narrow, height=40, face=SANS) is None
    assert best_fit(("Consultation",), (8,), width=narrow, height=40)


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
