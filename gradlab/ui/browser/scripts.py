"""The modules of the browser's code, joined into the one text that a component of Streamlit, or a page, is given.

In source each file is an ES module with its imports. Joined, each is a function that runs once in a page and puts what
the file exports under its name into `window.gradlab`, behind those it imports. Bundles share that registry: one that is
sent later leaves out what an earlier one brings, waits for it, and uses the very same objects. No build step is needed.
"""

import json
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

_UI = Path(__file__).parents[1]
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]*)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)

# Streamlit calls the default export. What is needed of another bundle may come later; each says when it has come.
_BUNDLE = Template("""\
export default function () {
  const modules = (window.gradlab ??= {});
  const begin = () => {
    if (!$needed.every((name) => name in modules)) return;
    window.removeEventListener("gradlab-script", begin);

$modules
    window.dispatchEvent(new Event("gradlab-script"));
  };
  window.addEventListener("gradlab-script", begin);
  begin();
}
""")
# A page of its own runs it all at once.
_SCRIPT = Template("""\
{
  const modules = (window.gradlab ??= {});
$modules}
""")
_MODULE = Template("""\
modules["$name"] ??= (() => {
$taken$body
return { $exports };
})();
""")


@dataclass(frozen=True)
class Module:
    """A file of the browser's code: what it imports, by the file it comes from, what it exports, and the rest."""

    name: str
    imports: dict[str, list[str]]
    exports: list[str]
    body: str


@cache
def module(name: str) -> Module:
    """A module by its file under `gradlab/ui`, such as "live_chart/views/map.js"."""
    path = _UI / name
    if not path.is_file():
        raise FileNotFoundError(f"expected a module of the browser's code, got {name!r}: there is no such file")
    text = path.read_text(encoding="utf-8")
    imports: dict[str, list[str]] = {}
    for names, source in _IMPORT.findall(text):
        found = posixpath.normpath(posixpath.join(posixpath.dirname(name), source))
        imports.setdefault(found, []).extend(one.strip() for one in names.split(",") if one.strip())
    body = _EXPORT.sub("", _IMPORT.sub("", text))
    if other := _LEFT_OVER.search(body):
        raise ValueError(
            f'{name}: expected import {{ … }} from "./….js"; or export function, class or const, got {other[0]!r}'
        )
    return Module(name, imports, _EXPORT.findall(text), body)


def modules_of(name: str, above: Sequence[str] = ()) -> dict[str, Module]:
    """A module and all that it imports, in the order in which they can run."""
    if name in above:
        raise ValueError(f"expected modules that do not import each other, got {' → '.join([*above, name])}")
    found: dict[str, Module] = {}
    for source, names in module(name).imports.items():
        found |= modules_of(source, (*above, name))
        if missing := set(names) - set(module(source).exports):
            raise ValueError(f"{name}: expected what {source} exports, got {', '.join(sorted(missing))}")
    return found | {name: module(name)}


def bundle(*names: str, without: Iterable[str] = ()) -> str:
    """The text that brings modules, with all they import, to the browser, `without` what another bundle brings."""
    brought = {name for other in without for name in modules_of(other)}
    wanted = {name: one for entry in names for name, one in modules_of(entry).items() if name not in brought}
    needed = sorted({source for one in wanted.values() for source in one.imports} & brought)
    return _BUNDLE.substitute(needed=json.dumps(needed), modules="\n".join(_wrapped(one) for one in wanted.values()))


def script(*names: str) -> str:
    """The text of a script element that runs modules in this order, with all they import."""
    wanted = {name: one for entry in names for name, one in modules_of(entry).items()}
    text = _SCRIPT.substitute(modules="".join(_wrapped(one) for one in wanted.values()))
    if "</script" in text or "<!--" in text:
        raise ValueError(f"{', '.join(names)}: expected nothing that ends a script element")
    return text


def _wrapped(one: Module) -> str:
    taken = "".join(f'const {{ {", ".join(names)} }} = modules["{source}"];\n' for source, names in one.imports.items())
    return _MODULE.substitute(name=one.name, taken=taken, body=one.body, exports=", ".join(one.exports))
