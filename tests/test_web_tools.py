"""The checkers tell a page with faults from one without."""

import pytest

import web_tools

GOOD = '<!DOCTYPE html><html lang="en"><head><title>Page</title></head><body>{}</body></html>'


@pytest.fixture
def written(tmp_path):
    """Writes a file of a name and text, and returns its path."""

    def write(name, text):
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return write


def test_a_sound_page_has_no_error_and_no_warning(written):
    assert web_tools.vnu([written("good.html", GOOD.format("<p>Words</p>"))]) == ([], [])


def test_each_error_is_told_with_its_file_and_place(written):
    good = written("good.html", GOOD.format("<p>Words</p>"))
    bad = written("bad.html", GOOD.format("<p>Words</q>"))
    (error,) = web_tools.vnu_errors([good, bad])
    assert error == "bad.html:1:81: Stray end tag “q”."


def test_a_warning_is_no_error(written):
    verdict = web_tools.vnu([written("page.html", GOOD.format("").replace(' lang="en"', ""))])
    assert verdict.errors == []
    assert [text for text in verdict.warnings if "lang" in text]


def test_a_style_sheet_and_a_picture_are_checked_as_such(written):
    css = written("style.css", "a { colr: red }")
    svg = written("picture.svg", '<svg xmlns="http://www.w3.org/2000/svg"><foo/></svg>')
    told = web_tools.vnu_errors([css, written("good.html", GOOD.format("")), svg])
    assert any("“colr”: Property “colr” doesn't exist" in text for text in told)
    assert any("Element “foo” not allowed" in text for text in told)
    assert not any("doctype" in text for text in told)


@pytest.mark.parametrize("files", [[], ["absent.html"]])
def test_nothing_to_check_is_not_clean(tmp_path, files):
    with pytest.raises(AssertionError, match=r"no file to check|not there: .*absent\.html"):
        web_tools.vnu([tmp_path / name for name in files])


def test_the_outlines_are_topojson_with_countries():
    assert '"countries"' in web_tools.outlines_source()
