"""Handing out the modules that keep what is typed and not saved."""

from __future__ import annotations

from starlette.responses import Response

from console.render import module
from console.screens import Screen, Stage
from console.unsaved import MODULES, VERSION
from console.visit import HOME, Visit
from foundation.errors import MissingError


class UnsavedScreens:
    """Their handler; every page of somebody who has signed in asks for them."""

    @property
    def screens(self) -> tuple[Screen, ...]:
        """What they are for."""
        path, does = f"{HOME}/chua-luu/{{version}}/{{module}}", "kịch bản giữ nội dung chưa lưu"
        return (Screen("GET", path, does, self.module, Stage.SIGNED_IN),)

    def module(self, visit: Visit) -> Response:
        """One of them; of another version there is none."""
        content = MODULES.get(visit.params["module"])
        if content is None or visit.params["version"] != VERSION:
            raise MissingError("Không có tệp này.", hint="Mời anh/chị tải lại trang.")
        return module(content)
