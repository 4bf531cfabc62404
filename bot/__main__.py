"""``python -m bot train|serve``: trains the engine's model, or opens its door.

The working directory is the repository's root. ``serve`` reads addresses and secrets from the environment:
HOIDAP_ENGINE_TOKEN, HOIDAP_ACTION_URL, HOIDAP_ACTION_TOKEN and HOIDAP_TRACKER_DB. Its log goes to stderr.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import tarfile
import threading
import warnings
from pathlib import Path

_NEEDED = ("HOIDAP_ENGINE_TOKEN", "HOIDAP_ACTION_URL", "HOIDAP_ACTION_TOKEN", "HOIDAP_TRACKER_DB")
#: Read by the libraries when they load: nothing is reported to anybody, no thread spins on another's core,
#: and no training step is taken from a cache that cannot see a change in `vietnamese`.
_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


def main() -> int:
    """Run the command line and return its exit status."""
    arguments = _parser().parse_args()
    os.environ.update(_ENVIRONMENT)
    # Never below INFO: at DEBUG Rasa logs what citizens write.
    level = max(logging.INFO, logging.getLevelName(arguments.log_level))
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    command: int = arguments.command(arguments, level)
    return command


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot")
    parser.add_argument("--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"])
    commands = parser.add_subparsers(required=True)
    train = commands.add_parser("train", help="train the model")
    train.add_argument("--out", type=Path, required=True, help="the archive to write, ending in .tar.gz")
    train.set_defaults(command=_train)
    serve = commands.add_parser("serve", help="open the door on 127.0.0.1")
    serve.add_argument("--model", type=Path, required=True, help="the archive that train wrote")
    serve.add_argument("--port", type=int, required=True)
    serve.add_argument(
        "--until-stdin-ends",
        action="store_true",
        help="end when standard input closes, so that no engine outlives the app that started it",
    )
    serve.set_defaults(command=_serve)
    return parser


def _train(arguments: argparse.Namespace, level: int) -> int:
    out: Path = arguments.out
    if not out.name.endswith(".tar.gz"):
        return _complain(f"--out {out} does not end in .tar.gz; give the archive a name that does.")
    _quieten(level)
    # Rasa looks for extractors of its own; ours uses the tables and regexes.
    warnings.filterwarnings(
        "ignore", "You have defined training data (with regexes|consisting of lookup tables)"
    )
    os.environ["LOG_LEVEL"] = "WARNING"  # for Rasa: no bars of work that takes milliseconds
    from rasa.model_training import train

    result = train(
        "domain.yml",
        "config.yml",
        "data",
        output=str(out.parent),
        fixed_model_name=out.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    return int(result.code)


def _serve(arguments: argparse.Namespace, level: int) -> int:
    if missing := [name for name in _NEEDED if not os.environ.get(name)]:
        return _complain(f"Not set: {', '.join(missing)}. Set them and start again.")
    if not arguments.model.is_file() or not tarfile.is_tarfile(arguments.model):
        return _complain(
            f"No model at {arguments.model}. Train it: python -m bot train --out {arguments.model}"
        )
    if arguments.until_stdin_ends:
        threading.Thread(target=_end_with_stdin, name="stdin", daemon=True).start()
    _quieten(level)
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    serve_application(
        str(arguments.model),
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
        enable_api=False,
        interface="127.0.0.1",
        port=arguments.port,
    )
    return 0


def _end_with_stdin() -> None:
    # Not through sys.stdin: its buffer's lock, held by this thread at exit, would abort the interpreter.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _quieten(level: int) -> None:
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(level)
    configure_structlog(level)


def _complain(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
