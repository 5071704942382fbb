"""From the rows in the store to services with all that hangs on them; what belongs to none is told, row by row."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from support.site.exchange.dialects import names, standing
from support.site.exchange.dialects.extra import extra_of, listed
from support.site.exchange.incoming import NOTE, REFUSED, Finding, Incoming
from support.site.exchange.reading import store as stored
from support.site.exchange.reading.store import Part, Store

Body = dict[str, Any]
KEPT_AT_HAND = 2_000  # organisations and locations that many services share
_OWN = {"services", "organizations", "locations", "service_at_location"}


class Assembling:
    """Puts services together out of ``store``. ``services()`` first, then ``alone()``, then ``left()``."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._at: tuple[str, int] | None = None
        self._at_hand: OrderedDict[tuple[str, str], tuple[Body, tuple[Finding, ...]]] = OrderedDict()

    def services(self) -> Iterator[Incoming]:
        """Each service row with its organisation, its places and its parts."""
        for part in self.store.all("services", unused=True):
            yield self._service(part)

    def alone(self) -> Iterator[Incoming]:
        """Places and organisations that no service names: each as a service called like it, so that none is lost."""
        for part in self.store.all("locations", unused=True):
            self._at = (part.file, part.line)
            place, found = self._place(part)
            body = standing.of_place(place)
            found += self._with_organization(body, place)
            yield Incoming(f"location:{part.id}", body, part.file, part.line, extra_of(body), (*part.findings, *found))
        for part in self.store.all("organizations", unused=True):
            body, found = self._organization(part)
            service = standing.of_organization(body)
            yield Incoming(
                f"organization:{part.id}", service, part.file, part.line, extra_of(service), (*part.findings, *found)
            )

    def left(self) -> Iterator[Finding]:
        """Why each row that is in no service is in none: its link is empty, or leads to a row that is not there."""
        for part in self.store.all(unused=True):
            if part.kind in names.ASIDE:
                self.store.mark(part.number, stored.USED)
                continue
            self.store.mark(part.number, stored.REFUSED)
            links = [column for column in names.LINKS if part.body.get(column)]
            links += [column for column in ("link_id",) if part.body.get(column)]
            reason, column = ("no_such_parent", links[0]) if links else ("no_parent", "")
            value = str(part.body.get(column, "")) if column else " · ".join(map(str, part.body.values()))
            yield Finding(part.file, part.line, column, value[:200], reason, REFUSED)

    def _service(self, part: Part) -> Incoming:
        self.store.mark(part.number, stored.USED)
        self._at = (part.file, part.line)
        body = dict(part.body)
        found = [*part.findings, *self._hang(body, "services", part.id)]
        found += self._places(body, part)
        found += self._with_organization(body, body)
        found += self._program(body)
        self._terms(body)
        return Incoming(part.id, body, part.file, part.line, extra_of(body), tuple(found))

    def _hang(self, body: Body, table: str, own: str) -> list[Finding]:
        """Put everything that points to the row under it; what hangs on that, too."""
        found: list[Finding] = []
        for child in self.store.children(table, own) if own else ():
            if child.kind in _OWN or child.kind not in names.HANGS:
                continue
            self.store.mark(child.number, stored.USED)
            inner = dict(child.body)
            found += child.findings
            if child.kind in ("phones", "contacts"):
                found += self._hang(inner, child.kind, child.id)
            field = names.HANGS[child.kind]
            body[field] = [*listed(body.get(field)), inner]
        if table == "services" and "eligibility" in body:
            standing.eligible(body)
        return found

    def _places(self, body: Body, part: Part) -> list[Finding]:
        found: list[Finding] = []
        places = [dict(one) for one in listed(body.get("service_at_locations")) if isinstance(one, dict)]
        for child in self.store.children("services", part.id):
            if child.kind == "service_at_location":
                self.store.mark(child.number, stored.USED)
                found += child.findings
                inner = dict(child.body)
                found += self._hang(inner, "service_at_location", child.id)
                if not any(one.get("id") and one.get("id") == inner.get("id") for one in places):
                    places.append(inner)
        if not places and body.get("location_id"):
            places = [{"id": f"{part.id}@{body['location_id']}", "location_id": body["location_id"]}]
        body.pop("location_id", None)
        for place in places:
            if not isinstance(place.get("location"), dict) and place.get("location_id"):
                found += self._located(place, part)
        if places:
            body["service_at_locations"] = places
        return found

    def _located(self, place: Body, part: Part) -> list[Finding]:
        own = str(place["location_id"]).strip()
        there = self._shared("locations", own)
        if there is None:
            if not self.store.has("locations"):
                return []
            return [Finding(part.file, part.line, "location_id", own[:200], "no_such_parent", NOTE)]
        place["location"] = there[0]
        return list(there[1])

    def _with_organization(self, body: Body, near: Body) -> list[Finding]:
        nested = body.get("organization")
        nested = nested if isinstance(nested, dict) else {}
        own = str(near.get("organization_id") or nested.get("id") or _owner_of_places(body)).strip()
        if not own:
            return []
        there = self._shared("organizations", own)
        if there is not None:
            body["organization"] = nested | there[0]
            return list(there[1])
        if len(nested) < 2 and self._at is not None and self.store.has("organizations"):
            return [Finding(*self._at, "organization_id", own[:200], "no_such_parent", NOTE)]
        return []

    def _program(self, body: Body) -> list[Finding]:
        if body.get("program_id") and "program" not in body:
            program = self.store.find("programs", str(body["program_id"]).strip())
            if program is not None:
                self.store.mark(program.number, stored.USED)
                body["program"] = program.body
                if not body.get("organization_id") and program.body.get("organization_id"):
                    return self._with_organization(body, program.body)
        return []

    def _shared(self, table: str, own: str) -> tuple[Body, tuple[Finding, ...]] | None:
        if (table, own) in self._at_hand:
            self._at_hand.move_to_end((table, own))
            return self._at_hand[table, own][0], ()
        part = self.store.find(table, own)
        if part is None:
            return None
        made = self._place(part) if table == "locations" else self._organization(part)
        self._at_hand[table, own] = made[0], ()
        if len(self._at_hand) > KEPT_AT_HAND:
            self._at_hand.popitem(last=False)
        return made[0], (*part.findings, *made[1])

    def _place(self, part: Part) -> tuple[Body, list[Finding]]:
        self.store.mark(part.number, stored.USED)
        body = dict(part.body)
        found = self._hang(body, "locations", part.id)
        self._terms(body)
        return body, found

    def _organization(self, part: Part) -> tuple[Body, list[Finding]]:
        self.store.mark(part.number, stored.USED)
        body = dict(part.body)
        found = self._hang(body, "organizations", part.id)
        self._terms(body)
        return body, found

    def _terms(self, body: Body) -> None:
        for attribute in listed(body.get("attributes")):
            own = attribute.get("taxonomy_term_id") if isinstance(attribute, dict) else None
            if own and "taxonomy_term" not in attribute:
                there = self.store.find("taxonomy_terms", str(own).strip())
                if there is not None:
                    self.store.mark(there.number, stored.USED)
                    attribute["taxonomy_term"] = there.body


def _owner_of_places(body: Body) -> str:
    """The organisation that the first place of a service names: in the Ohana dialect a service has no other."""
    for place in listed(body.get("service_at_locations")):
        location = place.get("location") if isinstance(place, dict) else None
        if isinstance(location, dict) and location.get("organization_id"):
            return str(location["organization_id"])
    return ""
