"""The Rasa project: what it is made of, whether its model is up to date, and training it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from pathlib import Path

from foundation.errors import StartError
from foundation.settings import Settings

_log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
_FILES = ("config.yml", "domain.yml", "data", "bot", "vietnamese")
_SUFFIXES = (".yml", ".py", ".txt", ".lock")

#: Seconds; a quiet machine needs one minute.
_LONGEST_TRAINING = 1800.0


def fingerprint(root: Path = ROOT) -> str:
    """A digest of everything a model depends on; another one means training."""
    digest = hashlib.sha256()
    for name in _FILES:
        for file in _sources(root / name):
            digest.update(str(file.relative_to(root)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _sources(place: Path) -> list[Path]:
    """The files at or below ``place`` that a model depends on, in order."""
    if place.is_file():
        return [place]
    found = []
    for folder, folders, names in os.walk(place):
        # Pruned while walking: bot/.venv has tens of thousands of files.
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in names if name.endswith(_SUFFIXES) and name[0] != "."]
    return sorted(found)


def model_path(settings: Settings, root: Path = ROOT) -> Path:
    """Where the model of the present project is or will be."""
    return (settings.data / "models" / f"{fingerprint(root)}.tar.gz").resolve()


def engine_environment(settings: Settings, root: Path = ROOT, **more: str) -> dict[str, str]:
    """The environment of the engine's process: ours without our settings, quiet and single-threaded."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("HOIDAP_")}
    return {
        **kept,
        "PYTHONPATH": str(root),
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "LOG_LEVEL": settings.log_level,
        **more,
    }


def engine_python(settings: Settings, root: Path = ROOT) -> Path:
    """The engine's Python.

    Raises:
        StartError: its environment is not there.
    """
    python = settings.engine_python if settings.engine_python.is_absolute() else root / settings.engine_python
    if not python.exists():
        raise StartError(
            f"Chưa có môi trường của bộ máy hội thoại ({python}).",
            hint="Chạy scripts/setup, hoặc đặt HOIDAP_ENGINE=0 để chỉ dùng kho tri thức.",
        )
    return python


async def train_if_changed(settings: Settings, root: Path = ROOT) -> Path:
    """Train unless the model of the present project exists; a training that is cancelled ends at once.

    Raises:
        StartError: the engine's environment is missing or training failed.
    """
    model = await asyncio.to_thread(model_path, settings, root)
    if model.exists():
        return model
    # Made beside the models and moved in whole: one cut short would be taken for the model ever after.
    made = model.parent / "training" / model.name
    made.parent.mkdir(parents=True, exist_ok=True)
    log = model.with_suffix("").with_suffix(".log")
    _log.info("training the engine's model, about a minute")
    command = [str(engine_python(settings, root)), "-m", "bot", "train", "--out", str(made)]
    with log.open("wb") as output:
        training = await asyncio.create_subprocess_exec(
            *command,
            cwd=root,
            env=engine_environment(settings, root),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            await asyncio.wait_for(training.wait(), _LONGEST_TRAINING)
        except TimeoutError:
            _log.error("training took more than %.0f s", _LONGEST_TRAINING)
        finally:
            if training.returncode is None:
                training.kill()
                await training.wait()
    if training.returncode or not made.exists():
        raise StartError("Huấn luyện bộ máy hội thoại không thành công.", hint=f"Xem nhật ký {log}.")
    made.replace(model)
    log.unlink(missing_ok=True)
    for older in model.parent.glob("*.tar.gz"):
        if older != model:
            older.unlink()
    return model
