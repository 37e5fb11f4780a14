"""HubSpot's CRM API v3 and v4, as far as a pull of deals needs it, with its limits and errors."""
import datetime
import uuid

SEARCH_WINDOW = 10_000
SEARCH_BODY = 3_000
PAGE = {"search": 200, "list": 100, "batch": 100, "history": 50}


def text_of(ms):
    """Unix milliseconds as HubSpot writes times."""
    moment = datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


class HubspotError(Exception):
    def __init__(self, status, category, message):
        super().__init__(message)
        self.status = status
        self.body = {"status": "error", "message": message, "correlationId": str(uuid.uuid4()), "category": category}


def refuse(message):
    raise HubspotError(400, "VALIDATION_ERROR", message)


class Record:
    """A deal or contact with the history of its properties, oldest first."""

    def __init__(self, number, changed, properties, kind):
        self.id, self.kind, self.created, self.changed = number, kind, changed, changed
        self.history = {name: [(changed, value)] for name, value in properties.items()}
        self.archived_at = None
        self.indexed = True  # whether the search knows of the last change

    def value(self, name):
        if name == "hs_object_id":
            return str(self.id)
        if name == ("hs_lastmodifieddate" if self.kind == "deals" else "lastmodifieddate"):
            return text_of(self.changed)
        if name == "createdate":
            return text_of(self.created)
        return self.history[name][-1][1] if name in self.history else None

    def json(self, properties=(), with_history=()):
        names = list(properties) or [n for n in ("hs_lastmodifieddate", "hs_object_id", "createdate")]
        shown = {"id": str(self.id), "properties": {name: self.value(name) for name in names},
                 "createdAt": text_of(self.created), "updatedAt": text_of(self.changed), "archived": self.archived_at is not None}
        if self.archived_at is not None:
            shown["archivedAt"] = text_of(self.archived_at)
        if with_history:
            shown["propertiesWithHistory"] = {
                name: [{"value": value, "timestamp": text_of(at), "sourceType": "CRM_UI"}
                       for at, value in reversed(self.history.get(name, []))] for name in with_history}
        return shown


