"""Files that somebody made to do harm, or that are simply broken."""

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from core.importing import archives, reading
from core.importing.recognising import FileKind, recognise
from core.importing.refusals import Refused
from core.importing.tables import CellError, Formula, neutral


def workbook_of(**parts):
    """A workbook whose parts are replaced or added."""
    book = Workbook()
    book.active.append(["Nome", "Motto"])
    book.active.append(["Uno", "x"])
    plain = io.BytesIO()
    book.save(plain)
    target = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            name = info.filename
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BEGIN = (
    '<?xml version="1.0"?>{dtd}<worksheet '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
END = "</sheetData></worksheet>"


def sheet(rows, dtd=""):
    return (BEGIN.format(dtd=dtd) + rows + END).encode()


def zipped(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def linked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo("foto.jpg")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return target.getvalue()


def put(folder, content, name):
    path = folder / name
    path.write_bytes(content)
    return path


def all_lines(path, name):
    return [line for one in reading.read(path, name) for line in one.lines]


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.xlsx", lambda: workbook_of(**{"xl/media/x.bin": b"\x00" * 30_000_000})),
        ("large.xlsx", lambda: workbook_of(**{SHEET: b" " * 65 * 1024 * 1024})),
        (
            "laughs.xlsx",
            lambda: workbook_of(
                **{
                    SHEET: sheet(
                        '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>', LAUGHS
                    )
                }
            ),
        ),
        ("macros.xlsm", lambda: workbook_of()),
        ("renamed.xlsx", lambda: workbook_of(**{"xl/vbaProject.bin": b"x"})),
        ("old.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("truncated.xlsx", lambda: workbook_of()[:-300]),
        ("empty.xlsx", lambda: b""),
        ("picture.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 50),
        ("text.xlsx", lambda: b"Nome;Motto\nUno;x\n"),
        ("book.csv", lambda: workbook_of()),
        ("nul.csv", lambda: b"Nome;Motto\nUno\x00;x\n"),
        ("mixed.csv", lambda: "Nome;Motto\nCittà;x\n".encode() + b"Citt\xe0;x\n"),
        ("undefined.csv", lambda: b"Nome;Motto\nCitt\xe0\x81;x\n"),
        ("quote.csv", lambda: b'Nome;Motto\n"Uno;x\n'),
        ("long.csv", lambda: b"Nome;Motto\n" + b"x" * 40_000 + b";y\n"),
        ("wide.csv", lambda: b";".join([b"x"] * 100_000) + b"\n"),
        ("rows.csv", lambda: b"Nome\n" + b"x\n" * 20_001),
        (
            "wide.xlsx",
            lambda: workbook_of(**{SHEET: sheet("<row>" + "<c><v>1</v></c>" * 100_000 + "</row>")}),
        ),
        (
            "far.xlsx",
            lambda: workbook_of(**{SHEET: sheet('<row r="9999999999"><c><v>1</v></c></row>')}),
        ),
        (
            "column.xlsx",
            lambda: workbook_of(**{SHEET: sheet('<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>')}),
        ),
        ("nonsense.xlsx", lambda: workbook_of(**{SHEET: b"<worksheet>"})),
        ("deep.xlsx", lambda: workbook_of(**{SHEET: sheet("<row>" * 100_000)})),
        ("word.xlsx", lambda: zipped(**{"word/document.xml": "x"})),
        ("path.xlsx", lambda: workbook_of(**{"../../etc/cron.d/x": b"x"})),
    ],
)
def test_a_harmful_or_broken_table_is_refused_with_a_reason(tmp_path, name, content):
    path = put(tmp_path, content(), name)

    with pytest.raises(Refused) as refusal:
        all_lines(path, name)

    assert str(refusal.value).strip()


@pytest.mark.parametrize(
    "names",
    [
        ["../fuori.jpg"],
        ["/etc/passwd"],
        ["a/../../b.jpg"],
        ["C:\\windows\\x.jpg"],
        ["..\\x.jpg"],
        [f"{number}.jpg" for number in range(20_001)],
    ],
    ids=["up", "absolute", "inside", "drive", "backslash", "many"],
)
def test_an_archive_that_leads_away_or_is_endless_is_refused(tmp_path, names):
    path = put(tmp_path, zipped(**dict.fromkeys(names, "x")), "p.zip")

    with pytest.raises(Refused), archives.opened(path, archives.PICTURES):
        pass


def test_a_link_in_an_archive_is_refused(tmp_path):
    path = put(tmp_path, linked(), "p.zip")

    with pytest.raises(Refused), archives.opened(path, archives.PICTURES):
        pass


def test_an_archive_that_lies_about_sizes_gives_no_more_than_it_says(tmp_path):
    content = bytearray(zipped(**{"a.jpg": b"\x00" * 3_000_000}))
    central = content.rfind(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<L", 10)
    path = put(tmp_path, bytes(content), "p.zip")

    with archives.opened(path, archives.PICTURES) as archive, pytest.raises(zipfile.BadZipFile):
        archive.read("a.jpg")


def test_formulas_and_errors_of_a_workbook_are_seen_as_such(tmp_path):
    book = Workbook()
    book.active.append(["=1+1", "#REF!", "'=testo", True, 3])
    target = io.BytesIO()
    book.save(target)
    path = put(tmp_path, target.getvalue(), "f.xlsx")

    (line,) = all_lines(path, "f.xlsx")

    assert line.cells[0] == Formula("=1+1")
    assert line.cells[1] == CellError("#REF!")
    assert line.cells[3:] == [True, 3]


def test_a_sheet_with_an_old_format_far_below_is_read(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"/></row>'
    path = put(tmp_path, workbook_of(**{SHEET: sheet(rows)}), "l.xlsx")

    assert len(all_lines(path, "l.xlsx")) == 1


def test_kinds_are_told_by_content(tmp_path):
    wanted = tuple(FileKind)

    assert recognise(put(tmp_path, workbook_of(), "a"), "a.xlsx", wanted) == FileKind.WORKBOOK
    assert recognise(put(tmp_path, b"a;b", "b"), "b.csv", wanted) == FileKind.DELIMITED
    assert recognise(put(tmp_path, b"<rss/>", "c"), "c.xml", wanted) == FileKind.XML
    assert recognise(put(tmp_path, zipped(a="x"), "d"), "d.zip", wanted) == FileKind.ARCHIVE


@pytest.mark.parametrize("text", ["=1+1", "+39", "-2", "@nome", "\tx"])
def test_texts_that_a_spreadsheet_would_calculate_are_made_harmless(text):
    assert neutral(text) == f"'{text}"
    assert neutral("testo") == "testo"
