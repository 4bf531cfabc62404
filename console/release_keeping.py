"""Which releases are kept, so that the disk does not fill with those that nobody goes back to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from console.publishing import Publishing
from knowledge.release import delete_release, list_releases

#: Of so many publications the releases are ours to delete; older ones were deleted long ago.
_LOOKED_BACK = 1000


def superfluous(
    there: Iterable[str], past: Sequence[str], checked: Iterable[str], needed: AbstractSet[str], kept: int
) -> list[str]:
    """The releases that may go.

    Args:
        there: all that there are.
        past: those that were live, the newest first; a release may come up more than once.
        checked: those that were built to be checked.
        needed: must stay, whatever else.
        kept: how many that were live stay.
    """
    staying = {*list(dict.fromkeys(past))[:kept], *needed}
    ours = {*past, *checked}  # what was built on the server and never went live is somebody's who knows why
    return sorted(release for release in there if release in ours and release not in staying)


def keep_few(publishing: Publishing) -> list[str]:
    """Delete the releases that may go; their ids."""
    latest, scheduled = publishing.checks.latest(), publishing.publications.scheduled()
    needed = {publishing.live, latest.release if latest else "", scheduled.release if scheduled else ""}
    gone = superfluous(
        [manifest.release for manifest in list_releases(publishing.folder)],
        [one.release for one in publishing.publications.gone_live(_LOOKED_BACK)],
        publishing.checks.of_releases(),
        needed,
        publishing.rules.present().kept,
    )
    for release in gone:
        delete_release(publishing.folder, release)
    return gone
