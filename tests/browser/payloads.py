"""Texts by which pages are broken into: markup, addresses that run, and markdown, each in many wrappings.

Where one of them runs, it leaves ``window.broken``.
"""

from __future__ import annotations

from itertools import product

_RUN = "window.broken=1"
#: What runs once it is markup.
_MARKUP = (
    f"<script>{_RUN}</script>",
    f"<script src=data:text/javascript,{_RUN}></script>",
    f"<img src=x onerror={_RUN}>",
    f"<img src=x onerror='{_RUN}'//",
    f'<svg onload="{_RUN}">',
    f"<svg><script>{_RUN}</script></svg>",
    f'<svg><a xlink:href="javascript:{_RUN}"><text>x</text></a></svg>',
    f'<math><mtext><img src=x onerror="{_RUN}"></mtext></math>',
    f'<iframe srcdoc="<script>parent.{_RUN}</script>"></iframe>',
    f'<iframe src="javascript:parent.{_RUN}"></iframe>',
    f'<object data="javascript:{_RUN}"></object>',
    f'<embed src="javascript:{_RUN}">',
    f'<details open ontoggle="{_RUN}"><summary>x</summary></details>',
    f'<input autofocus onfocus="{_RUN}">',
    f'<video><source onerror="{_RUN}"></video>',
    f'<body onload="{_RUN}">',
    f'<a href="javascript:{_RUN}">x</a>',
    f'<form action="javascript:{_RUN}"><button>x</button></form>',
    f'<style>@import "javascript:{_RUN}";</style>',
    f'<link rel=stylesheet href="javascript:{_RUN}">',
    f'<meta http-equiv=refresh content="0;url=javascript:{_RUN}">',
    '<base href="https://evil.example/">',
    f"<template><img src=x onerror={_RUN}></template>",
    f'<noscript><p title="</noscript><img src=x onerror={_RUN}>">',
    f"<marquee onstart={_RUN}>x</marquee>",
    f'<xss style="animation-name:breathe" onanimationstart="{_RUN}"></xss>',
    f"{{{{constructor.constructor('{_RUN}')()}}}}",
    f"${{{_RUN}}}",
    f"{{% set x = 1 %}}{{{{ x }}}}<img src=x onerror={_RUN}>",
    f"&lt;img src=x onerror={_RUN}&gt;",
)
#: What would close the place in which a text stands.
_ESCAPES = ("", '">', "'>", "</p></article>", "</textarea>", "</title>", "-->", "</script>", "]]>")
_ADDRESSES = (
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f"java\tscript:{_RUN}",
    f" javascript:{_RUN}",
    f"\x01javascript:{_RUN}",
    f"javascript://langson.gov.vn/%0a{_RUN}",
    f"data:text/html,<script>parent.{_RUN}</script>",
    f"vbscript:{_RUN}",
    "//evil.example/x",
    f'https://langson.gov.vn/"onmouseover="{_RUN}',
    f"https://langson.gov.vn/' onfocus='{_RUN}' autofocus '",
    f"https://langson.gov.vn/<img src=x onerror={_RUN}>",
)
_MARKDOWN = ("[x]({})", "![x]({})", "<{}>", "[x]: {}", '[x]({} "title")', "- {}", "> {}", "`{}`", "**{}**")
TEXTS = tuple(before + markup for before, markup in product(_ESCAPES, _MARKUP)) + tuple(
    form.format(address) for form, address in product(_MARKDOWN, _ADDRESSES)
)
ADDRESSES = _ADDRESSES
