"""The widget's modules joined into one script."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.pages import bundle
from service.pages.static_files import mount_static

#: Bytes of all JavaScript and CSS of the widget, gzipped as served: seconds matter on a slow network.
BUDGET = 25_000


def client(folder: Path | None = None) -> TestClient:
    app = FastAPI()
    mount_static(app, folder)
    return TestClient(app)


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name.replace('_', '-')}.js").write_text(text)
    return folder


def test_modules_follow_those_they_import_and_keep_their_scopes(tmp_path: Path) -> None:
    (tmp_path / "look.css").write_text("a { content: '\\201C' }")
    write(
        tmp_path,
        hoi_dap='import { one as first,\n  two } from "./sums.js";\nimport * as sums from "./sums.js";\n'
        'import look from "./look.css" with { type: "text" };\nlog(first() + two, sums, look);\n',
        sums="/** import nothing */\nexport function one() {\n  return 1;\n}\nexport const two = 2;\n"
        "const hidden = 3;\n",
    )
    text = bundle.build(tmp_path).content.decode()
    assert text.startswith('(() => {\n"use strict";\n')
    assert text.index("const $sums_js") < text.index("const $hoi_dap_js")
    assert "const { one: first,\n  two } = $sums_js;\nconst sums = $sums_js;\nconst look = $look_css;" in text
    assert "return { one, two };" in text
    assert "const $look_css = \"a { content: '\\\\201C' }\";" in text
    assert "import" not in text
    assert "export" not in text


def test_types_are_left_out_and_no_code_with_them(tmp_path: Path) -> None:
    write(
        tmp_path,
        hoi_dap="/** @typedef {import('./sums.js').Sum} Sum */\n\nclass One {\n  /** @type {Sum} */ #a;\n"
        "  #b = 1;\n  /** What it says. */\n  say() {\n    return /** @type {any} */ (this.#b);\n  }\n}\n",
    )
    text = bundle.build(tmp_path).content.decode()
    assert "class One {\n  #a;\n  #b = 1;\n  say() {\n    return (this.#b);\n  }\n}\n" in text


@pytest.mark.parametrize(
    "line",
    [
        'import x, { y } from "./sums.js";',
        'import "./sums.js";',
        "export default 1;",
        "export { one };",
        'const later = import("./sums.js");',
        "use(import.meta.url);",
    ],
)
def test_a_form_that_is_not_known_is_refused_and_not_passed_over(tmp_path: Path, line: str) -> None:
    write(tmp_path, hoi_dap=f"{line}\n", sums="export const y = 1;\n")
    with pytest.raises(ValueError, match="hoi-dap"):
        bundle.build(tmp_path)


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        hoi_dap='import { a } from "./other.js";\n',
        other='import { b } from "./hoi-dap.js";\nexport const a = b;\n',
    )
    with pytest.raises(ValueError, match="imports itself"):
        bundle.build(tmp_path)


def test_a_change_anywhere_changes_name_and_integrity(tmp_path: Path) -> None:
    write(tmp_path, hoi_dap='import { a } from "./other.js";\nuse(a);\n', other="export const a = 1;\n")
    before = bundle.build(tmp_path)
    write(tmp_path, other="export const a = 2;\n")
    after = bundle.build(tmp_path)
    assert (before.name, before.integrity) != (after.name, after.integrity)
    assert before.name != after.name


def test_the_script_is_served_for_ever_to_everyone_with_its_integrity() -> None:
    script = bundle.current()
    response = client().get(f"/widget/{script.name}")
    digest = base64.b64encode(hashlib.sha384(response.content).digest()).decode()
    assert script.integrity == f"sha384-{digest}"
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "immutable" in response.headers["cache-control"]


def test_the_newest_script_has_a_lasting_address_that_is_asked_about_each_time() -> None:
    response = client().get("/widget/hoi-dap.js")
    assert response.content == bundle.current().content
    assert response.headers["cache-control"] == "no-cache"


def test_a_script_of_an_earlier_version_is_still_served(tmp_path: Path) -> None:
    earlier = "hoi-dap.0123456789abcdef.js"
    (tmp_path / earlier).write_text("earlier")
    (tmp_path / "secret.js").write_text("secret")
    opened = client(tmp_path)
    assert opened.get(f"/widget/{earlier}").text == "earlier"
    assert (tmp_path / bundle.current().name).read_bytes() == bundle.current().content
    for unknown in ("hoi-dap.0000000000000000.js", "secret.js", "..%2fsecret.js", ".."):
        assert opened.get(f"/widget/{unknown}").status_code == 404


def test_the_font_is_kept_for_ever_and_open_to_hosts() -> None:
    response = client().get("/static/pages/fonts/be-vietnam-pro-1.latin-400.woff2")
    assert response.status_code == 200
    assert response.headers["content-type"] == "font/woff2"
    assert response.headers["access-control-allow-origin"] == "*"
    assert "immutable" in response.headers["cache-control"]
    assert client().get("/static/pages/fonts.css").headers["cache-control"] == "no-cache"


def test_the_widget_is_small() -> None:
    """One file carries the widget's JavaScript and CSS; nothing more is loaded."""
    assert len(gzip.compress(bundle.current().content, 6)) <= BUDGET
