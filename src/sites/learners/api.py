"""Records that look like one person, for programs: the pairs, making them one, and undoing that."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, ConfigDict, Field

from core.forms import read_json
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Now
from core.web.json_body import json_body
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.learners.actions import merge_learners, undo_merge
from sites.learners.errors import MergeNotFound
from sites.learners.queries import Particular, merge_of, possible_duplicates


class TwoRecords(BaseModel):
    """Which record stays. `take` names particulars to take over from the other one."""

    model_config = ConfigDict(extra="forbid")

    keep: UUID
    merge: UUID
    take: Annotated[list[str], Field(max_length=20)] = []


class DuplicatesApi(Controller):
    path = "/api/v1/sites/{site_code:str}"
    tags = ["Learners"]

    @get(
        "/duplicates",
        operation_id="listDuplicates",
        name="api.duplicates",
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_READ),
    )
    async def duplicates(self, session: Db, visitor: SignedIn) -> dict[str, Any]:
        """Pairs of records that look like one person, the likeliest first, at most 200."""
        pairs = await possible_duplicates(session)
        data = [
            {
                "first": _shown(pair.first),
                "second": _shown(pair.second),
                "likeness": pair.likeness,
                "same_email": pair.has_same_email,
            }
            for pair in pairs
        ]
        return {"data": data, "next": None}

    @post(
        "/merges",
        operation_id="mergeLearners",
        name="api.merge",
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def merge(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
    ) -> Response[dict[str, Any]]:
        """{"keep": id, "merge": id, "take": ["email", …]}. 409 both_registered where both have a place in a cohort."""
        wanted = read_json(TwoRecords, (await json_body(request))[1])
        made = await merge_learners(
            session, wanted.keep, wanted.merge, from_merged=frozenset(wanted.take), site_language=site.languages[0]
        )
        return Response({"id": str(made), "kept": str(wanted.keep), "merged": str(wanted.merge)}, status_code=201)

    @post(
        "/merges/{merge:str}/undo",
        operation_id="undoMerge",
        name="api.undo_merge",
        status_code=200,
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def undo(self, session: Db, site: CurrentSite, now: Now, merge: FromPath[str]) -> dict[str, Any]:
        """Two records again, exactly as they were. Asked again, nothing more happens."""
        await undo_merge(session, _id(merge), now=now, site_language=site.languages[0])
        made = await merge_of(session, _id(merge))
        return {"id": str(made.id), "kept": str(made.kept.id), "merged": str(made.merged.id)}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise MergeNotFound from error


def _shown(one: Particular) -> dict[str, Any]:
    return {"id": str(one.id), "ref": one.ref, "name": one.name, "email": one.email}
