"""The one error tree.

    HoidapError
    ├── SettingsError        a setting is unknown, missing or malformed
    ├── InputError           a request cannot be understood (422)
    ├── TokenError           a token is missing, forged or expired (401)
    ├── ForgedError          a webhook's body does not come from the platform it names (403)
    ├── RightError           an account may not do this, though its role could (403)
    ├── SiteError            a page of a site that is not allowed to asks (403)
    ├── ClosedError          the web channel is switched off (503)
    ├── RateError            too many requests (429)
    ├── LargeError           a file is larger than what is taken (413)
    ├── MissingError         what was asked for does not exist (404)
    ├── ConflictError        somebody else changed it meanwhile (409)
    ├── DocumentError        a source document cannot be read; names file, line and reason
    ├── StorageError         a file cannot be written: the disk is full or closed to us
    ├── SealError            what was kept encrypted cannot be opened with our secrets
    ├── ReleaseError         a release is missing, incomplete or was tampered with
    ├── EncoderError         the sentence encoder cannot be loaded or used
    ├── EngineError          the dialogue engine did not answer
    ├── ChannelError         a messenger's account cannot be used as it is
    └── StartError           the service cannot start: port taken, folder held, environment missing

Every error carries a stable code for programs, a message that says what happened and a hint that says what
to do next. Messages never contain what a citizen wrote. Normal refusals of a question are outcomes, not errors.
"""

from __future__ import annotations

from pathlib import Path


class HoidapError(Exception):
    """Base of all errors raised on purpose.

    Attributes:
        code: stable name for programs and logs.
        status: HTTP status at the public edge.
        hint: what the reader can do next; may be empty.
    """

    code = "internal"
    status = 500

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code


class SettingsError(HoidapError):
    """A setting is unknown, missing or malformed."""

    code = "settings"


class InputError(HoidapError):
    """A request cannot be understood."""

    code = "bad_input"
    status = 422


class TokenError(HoidapError):
    """A token is missing, forged or expired."""

    code = "bad_token"
    status = 401


class ForgedError(HoidapError):
    """A webhook's body does not come from the platform it names."""

    code = "forged"
    status = 403


class RightError(HoidapError):
    """An account may not do this, though its role could: somebody else has to."""

    code = "not_allowed"
    status = 403


class SiteError(HoidapError):
    """A page of a site that is not allowed to uses the web channel."""

    code = "site_not_allowed"
    status = 403


class ClosedError(HoidapError):
    """The web channel is switched off.

    Attributes:
        retry_after: whole seconds after which to look again.
    """

    code = "switched_off"
    status = 503
    retry_after = 60


class RateError(HoidapError):
    """Too many requests.

    Attributes:
        retry_after: whole seconds until the next request may succeed.
    """

    code = "too_many"
    status = 429

    def __init__(self, message: str, *, retry_after: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class LargeError(HoidapError):
    """A file is larger than what is taken."""

    code = "too_large"
    status = 413


class MissingError(HoidapError):
    """What was asked for does not exist."""

    code = "not_found"
    status = 404


class ConflictError(HoidapError):
    """Somebody else changed what is to be changed; nothing was written."""

    code = "conflict"
    status = 409


class DocumentError(HoidapError):
    """A source document cannot be read.

    Attributes:
        file: the document's file.
        line: line number from 1, or 0 where the whole file is meant.
        reason: what is wrong there.
    """

    code = "bad_document"
    status = 422

    def __init__(self, file: Path | str, line: int, reason: str, *, hint: str = "") -> None:
        self.file = Path(file)
        self.line = line
        self.reason = reason
        place = f"{self.file.name}, dòng {line}" if line else self.file.name
        super().__init__(f"{place}: {reason}", hint=hint)


class StorageError(HoidapError):
    """A file cannot be written: the disk is full or closed to us."""

    code = "storage"
    status = 503


class SealError(HoidapError):
    """What was kept encrypted cannot be opened with our secrets."""

    code = "sealed"


class ReleaseError(HoidapError):
    """A release is missing, incomplete or was tampered with."""

    code = "bad_release"


class EncoderError(HoidapError):
    """The sentence encoder cannot be loaded or used."""

    code = "encoder"


class EngineError(HoidapError):
    """The dialogue engine did not answer in time or not as agreed."""

    code = "engine"
    status = 503


class ChannelError(HoidapError):
    """A messenger's account cannot be used as it is: not configured, not connected, its consent withdrawn."""

    code = "channel"
    status = 503


class StartError(HoidapError):
    """The service cannot start."""

    code = "start"
