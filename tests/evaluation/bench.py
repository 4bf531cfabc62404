"""A small benchmark, written in either form."""

from __future__ import annotations

import json
from pathlib import Path

TEXTS = {
    "cho": ("Chợ đêm", "Chợ đêm Kỳ Lừa mở cửa từ 18 giờ đến 23 giờ các ngày thứ sáu và thứ bảy."),
    "cay": ("Cây xanh", "Năm 2026 thành phố trồng 1.200 cây hoa đào dọc sông Kỳ Cùng."),
    "nuoc": ("Nước sạch", "Giá nước sinh hoạt được tính theo bậc thang, mỗi hộ nộp hằng tháng."),
}
QUERIES = {
    "q1": "Chợ đêm mở cửa lúc mấy giờ?",
    "q2": "Trồng bao nhiêu cây hoa đào?",
    "q3": "Ai thu tiền rác?",
}
RELEVANT = [("q1", "cho", 2), ("q1", "cay", 0), ("q2", "cay", 1)]


def write_benchmark(folder: Path, *, beir: bool) -> Path:
    """The benchmark in BEIR's form or the plain one."""
    name = "_id" if beir else "id"
    folder.mkdir(parents=True, exist_ok=True)
    corpus = [{name: key, "title": title, "text": text} for key, (title, text) in TEXTS.items()]
    queries = [{name: key, "text": text} for key, text in QUERIES.items()]
    for file, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / file).write_text("\n".join(lines) + "\n", "utf-8")
    if beir:
        lines = [
            "query-id\tcorpus-id\tscore",
            *(f"{query}\t{text}\t{grade}" for query, text, grade in RELEVANT),
        ]
    else:
        lines = [f"{query}\t{text}" for query, text, grade in RELEVANT if grade]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder
