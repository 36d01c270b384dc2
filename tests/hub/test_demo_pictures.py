"""The demo's pictures."""

from __future__ import annotations

import pytest
from PIL import Image

from hub.demo import pictures

# The ones with most detail, from each sort of scene.
SAMPLE = ["biciclette", "filari-di-pomodori", "tavola-imbandita", "case-di-sera"]


@pytest.mark.parametrize("name", SAMPLE)
def test_a_picture_is_large_to_look_at_and_small_to_load(name, tmp_path):
    path = pictures.drawn([name], tmp_path)[name]
    with Image.open(path) as image:
        assert image.size == (1600, 1000)
        assert image.format == "JPEG"
    assert path.stat().st_size <= pictures.LARGEST


def test_the_same_name_gives_the_same_picture(tmp_path):
    first = pictures.drawn(["mani-in-cerchio"], tmp_path / "one")["mani-in-cerchio"]
    second = pictures.drawn(["mani-in-cerchio"], tmp_path / "two")["mani-in-cerchio"]
    assert first.read_bytes() == second.read_bytes()


def test_a_picture_that_is_there_is_not_drawn_again(tmp_path, monkeypatch):
    path = pictures.drawn(["mani-in-cerchio"], tmp_path)["mani-in-cerchio"]
    monkeypatch.setattr(pictures, "draw", None)
    assert pictures.drawn(["mani-in-cerchio"], tmp_path) == {"mani-in-cerchio": path}


def test_a_name_without_a_scene_is_an_error(tmp_path):
    with pytest.raises(KeyError):
        pictures.drawn(["niente"], tmp_path)
