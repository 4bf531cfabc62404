"""Handing files in: each is filed or put down to be read, and a refused one keeps nobody else out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from console.actions import Action
from console.audit import Actor, AuditLog
from console.quota import Quota
from console.stock import Stock
from console.uploads import Upload
from foundation.errors import DocumentError, HoidapError, StorageError
from knowledge.curated_store import CuratedStore
from knowledge.imported import Imported
from knowledge.importer.curated import is_curated
from knowledge.importer.samples import is_samples
from knowledge.intake import named
from knowledge.sample_store import SampleStore
from knowledge.scan_jobs import JobState, ScanJob

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file that was handed in.

    Attributes:
        name: as it was handed in.
        slug: under which it is filed, or what is to be changed in its place; empty where nothing is.
        outcome: what became of it.
        doubts: how many places to look at.
        document: whether it is one; else it is listed elsewhere.
        trouble, hint: why it was refused, and what to do; empty where it was not.
    """

    name: str
    slug: str
    outcome: Imported
    doubts: int = 0
    document: bool = True
    trouble: str = ""
    hint: str = ""


class Reception:
    """Takes files in.

    Attributes:
        quota: what one person may hand in.
    """

    def __init__(self, stock: Stock, audit: AuditLog, quota: Quota) -> None:
        self._stock = stock
        self._audit = audit
        self.quota = quota

    def take(self, actor: Actor, upload: Upload) -> Received:
        """File what was handed in; a scan is put down to be read in the background."""
        try:
            return self._file(actor, upload)
        except DocumentError as error:
            trouble, hint = error.reason, error.hint
        except HoidapError as error:
            trouble, hint = error.message, error.hint
        except (SQLAlchemyError, OSError):
            trouble = "máy chủ chưa lưu được tệp này (ổ đĩa đầy, hoặc cơ sở dữ liệu tạm dừng)"
            hint = "Anh/chị báo người quản trị máy chủ kiểm tra chỗ trống trên ổ đĩa, rồi tải lên lại."
        return Received(upload.name, "", Imported.FAILED, trouble=trouble.rstrip("."), hint=hint)

    def dismiss(self, actor: Actor, job: str) -> bool:
        """Do away with a scan that could not be read; whether there was one."""

        def before(scan: ScanJob) -> None:
            self._audit.note(actor, Action.SCAN_DISMISSED, Path(scan.file).stem, {"file": scan.file})

        return self._stock.scans.forget(job, before)

    def _file(self, actor: Actor, upload: Upload) -> Received:
        content = upload.file.read_bytes()
        path = named(upload.name, content)
        documents = self._stock.documents
        digest = hashlib.sha256(content).hexdigest()
        if documents.knows(path.stem, digest):
            return Received(upload.name, path.stem, Imported.UNCHANGED)
        if (refused := self._changed(upload, path, content, digest)) is not None:
            return refused
        self.quota.check(actor.name, upload.size)
        details = {"file": upload.name[:_LONGEST_NAME], "bytes": str(upload.size)}
        job = self._scan(actor, upload, path, details)
        if job is not None:
            outcome = Imported.FAILED if job.state is JobState.FAILED else Imported.QUEUED
            return Received(upload.name, path.stem, outcome, trouble=job.error, hint=job.hint)

        def beside(session: Session) -> None:
            self._audit.add(session, actor, Action.DOCUMENT_UPLOADED, path.stem, details)

        result = documents.import_content(path, content, beside=beside, by=actor.name)
        if result.error is not None:
            raise result.error
        return Received(
            upload.name, path.stem, result.outcome, len(result.doubts), document=not result.questions
        )

    def _changed(self, upload: Upload, path: Path, content: bytes, digest: str) -> Received | None:
        """Refuse a changed file of answers or sample questions: no page shows or accepts one."""
        documents, samples = self._stock.documents, is_samples(path, content)
        if not samples and not is_curated(path, content):
            return None
        store: SampleStore | CuratedStore = documents.samples if samples else documents.curated
        if path.stem not in store.versions() or store.knows(path.stem, digest):
            return None
        slug, trouble = path.stem, "đã có câu trả lời biên tập tên này"
        hint = "Mời anh/chị sửa ngay trên trang của câu trả lời ấy."
        if samples:
            slug, trouble = "", "đã có tệp câu hỏi mẫu tên này"
            hint = (
                "Mời anh/chị gửi tệp cho người quản trị máy chủ: nhập bằng hoidap knowledge import, "
                f"rồi hoidap knowledge accept {path.stem}."
            )
        return Received(upload.name, slug, Imported.FAILED, document=False, trouble=trouble, hint=hint)

    def _scan(self, actor: Actor, upload: Upload, path: Path, details: Mapping[str, str]) -> ScanJob | None:
        """The job that reads a scan; ``None`` for what is read at once.

        The folder of jobs is no part of a transaction: the line in the log comes first, so that nothing comes in
        without one, and another one says where nothing came of it.
        """
        file = upload.file.with_name(f"{upload.file.name}-named") / path.name
        file.parent.mkdir()
        upload.file.rename(file)

        def before() -> None:
            self._audit.note(actor, Action.DOCUMENT_UPLOADED, path.stem, details)

        try:
            return self._stock.scans.register(file, again=True, by=actor.name, before=before)
        except StorageError:
            self._audit.note(actor, Action.UPLOAD_FAILED, path.stem, details)
            raise
