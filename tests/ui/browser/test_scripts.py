"""The browser's code as the page is sent it: joined from modules by their imports."""

import pytest

from gradlab.ui.browser import scripts


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house of modules: `house(name=text, …)`; "a/b.js" is written a_b."""
    monkeypatch.setattr(scripts, "_UI", tmp_path)
    scripts.module.cache_clear()

    def build(**texts: str) -> None:
        for name, text in texts.items():
            path = tmp_path / f"{name.replace('_', '/')}.js"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    yield build
    scripts.module.cache_clear()


def test_modules_stand_behind_those_they_import(house):
    house(
        wing_main='import { b } from "./b.js";\nimport { a } from "../base/a.js";\nexport class Main {}\n',
        wing_b='import { a } from "../base/a.js";\nexport const b = a;\n',
        base_a="export async function a() {}\n",
    )

    assert list(scripts.modules_of("wing/main.js")) == ["base/a.js", "wing/b.js", "wing/main.js"]


def test_a_name_is_taken_from_the_module_it_is_imported_from(house):
    house(base_a="export const a = 1;\n", base_b='import {\n  a,\n} from "./a.js";\nexport const b = a + 1;\n')

    text = scripts.bundle("base/b.js")

    assert 'const { a } = modules["base/a.js"];\nconst b = a + 1;' in text.replace("\n\n", "\n")
    assert 'modules["base/a.js"] ??= (() => {\nconst a = 1;' in text
    assert text.count("return { a };") == text.count("return { b };") == 1


def test_what_another_bundle_brings_is_waited_for_and_not_brought_again(house):
    house(
        chart_main='import { a } from "./a.js";\nexport const main = a;\n',
        chart_a="export const a = 1;\n",
        chart_own="export const own = 2;\n",
        chart_view='import { a } from "./a.js";\nimport { own } from "./own.js";\nexport const view = a + own;\n',
    )

    text = scripts.bundle("chart/view.js", without=["chart/main.js"])

    assert '["chart/a.js"].every(' in text
    assert [name for name in ("a", "main", "own", "view") if f'modules["chart/{name}.js"] ??=' in text] == [
        "own",
        "view",
    ]


def test_an_unknown_file_is_named(house):
    house(base_a='import { b } from "./b.js";\nexport const a = b;\n')

    with pytest.raises(FileNotFoundError, match=r"expected a module .* got 'base/b\.js'"):
        scripts.bundle("base/a.js")


def test_an_unknown_name_is_named(house):
    house(base_a='import { c } from "./b.js";\nexport const a = c;\n', base_b="const c = 1;\nexport const b = c;\n")

    with pytest.raises(ValueError, match=r"base/a\.js: expected what base/b\.js exports, got c"):
        scripts.bundle("base/a.js")


def test_a_circle_is_shown(house):
    house(
        base_a='import { b } from "./b.js";\nexport const a = b;\n',
        base_b='import { a } from "./a.js";\nexport const b = a;\n',
    )

    with pytest.raises(ValueError, match=r"base/a\.js → base/b\.js → base/a\.js"):
        scripts.bundle("base/a.js")


@pytest.mark.parametrize(
    "line",
    ['import b from "./b.js";', 'import "./b.js";', 'import { b } from "b";', "export default 1;", "export { a };"],
)
def test_any_other_import_or_export_is_refused(house, line):
    house(base_a=f"const a = 1;\n{line}\n", base_b="export const b = 1;\n")

    with pytest.raises(ValueError, match=r"base/a\.js: expected import .* got "):
        scripts.bundle("base/a.js")
