// Five models by campaign: DuckDB and the hub in turns, on the same data and as many threads. The last line is the ratio
// of DuckDB's best form of the question to the hub. node attribution.mjs PROGRAM [CONVERSIONS]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [program, conversions = "1000000"] = process.argv.slice(2);
const rounds = 5;

/** Revenue of each of the five models over touches u(campaign, value, i, n, d, total): place, number, decay, its sum. */
const models = `
  SELECT campaign,
    sum(CASE WHEN i = 1 THEN value ELSE 0 END) AS first_touch,
    sum(CASE WHEN i = n THEN value ELSE 0 END) AS last_touch,
    sum(value / n) AS linear,
    sum(value * d / total) AS time_decay,
    sum(value * CASE WHEN n = 1 THEN 1 WHEN n = 2 THEN 0.5::DOUBLE WHEN i = 1 OR i = n THEN 0.4::DOUBLE
                     ELSE 0.2::DOUBLE / (n - 2) END) AS position_based
  FROM u GROUP BY campaign`;
const decay = (at, last) => `exp(ln(2) * (${at} - ${last}) / (7 * 86400e6))`;
const questions = {
  "journeys kept as lists": `
    WITH l AS (SELECT value, campaigns, list_transform(ats, lambda a: ${decay("a", "ats[-1]")}) AS ds FROM journeys),
    u AS (SELECT value, unnest(campaigns) AS campaign, unnest(ds) AS d, len(ds) AS n, list_sum(ds) AS total,
                 generate_subscripts(ds, 1) AS i FROM l) ${models}`,
  "touches joined and numbered by windows": `
    WITH t AS (SELECT c.journey, c.value, t.campaign, t.touched,
                      row_number() OVER (PARTITION BY c.journey ORDER BY t.touched, t.rowid) AS i,
                      count(*) OVER (PARTITION BY c.journey) AS n, max(t.touched) OVER (PARTITION BY c.journey) AS latest
               FROM conversions c JOIN touches t ON t.journey = c.journey AND t.touched BETWEEN c.sold - 90 * 86400e6::BIGINT AND c.sold),
    w AS (SELECT *, ${decay("touched", "latest")} AS d FROM t),
    u AS (SELECT *, sum(d) OVER (PARTITION BY journey) AS total FROM w) ${models}`,
};

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function load() {
  try {
    return (await import("@duckdb/node-api")).DuckDBInstance;
  } catch {
    console.log("DuckDB is not compared with: run 'npm ci' in bench/duckdb to have it here");
    process.exit(0);
  }
}

/** The hub's side: ask(shards) answers {seconds, rows: campaign -> five sums of minor units}. */
async function startHub(folder) {
  const hub = spawn(program, [conversions, folder], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: hub.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the hub's side ended early");
    return value;
  };
  await next();
  return {
    async ask(shards) {
      hub.stdin.write(`${shards}\n`);
      const [seconds, ...figures] = (await next()).split(" ").map(Number);
      const rows = new Map();
      for (let at = 0; at < figures.length; at += 6) rows.set(figures[at], figures.slice(at + 1, at + 6));
      return { seconds, rows };
    },
    end: () => hub.stdin.end(),
  };
}

/** The hub rounds to the minor unit, DuckDB adds doubles: a campaign may differ by that, the whole not at all. */
function check(hub, duck, booked) {
  if (hub.size !== duck.size) throw new Error(`${hub.size} campaigns in the hub, ${duck.size} in DuckDB`);
  const totals = [0, 0, 0, 0, 0];
  for (const [campaign, sums] of hub)
    sums.forEach((sum, m) => {
      totals[m] += sum;
      const other = duck.get(campaign)?.[m];
      if (!(Math.abs(sum - other) <= 1e-3 * other + 1000)) throw new Error(`campaign ${campaign}: ${sum} and ${other}`);
    });
  for (const total of totals) if (total !== booked) throw new Error(`${total} credited of ${booked} booked`);
}

const DuckDB = await load();
const folder = mkdtempSync(join(tmpdir(), "hub-duckdb-"));
try {
  const hub = await startHub(folder);
  const duck = await (await DuckDB.create(":memory:")).connect();
  const rows = async (sql) => (await duck.runAndReadAll(sql)).getRows();
  await duck.run(`CREATE TABLE conversions AS FROM read_csv('${folder}/conversions.csv')`);
  await duck.run(`CREATE TABLE touches AS FROM read_csv('${folder}/touches.csv')`);
  await duck.run(`CREATE TABLE journeys AS
    SELECT c.value, list(t.touched ORDER BY t.touched, t.rowid) AS ats, list(t.campaign ORDER BY t.touched, t.rowid) AS campaigns
    FROM conversions c JOIN touches t ON t.journey = c.journey AND t.touched BETWEEN c.sold - 90 * 86400e6::BIGINT AND c.sold
    GROUP BY c.journey, c.value`);
  const booked = Number((await rows("SELECT sum(value)::BIGINT FROM conversions"))[0][0]);
  console.log(`conversions ${conversions}, DuckDB ${(await rows("SELECT version()"))[0][0]}, median of ${rounds}`);
  let best = Infinity;
  for (const threads of [1, 2])
    for (const [name, sql] of Object.entries(questions)) {
      await duck.run(`SET threads = ${threads}`);
      const theirs = [], ours = [];
      for (let round = 0; round < rounds; ++round) {
        const started = performance.now();
        const found = await rows(sql);
        theirs.push((performance.now() - started) / 1000);
        const answer = await hub.ask(threads);
        ours.push(answer.seconds);
        check(answer.rows, new Map(found.map(([campaign, ...sums]) => [Number(campaign), sums.map(Number)])), booked);
      }
      const ratio = median(theirs) / median(ours);
      best = Math.min(best, ratio);
      console.log(`${name}, ${threads} thread${threads > 1 ? "s" : ""}: DuckDB ${(1e3 * median(theirs)).toFixed(0)} ms, hub ` +
        `${(1e3 * median(ours)).toFixed(1)} ms, ratio ${ratio.toFixed(1)}`);
    }
  hub.end();
  console.log(`DuckDB's best / hub: ${best.toFixed(1)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
