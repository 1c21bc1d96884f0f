"""A project with a font of its own: a name in other letters, in PDFs, compendia and on the website."""

from __future__ import annotations

import pathlib

from protocolpress.pdf import facts
from support import Press
from support_fonts import font


def test_a_name_in_other_letters_is_printed_with_one_line_of_settings(tmp_path: pathlib.Path) -> None:
    press = Press(tmp_path)
    press.run("init", "--languages", "en", "own", code=0)
    press = Press(tmp_path / "own")
    press.replace("sources/registry/people.yaml", "name: Jane Sample", "name: Wang Xiaoming ([王小明]{lang=zh})")
    refused = press.run("check", code=1).err
    assert "the fonts have no glyph for '王'" in refused
    assert "run pip install noto-cjk-sans-jp-regular and write fallback" in refused
    (press.root / "fonts").mkdir()
    (press.root / "fonts/Own.ttf").write_bytes(font("王小明"))
    press.write("fonts/OFL.txt", "SIL Open Font License")
    press.write("protocolpress.toml", press.read("protocolpress.toml") + '\n[fonts]\nfallback = ["fonts/Own.ttf"]\n')
    press.run("update")
    press.build()
    (brief,) = (press.root / "build/pdf/en/events").glob("*.pdf")
    (compendium,) = (press.root / "build/compendium").glob("*.pdf")
    for place in (brief, compendium):
        data = place.read_bytes()
        assert {name.split("+")[-1] for name in facts.fonts(data)} >= {"Own-Squares"}
        assert "王小明" in "".join(facts.text(data))
    assert press.read("build/site/assets/screen.css").count("unicode-range: U+5C0F, U+660E, U+738B") == 2
    press.run("verify", "--no-verapdf", code=0)
    page = press.read("build/html/en/events/2012-05-15-exampleton.html")
    assert page.count('(<span lang="zh">王小明</span>)') == 1
    before = brief.read_bytes()
    (press.root / "fonts/Own.ttf").write_bytes(font("王小明", family="Other Squares"))
    press.build()
    assert brief.read_bytes() != before


def test_a_name_as_its_bearer_writes_it_stands_where_the_settings_ask(tmp_path: pathlib.Path) -> None:
    press = Press(tmp_path)
    press.run("init", "--languages", "en,ru", "own", code=0)
    press = Press(tmp_path / "own")
    people = "sources/registry/people.yaml"
    press.replace(people, "name: Ivan Primerov", "name: Ivan Primerov\n  original: {ru: Иван Примеров}")
    sheets = ("build/html/en/events", "build/html/ru/events", "build/html/en/protocols")

    def printed(originals: str) -> list[int]:
        settings = press.read("protocolpress.toml")
        press.write("protocolpress.toml", f"originals = {originals}\n{settings}")
        press.build("--only", "compendium")
        press.write("protocolpress.toml", settings)
        pages = [press.read(f"{sheet}/2012-05-15-exampleton.html") for sheet in sheets]
        compendium = (press.root / "build/compendium/compendium-2012-05-15-en.pdf").read_bytes()
        index = facts.text(compendium)[-1]
        return [
            *(page.count('(<span lang="ru">Иван Примеров</span>)') for page in pages),
            index.count("(Иван Примеров)"),
        ]

    assert printed("[]") == [0, 0, 0, 0]
    assert printed('["participants"]') == [1, 0, 0, 0]
    assert printed('["signatures", "index"]') == [0, 0, 1, 1]
