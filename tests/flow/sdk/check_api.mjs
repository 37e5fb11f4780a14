// Lints an OpenAPI document by the rules of Redocly, and holds answers against what it says of them.
// In: {document, answers: [{operation, status, type, body}]} as JSON. Out: {problems: ["…"], checked: n}.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.argv[2]}/package.json`);
const { createConfig, lintFromString } = await import(pathToFileURL(require.resolve('@redocly/openapi-core')));
const Ajv = require('ajv/dist/2020').default;

const { document, answers } = JSON.parse(readFileSync(0, 'utf8'));
const problems = [];

// What a platform's wire format fixes is not ours to change: /tr/ has its slash. Failures are described by `default`.
const config = await createConfig({ extends: ['recommended'], rules: { 'no-path-trailing-slash': 'off', 'operation-4xx-response': 'off', 'no-ambiguous-paths': 'off' } });
for (const found of await lintFromString({ source: JSON.stringify(document), absoluteRef: '/openapi.json', config }))
  problems.push(`${found.ruleId} at ${found.location[0]?.pointer}: ${found.message}`);

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ $id: 'hub:api', ...document });
const operations = Object.fromEntries(Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, told]) => [told.operationId, { path, method, told }])));
const step = (text) => text.replaceAll('~', '~0').replaceAll('/', '~1');
let checked = 0;
for (const { operation, status, type, body } of answers) {
  const { path, method, told } = operations[operation];
  const code = told.responses[status] ? String(status) : 'default';
  if (status < 400 && code === 'default') problems.push(`${operation} answered ${status}, which is not described`);
  const content = told.responses[code]?.content;
  if (!content) continue;
  if (!content[type]) problems.push(`${operation} answered ${status} with ${type}, which is not described`);
  if (type !== 'application/json' || !content[type]?.schema) continue;
  const valid = ajv.getSchema(`hub:api#/paths/${encodeURIComponent(step(path))}/${method}/responses/${code}/content/application~1json/schema`);
  checked += 1;
  if (!valid(body)) problems.push(...valid.errors.slice(0, 5).map((e) => `${operation} ${status}: ${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`));
}
const unknown = answers.map((a) => a.operation).filter((name) => !operations[name]);
const never = Object.keys(operations).filter((name) => !answers.some((a) => a.operation === name && a.status < 400));
if (unknown.length) problems.push(`not described: ${unknown}`);
if (never.length) problems.push(`never answered well: ${never}`);
console.log(JSON.stringify({ problems, checked }));
