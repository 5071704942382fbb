"""``/factors``: one's own second factors, with the day of each; one is removed while another is left."""

from __future__ import annotations

import uuid

from flask import redirect, request
from werkzeug.wrappers import Response

from support.common.accounts.staff.door import factors
from support.common.accounts.staff.door.factors import LastOne
from support.common.accounts.staff.door.views.place import desk, shown, staff_door
from support.common.accounts.visitor import signed_in
from support.common.kernel import clock
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import gettext as _
from support.common.sealing.returning import returned, send_back


@staff_door.get("/factors")
@needs("desk", fresh=True)
def own_factors() -> str:
    """The list."""
    mine = factors.mine(db.session(), signed_in().account_id)
    return shown("factors", mine=mine, enough=len(mine) >= factors.MOST, back=returned())


@staff_door.post("/factors")
@needs("desk", fresh=True)
def remove_factor() -> Response:
    """One of the list is removed."""
    try:
        factors.remove(db.session(), signed_in(), _chosen(), clock.now())
    except LastOne:
        problem = _("This is the only one that you have. Add another one first, then you can remove it.")
        return send_back(desk("/factors"), {}, {"factors": problem})
    return redirect(desk("/factors"), 303)


def _chosen() -> uuid.UUID:
    """Which one; one that is nobody's where the field holds no id."""
    try:
        return uuid.UUID(request.form.get("factor", ""))
    except ValueError:
        return uuid.uuid4()