class Hubspot:
    def __init__(self, token="pat-test"):
        self.token = token
        self.deals, self.contacts, self.links = {}, {}, {}
        self.pipelines = [{"id": "default", "label": "Sales", "stages": [
            {"id": "open", "label": "Open", "metadata": {"isClosed": "false", "probability": "0.2"}},
            {"id": "closedwon", "label": "Won", "metadata": {"isClosed": "true", "probability": "1.0"}},
            {"id": "closedlost", "label": "Lost", "metadata": {"isClosed": "true", "probability": "0.0"}}]}]

    # What a test tells.

    def make_deals(self, count, changed, first=1, apart=0, contacts=1, properties=None):
        """Won deals *apart* milliseconds from each other, each with some contacts."""
        told = {"amount": "10.00", "dealstage": "closedwon", "hs_is_closed_won": "true", "deal_currency_code": "EUR",
                "closedate": text_of(changed), "pipeline": "default", **(properties or {})}
        for number in range(first, first + count):
            self.deals[number] = Record(number, changed + (number - first) * apart, told, "deals")
            self.links[number] = [number * 10 + i for i in range(contacts)]
            for contact in self.links[number]:
                person = {"email": f"c{contact}@shop.example", "hs_analytics_source": "PAID_SOCIAL"}
                self.contacts.setdefault(contact, Record(contact, changed, person, "contacts"))

    def change(self, deals, at, properties=None, indexed=True, contacts=None):
        for number in deals:
            deal = self.deals[number]
            deal.changed, deal.indexed = at, indexed
            for name, value in (properties or {}).items():
                deal.history.setdefault(name, []).append((at, value))
            if contacts is not None:
                self.links[number] = contacts

    def index(self):
        """The search comes to know of everything."""
        for deal in self.deals.values():
            deal.indexed = True

    def archive(self, deals, at, archived=True):
        for number in deals:
            self.deals[number].archived_at = at if archived else None

    def merge(self, into, deals, at):
        """The others are gone, and the one that goes on names them."""
        already = self.deals[into].value("hs_merged_object_ids")
        ids = ([already] if already else []) + [str(number) for number in deals]
        self.change([into], at, {"hs_merged_object_ids": ";".join(ids)})
        for number in deals:
            self.links[into] = sorted(set(self.links[into]) | set(self.links.pop(number)))
            del self.deals[number]

    # What a client asks.

    def answer(self, method, path, query, body, headers):
        """Status, headers and JSON."""
        limits = {"X-HubSpot-RateLimit-Interval-Milliseconds": "10000", "X-HubSpot-RateLimit-Max": "190",
                  "X-HubSpot-RateLimit-Remaining": "189"}
        try:
            if headers.get("authorization") != f"Bearer {self.token}":
                raise HubspotError(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
            if path.endswith("/search") and int(headers.get("content-length", 0)) > SEARCH_BODY:
                refuse("The request body is too long")
            status, answer = self.route(method, path, query, body)
            return status, {} if path.endswith("/search") else limits, answer
        except HubspotError as error:
            return error.status, limits, error.body

    def route(self, method, path, query, body):
        parts = path.strip("/").split("/")
        if (method, path) == ("GET", "/crm/v3/pipelines/deals"):
            return 200, {"results": self.pipelines}
        if method == "POST" and path == "/crm/v4/associations/deals/contacts/batch/read":
            return self.associations(body)
        if parts[:3] == ["crm", "v3", "objects"] and len(parts) > 3 and parts[3] in ("deals", "contacts"):
            records = self.deals if parts[3] == "deals" else self.contacts
            if (method, parts[4:]) == ("POST", ["search"]):
                return self.search(records, body)
            if (method, parts[4:]) == ("POST", ["batch", "read"]):
                return self.batch(records, query, body)
            if (method, parts[4:]) == ("GET", []):
                return self.list(records, query)
        raise HubspotError(404, "OBJECT_NOT_FOUND", f"no such address: {method} {path}")

    def search(self, records, body):
        limit, after = int(body.get("limit", 10)), int(body.get("after") or 0)
        if limit > PAGE["search"]:
            refuse("limit must be at most 200")
        if after + limit > SEARCH_WINDOW:
            refuse("The search API only allows 10000 results")
        if len(body.get("sorts", [])) > 1:
            refuse("only one sort is allowed")
        found = [r for r in records.values() if r.archived_at is None and r.indexed and self.fits(r, body.get("filterGroups", []))]
        for sort in body.get("sorts", []):
            found.sort(key=lambda r: self.key(r, sort["propertyName"]), reverse=sort["direction"] == "DESCENDING")
        page = found[after:after + limit]
        answer = {"total": len(found), "results": [r.json(body.get("properties", [])) for r in page]}
        if after + limit < len(found):
            answer["paging"] = {"next": {"after": str(after + limit), "link": f"?after={after + limit}"}}
        return 200, answer

    @staticmethod
    def key(record, name):
        if name in ("hs_lastmodifieddate", "lastmodifieddate"):
            return record.changed
        if name == "hs_object_id":
            return record.id
        return record.value(name) or ""

    def fits(self, record, groups):
        def one(condition):
            mine, how = self.key(record, condition["propertyName"]), condition["operator"]
            if how not in ("EQ", "GTE", "GT", "LTE", "LT"):
                refuse(f"this fake does not know {how}")
            asked = type(mine)(condition["value"])
            return {"EQ": mine == asked, "GTE": mine >= asked, "GT": mine > asked, "LTE": mine <= asked, "LT": mine < asked}[how]

        if len(groups) > 5 or any(len(group["filters"]) > 6 for group in groups):
            refuse("too many filters")
        return not groups or any(all(one(c) for c in group["filters"]) for group in groups)

    @staticmethod
    def inputs(body, most):
        ids = [int(each["id"]) for each in body["inputs"]]
        if not ids or len(ids) > most:
            refuse(f"between 1 and {most} inputs are allowed")
        return ids

    def batch(self, records, query, body):
        with_history = body.get("propertiesWithHistory", [])
        ids = self.inputs(body, PAGE["history"] if with_history else PAGE["batch"])
        gone = query.get("archived") == ["true"]
        found = [records[i] for i in ids if i in records and (records[i].archived_at is not None) == gone]
        missing = [str(i) for i in ids if i not in {r.id for r in found}]
        answer = {"status": "COMPLETE", "results": [r.json(body.get("properties", []), with_history) for r in found],
                  "startedAt": text_of(0), "completedAt": text_of(0)}
        if not missing:
            return 200, answer
        return 207, {**answer, "numErrors": 1, "errors": [
            {"status": "error", "category": "OBJECT_NOT_FOUND", "message": "Could not get some objects", "context": {"ids": missing}}]}

    def associations(self, body):
        ids = self.inputs(body, PAGE["batch"])
        kind = [{"category": "HUBSPOT_DEFINED", "typeId": 3, "label": None}]
        results = [{"from": {"id": str(i)}, "to": [{"toObjectId": to, "associationTypes": kind} for to in self.links[i]]}
                   for i in ids if self.links.get(i)]
        answer = {"status": "COMPLETE", "results": results, "startedAt": text_of(0), "completedAt": text_of(0)}
        errors = [{"status": "error", "category": "OBJECT_NOT_FOUND", "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
                   "message": f"No contact is associated with deal {i}.", "context": {"fromObjectId": [str(i)], "toObjectType": ["contact"]}}
                  for i in ids if not self.links.get(i)]
        return (207, {**answer, "numErrors": len(errors), "errors": errors}) if errors else (200, answer)

    def list(self, records, query):
        limit = int(query.get("limit", ["10"])[0])
        if limit > PAGE["list"]:
            refuse("limit must be at most 100")
        names = [name for each in query.get("properties", []) for name in each.split(",")]
        gone = query.get("archived") == ["true"]
        after = int(bytes.fromhex(query["after"][0]).decode()) if "after" in query else -1
        found = sorted(i for i, r in records.items() if (r.archived_at is not None) == gone and i > after)
        answer = {"results": [records[i].json(names) for i in found[:limit]]}
        if len(found) > limit:
            token = str(found[limit - 1]).encode().hex()  # opaque to clients
            answer["paging"] = {"next": {"after": token, "link": f"?after={token}"}}
        return 200, answer
