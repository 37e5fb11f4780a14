"""A JSON API that lists conversions page by page, like AnyTrack's, and the European Central Bank's files of rates."""


class Conversions:
    """`GET /anytrack/conversions?since=&until=&cursor=` with the items at /data/items, the next cursor at /data/next."""

    def __init__(self, token="AT-KEY"):
        self.token, self.items, self.per_page = token, [], 100

    def add(self, items):
        self.items.extend(items)

    def make(self, count, at="2026-02-01T00:00:00Z", first=1):
        self.add([{"transactionId": f"t{n}", "eventName": "Purchase", "eventTime": at, "eventValue": 5, "currency": "EUR",
                   "clickId": f"k{n}"} for n in range(first, first + count)])

    def answer(self, method, path, query, body, headers):
        if headers.get("x-api-key") != self.token:
            return 401, {}, {"error": "bad key"}
        since, until = query.get("since", [""])[0], query.get("until", ["9"])[0]
        fitting = [i for i in self.items if since <= i["eventTime"] < until]
        begin = int(query.get("cursor", ["0"])[0] or 0)
        following = begin + self.per_page
        return 200, {}, {"data": {"items": fitting[begin:following], "next": str(following) if following < len(fitting) else None}}


class Bank:
    """`/stats/eurofxref/eurofxref-daily.xml`, `-hist-90d.xml` and `-hist.xml`, newest day first."""

    def __init__(self):
        self.days = {}

    def put(self, day, rates):
        self.days[day] = rates

    def answer(self, method, path, query, body, headers):
        name = path.rsplit("/", 1)[-1]
        count = {"eurofxref-daily.xml": 1, "eurofxref-hist-90d.xml": 64, "eurofxref-hist.xml": len(self.days)}.get(name)
        if count is None:
            return 404, {}, "<html>Not found</html>"
        quote = "'" if count == 1 else '"'
        cubes = "".join(
            f"<Cube time={quote}{day}{quote}>" + "".join(
                f"<Cube currency={quote}{code}{quote} rate={quote}{rate}{quote}/>" for code, rate in self.days[day].items()) + "</Cube>"
            for day in sorted(self.days, reverse=True)[:count])
        return 200, {"Content-Type": "text/xml"}, (
            '<?xml version="1.0" encoding="UTF-8"?>\n<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
            'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>'
            f"<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender><Cube>{cubes}</Cube></gesmes:Envelope>\n")
