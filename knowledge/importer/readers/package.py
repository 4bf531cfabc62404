"""The parts of an Office file (a zip of XML), opened with care."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lxml import etree

from foundation.errors import DocumentError
from knowledge.importer.readers.transcript import too_much

#: A paper's text is a few megabytes of XML; what unpacks to more is a bomb.
_MAX_PART = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """An open Office file.

    Raises:
        DocumentError: it is locked by a password.
        zipfile.BadZipFile: it is no zip.
    """

    def __init__(self, content: bytes, path: Path) -> None:
        if content.startswith(_OLE):
            raise DocumentError(
                path, 0, "tệp có mật khẩu", hint="Mở tệp bằng Word, bỏ mật khẩu, lưu lại rồi nhập lại."
            )
        self._path = path
        self._zip = zipfile.ZipFile(io.BytesIO(content))

    def main_part(self) -> etree._Element | None:
        """The part that the package names as its document: "word/document.xml", or "document2.xml" there."""
        relations = self.part("_rels/.rels")
        targets = (
            ()
            if relations is None
            else [
                relation.get("Target", "")
                for relation in relations
                if relation.get("Type", "").endswith("/officeDocument")
            ]
        )
        return self.part(next(iter(targets), "word/document.xml").lstrip("/"))

    def part(self, name: str) -> etree._Element | None:
        """The root of an XML part; None where there is no such part. Entities stay unexpanded, nothing is fetched."""
        try:
            listed = self._zip.getinfo(name)
        except KeyError:
            return None
        with self._zip.open(listed) as file:
            xml = file.read(_MAX_PART + 1)  # the size that the zip states may be a lie
        if len(xml) > _MAX_PART:
            raise too_much(self._path)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        return etree.fromstring(xml, parser)
