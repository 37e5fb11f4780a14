"""The dashboard as files: how they are served, how large they are, that they are what the sources build to, and that the API document
names the routes that there are."""
import json
import re
import shutil
import subprocess
import unittest

from daemon import ROOT, FlowTest, environment

WEB = ROOT / "web"
DIST = WEB / "dist"
MOST_BYTES = 60_000  # of all files of the dashboard together, as Brotli sends them; openapi.json is the API's


def built(folder):
    """Every file below *folder* by its name, those compressed beside another left out."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".br" and path.name != "openapi.json"}


TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list, "null": type(None)}


def is_of(value, name):
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def misfits(value, schema, document, place=""):
    """Where *value* is not as *schema* says, of as much of JSON Schema as the document uses."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if "oneOf" in schema:
        tried = [list(misfits(value, each, document, place)) for each in schema["oneOf"]]
        yield from ([] if [] in tried else tried[0])
        return
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_of(value, name) for name in names):
        yield f"{place} is {type(value).__name__}, not {names}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{place} is {value!r}"
    elif isinstance(value, list):
        for each in value[:20]:
            yield from misfits(each, schema.get("items", {}), document, place + "/*")
    elif isinstance(value, dict):
        yield from (f"{place}/{name} is missing" for name in schema.get("required", []) if name not in value)
        for name, each in value.items():
            below = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            yield from misfits(each, below if isinstance(below, dict) else {}, document, f"{place}/{name}")


class DashboardFiles(FlowTest):
    def test_the_page_may_run_its_own_script_alone_and_its_files_are_kept_for_good(self):
        with self.daemon() as daemon:
            page = daemon.get("/")
            self.assertEqual((page.status, page.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
            policy = page.headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(page.headers["Cache-Control"], "no-cache")
            again = daemon.get("/", {"If-None-Match": page.headers["ETag"]})
            self.assertEqual((again.status, again.body), (304, b""))
            self.assertEqual(daemon.get("/", {"If-None-Match": '"other"'}).body, page.body)
            self.assertEqual(re.findall(rb'(?:src|href)="(?:https?:)?//', page.body), [], "nothing comes from elsewhere")
            for path in re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page.body.decode()):
                with self.subTest(path):
                    plain = daemon.get("/" + path)
                    self.assertEqual(plain.body, (DIST / path).read_bytes())
                    self.assertIn("immutable", plain.headers["Cache-Control"])
                    brotli = daemon.get("/" + path, {"Accept-Encoding": "gzip, br"})
                    self.assertEqual((brotli.headers["Content-Encoding"], brotli.headers["Vary"]), ("br", "Accept-Encoding"))
                    self.assertEqual(brotli.body, (DIST / (path + ".br")).read_bytes())
                    self.assertNotEqual(brotli.headers["ETag"], plain.headers["ETag"])
                    self.assertEqual(daemon.get("/" + path, {"Accept-Encoding": "br;q=0"}).body, plain.body)
                    head = daemon.ask("HEAD", "/" + path)
                    self.assertEqual((head.status, head.body), (200, b""))
            self.assertEqual(daemon.get("/assets/none.js").status, 404)
            self.assertEqual(daemon.post("/", "").status, 405)

    def test_all_of_it_is_small(self):
        sizes = {path: path.with_name(path.name + ".br").stat().st_size for path in DIST.rglob("*") if path.is_file() and path.suffix != ".br" and path.name != "openapi.json"}
        self.assertLess(sum(sizes.values()), MOST_BYTES, sizes)

    def test_what_is_compressed_is_what_is_not(self):
        script = """const fs = require('fs'), zlib = require('zlib')
            for (const f of process.argv.slice(1)) if (!zlib.brotliDecompressSync(fs.readFileSync(f + '.br')).equals(fs.readFileSync(f))) console.log(f)"""
        files = [str(DIST / name) for name in built(DIST)]
        done = subprocess.run(["node", "-e", script, *files], capture_output=True, text=True, check=True, timeout=60)
        self.assertEqual(done.stdout, "")

    def test_the_built_files_are_what_the_sources_build_to(self):
        copy = self.folder / "web"
        shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("dist", "node_modules", "schema.d.ts"))
        shutil.copytree(ROOT / "api", self.folder / "api")
        installed = self.npm(copy, "ci", "--ignore-scripts")
        if installed.returncode != 0 and re.search(r"ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENETUNREACH", installed.stderr):
            self.skipTest("npm cannot be reached, so web/dist was not compared with what the sources build to")
        self.assertEqual(installed.returncode, 0, installed.stderr)
        for step in ("types", "check", "build"):
            done = self.npm(copy, "run", step)
            self.assertEqual(done.returncode, 0, f"{step}: {done.stdout}{done.stderr}")
        ours, theirs = built(DIST), built(copy / "dist")
        self.assertEqual(sorted(ours), sorted(theirs), "run 'npm run build' in web/ and commit web/dist")
        for name in ours:
            self.assertEqual(ours[name], theirs[name], f"{name}: run 'npm run build' in web/ and commit web/dist")

    def npm(self, folder, *arguments):
        return subprocess.run(["npm", *arguments], cwd=folder, env=environment(), capture_output=True, text=True, timeout=240)


