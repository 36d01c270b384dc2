"""Of a picture that comes in only the picture is kept."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from core.stripping import only_the_picture
from tests.core.pictures import BLUE, FORMATS, PROFILE, RED, opened, says_where, taken, with_iptc


def is_like(found: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 30 for one, other in zip(found[:3], colour, strict=True))


@pytest.mark.parametrize("kind", FORMATS)
def test_place_device_and_names_are_taken_out_and_the_picture_stays(kind: str) -> None:
    data = taken(kind)
    assert says_where(data)

    plain = only_the_picture(data)

    picture = opened(plain)
    assert not says_where(plain)
    assert (picture.format, picture.size) == (kind, (90, 60))
    assert is_like(picture.convert("RGB").getpixel((5, 30)), BLUE)
    assert is_like(picture.convert("RGB").getpixel((80, 30)), RED)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "GIF"])
def test_the_colour_profile_stays(kind: str) -> None:
    assert opened(only_the_picture(taken(kind))).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "GIF"])
def test_a_picture_that_was_to_be_turned_is_turned(kind: str) -> None:
    picture = opened(only_the_picture(taken(kind, orientation=6))).convert("RGB")

    assert picture.size == (60, 90)
    assert is_like(picture.getpixel((30, 5)), BLUE)  # what was on the left is above
    assert is_like(picture.getpixel((30, 80)), RED)


def test_what_agencies_write_is_taken_out() -> None:
    plain = Image.new("RGB", (20, 20))
    out = io.BytesIO()
    plain.save(out, "JPEG")

    assert only_the_picture(with_iptc(out.getvalue())) == only_the_picture(out.getvalue())


def test_what_telephones_append_is_taken_out() -> None:
    out, double = io.BytesIO(), io.BytesIO()
    picture = Image.new("RGB", (20, 20))
    picture.save(out, "JPEG")
    picture.save(double, "MPO", save_all=True, append_images=[picture])

    assert b"film" not in only_the_picture(out.getvalue() + b"film of that second")
    single = opened(only_the_picture(double.getvalue()))
    assert (single.format, getattr(single, "n_frames", 1)) == ("JPEG", 1)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_picture_that_moves_goes_on_moving(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    out = io.BytesIO()
    note = (
        {"comment": b"Anna Rossi"} if kind == "GIF" else {"exif": opened(taken("JPEG")).getexif()}
    )
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100, **note)
    assert says_where(out.getvalue())

    plain = only_the_picture(out.getvalue())

    assert not says_where(plain)
    assert getattr(opened(plain), "n_frames", 1) == 3


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_without_notes_is_left_as_it_is_and_so_is_one_that_was_cleaned(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, kind)
    plain, cleaned = out.getvalue(), only_the_picture(taken(kind))

    assert only_the_picture(plain) is plain
    assert only_the_picture(cleaned) is cleaned


def test_a_lossless_picture_stays_lossless() -> None:
    data = taken("WEBP", lossless=True)

    assert opened(only_the_picture(data)).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("data", [b"", b"no picture", taken("JPEG")[:300], taken("PNG")[:-40]])
def test_a_file_that_cannot_be_read_is_left_alone(data: bytes) -> None:
    assert only_the_picture(data) is data
