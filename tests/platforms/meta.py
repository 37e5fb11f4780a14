"""Meta's Marketing API: an account, its insights by day, prepared reports, limits in headers, errors in its envelope."""
import base64
import datetime
import json
import re
from urllib.parse import urlencode

LEVELS = {"campaign": ("campaign_id",), "adset": ("campaign_id", "adset_id"), "ad": ("campaign_id", "adset_id", "ad_id")}


class MetaError(Exception):
    def __init__(self, code, subcode, message, status=400):
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode,
                               "is_transient": code in (1, 2), "fbtrace_id": "AbCdEf123"}}


class Meta:
    def __init__(self, token="TOKEN", account="1010035716096012"):
        self.token, self.account = token, account
        self.currency, self.zone = "USD", "Pacific/Auckland"
        self.rows = {}  # (day, campaign, adset, ad) -> cost in cents, impressions, clicks, purchases, their value
        self.expires = 0  # when the token does, in seconds since 1970
        self.most_rows = 100_000  # of one answer without a prepared report
        self.reports, self.looks, self.used = {}, 1, 10

    # What a test tells.

    def put(self, day, campaign, adset, ad, spend, impressions=0, clicks=0, purchases=0, value=0):
        """The same day of the same ad again replaces; a *spend* of None takes the day back."""
        key = (day, campaign, adset, ad)
        if spend is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = (spend, impressions, clicks, purchases, value)

    def make_days(self, first, count, campaigns=2, ads=2, spend=100):
        day = datetime.date.fromisoformat(first)
        for i in range(count):
            for c in range(campaigns):
                for a in range(ads):
                    self.put(str(day + datetime.timedelta(i)), f"c{c}", f"c{c}s", f"c{c}s{a}", spend, 1000, 10, 1, spend * 3)

    def settings(self, **changed):
        """`most_rows`, `looks` (at a report until it is ready), `used` (percent of the limit), `zone`, `currency`, `expires`."""
        for name, value in changed.items():
            setattr(self, name, value)

    # What a client asks.

    def answer(self, method, path, query, body, headers):
        used = {"app_id_util_pct": self.used, "acc_id_util_pct": self.used, "ads_api_access_tier": "standard_access"}
        told = {"x-fb-ads-insights-throttle": json.dumps(used),
                "x-app-usage": json.dumps({"call_count": self.used, "total_time": 1, "total_cputime": 1})}
        # Forms have lists of texts; JSON bodies, as the SDK sends them, are read likewise.
        body = {name: value if isinstance(value, list) else [value if isinstance(value, str) else json.dumps(value)]
                for name, value in (body or {}).items()}
        try:
            self.check_token(query, body, headers)
            self.host = headers.get("host", "graph.facebook.com")
            return 200, told, self.route(method, path.strip("/").split("/")[1:], query, body)
        except MetaError as error:
            return error.status, told, error.body

    def check_token(self, query, body, headers):
        given = query.get("access_token") or body.get("access_token") or [headers.get("authorization", "").removeprefix("Bearer ")]
        if given[0] != self.token:
            raise MetaError(190, 463, "Error validating access token: Session has expired")

    def route(self, method, parts, query, body):
        if parts == [f"act_{self.account}"]:
            return {"id": parts[0], "currency": self.currency, "timezone_name": self.zone}
        if parts == ["debug_token"]:
            if query.get("input_token") != [self.token]:
                raise MetaError(100, 33, "The access token could not be decrypted")
            return {"data": {"app_id": "1", "type": "USER", "is_valid": True, "expires_at": self.expires, "data_access_expires_at": 0}}
        if parts == [f"act_{self.account}", "insights"]:
            asked = query if method == "GET" else body
            rows = self.insights(asked)
            if method == "POST":
                number = str(6023920149050 + len(self.reports))
                self.reports[number] = {"rows": rows, "looks": self.looks}
                return {"report_run_id": number}
            if len(rows) > self.most_rows:
                raise MetaError(100, 1487534, "Please reduce the amount of data you're asking for, then retry your request")
            return self.page(rows, asked, "/".join(parts))
        if parts and parts[0] in self.reports:
            report = self.reports[parts[0]]
            if parts[1:] == ["insights"]:
                if report["looks"] > 0:
                    raise MetaError(2, 1504043, "the report is not ready")
                return self.page(report["rows"], query, "/".join(parts))
            report["looks"] -= 1
            ready = report["looks"] <= 0
            return {"id": parts[0], "account_id": self.account, "async_status": "Job Completed" if ready else "Job Running",
                    "async_percent_completion": 100 if ready else 40}
        raise MetaError(100, 33, "Unsupported get request. Object with ID does not exist")

    def insights(self, asked):
        level = asked.get("level", ["account"])[0]
        if level not in LEVELS or asked.get("time_increment") != ["1"]:
            raise MetaError(100, 3191001, "Invalid parameter")
        days = json.loads(asked["time_range"][0])
        if any(not re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days.values()) or days["since"] > days["until"]:
            raise MetaError(100, 3191001, "Invalid time_range")
        names, sums = LEVELS[level], {}
        for (day, *ids), numbers in sorted(self.rows.items()):
            if days["since"] <= day <= days["until"]:
                key = (day, *ids[:len(names)])
                sums[key] = [a + b for a, b in zip(sums.get(key, [0] * 5), numbers)]
        fields = set(asked["fields"][0].split(","))
        return [self.row(key, names, numbers, fields) for key, numbers in sums.items() if any(numbers)]

    def row(self, key, names, numbers, fields):
        spend, impressions, clicks, purchases, value = numbers
        row = {"account_id": self.account, "account_currency": self.currency, "campaign_name": f"Campaign {key[1]}",
               **dict(zip(names, key[1:]))}
        row.update({name: text for name, text in (("spend", f"{spend / 100:.2f}"), ("impressions", str(impressions)),
                                                  ("clicks", str(clicks))) if float(text)})
        if purchases:  # of several types that overlap, as Meta tells them
            row["actions"] = [{"action_type": t, "value": str(purchases)} for t in ("link_click", "purchase", "omni_purchase")]
            row["action_values"] = [{"action_type": t, "value": f"{value / 100:.2f}"} for t in ("purchase", "omni_purchase")]
        return {**{n: v for n, v in row.items() if n in fields}, "date_start": key[0], "date_stop": key[0]}

    def page(self, rows, asked, path):
        limit = int(asked.get("limit", ["25"])[0])
        begin = int(base64.b64decode(asked["after"][0])) if "after" in asked else 0
        shown = rows[begin:begin + limit]
        if not shown:
            return {"data": []}
        after = base64.b64encode(str(begin + limit).encode()).decode()
        paging = {"cursors": {"before": base64.b64encode(str(begin).encode()).decode(), "after": after}}
        if begin + limit < len(rows):
            told = {**{name: values[0] for name, values in asked.items()}, "access_token": self.token, "after": after}
            paging["next"] = f"http://{self.host}/v25.0/{path}?{urlencode(told)}"
        return {"data": shown, "paging": paging}