class ApiDocument(FlowTest):
    """openapi.yaml against the running daemon; tests/net/described_routes.cpp has it against the table of routes."""

    def operations(self, daemon):
        document = self.ok(daemon.get("/openapi.json"))
        self.assertTrue(document["openapi"].startswith("3.1"))
        return {(method.upper(), path) for path, item in document["paths"].items() for method in item}

    def test_every_operation_that_is_described_is_served(self):
        with self.daemon() as daemon:
            for method, path in sorted(self.operations(daemon)):
                if path == "/v1/stream":
                    continue  # never ends
                with self.subTest(f"{method} {path}"):
                    at = path.replace("{version}", "21").replace("{minor}", "0").replace("{dataset_id}", "123")
                    answer = daemon.ask(method, re.sub(r"\{\w+\}", "x", at), "{}" if method == "POST" else None)
                    told = json.loads(answer.body) if answer.body[:1] == b"{" else {}
                    self.assertNotEqual(answer.status, 405)
                    self.assertNotIn("path-unknown", json.dumps(told))

    def test_answers_have_the_shape_that_is_described(self):
        with self.daemon("--demo") as daemon:
            document = self.ok(daemon.get("/openapi.json"))
            conversion = self.ok(daemon.get("/v1/conversions?limit=1"))["data"][0]["conversion_id"]
            contact = self.ok(daemon.get("/v1/conversions/" + conversion))["contacts"][0]
            campaign = self.ok(daemon.get("/v1/reports/roas"))["rows"][0]["group"]["campaign_id"]
            filled = {"/v1/conversions/{id}": f"/v1/conversions/{conversion}", "/v1/conversions/{id}/explain": f"/v1/conversions/{conversion}/explain",
                      **{f"/v1/reports/{name}/explain": f"/v1/reports/{name}/explain?group={campaign}" for name in ("attribution", "compare", "roas")},
                      "/v1/reports/paths/explain": "/v1/reports/paths/explain?touchpoints=1", "/v1/reports/cohorts/explain": "/v1/reports/cohorts/explain?cohort=2026-02",
                      "/v1/contacts/{key}": f"/v1/contacts/{contact}", "/v1/contacts/{key}/journey": f"/v1/contacts/{contact}/journey"}
            for path, item in sorted(document["paths"].items()):
                described = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {}).get("application/json", {}).get("schema")
                at = filled.get(path, path)
                if not described or "{" in at or path.startswith(("/v1/export/", "/webhooks/", "/v1/rhythm")):
                    continue
                with self.subTest(path):
                    answer = self.ok(daemon.get(at))
                    self.assertEqual(list(misfits(answer, described, document)), [])


if __name__ == "__main__":
    unittest.main()
