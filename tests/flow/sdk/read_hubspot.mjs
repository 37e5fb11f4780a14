// Reads deals as a pull does, with HubSpot's own client.
// node read_hubspot.mjs FOLDER_OF_THE_CLIENTS ADDRESS TOKEN; prints what each call gave.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, basePath, accessToken] = process.argv.slice(2);
const { Client } = createRequire(join(folder, 'package.json'))('@hubspot/api-client');
const crm = new Client({ accessToken, basePath, numberOfApiCallRetries: 0 }).crm;

const said = {};
const call = async (name, ask, show) => {
  try {
    said[name] = show(await ask());
  } catch (error) {
    said[name] = { code: error.code, category: error.body?.category };
  }
};
const rows = (page) => page.results.map(({ id, properties, updatedAt }) => [id, properties.amount, updatedAt.toISOString()]);
const search = (limit, after) => crm.deals.searchApi.doSearch({
  limit, after, properties: ['amount'], sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
  filterGroups: [{ filters: [{ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: '0' }] }],
});

await call('search', () => search(2), (page) => ({ total: page.total, rows: rows(page), after: page.paging.next.after }));
await call('search_beyond', () => search(100, '10000'), rows);
await call('read', () => crm.deals.batchApi.read(
  { inputs: [{ id: '1' }, { id: '99' }], properties: ['amount'], propertiesWithHistory: ['dealstage'] }),
  ({ status, results, numErrors }) => ({ status, rows: rows({ results }), numErrors,
    stages: results[0].propertiesWithHistory.dealstage.map(({ value, timestamp }) => [value, timestamp.toISOString()]) }));
await call('archived', () => crm.deals.basicApi.getPage(100, undefined, ['amount'], undefined, undefined, true),
  (page) => page.results.map(({ id, archived, archivedAt }) => [id, archived, archivedAt.toISOString()]));
await call('links', () => crm.associations.v4.batchApi.getPage('deals', 'contacts', { inputs: [{ id: '1' }, { id: '2' }] }),
  ({ results }) => results.map(({ _from, to }) => [_from.id, to.map((each) => String(each.toObjectId))]));
await call('pipelines', () => crm.pipelines.pipelinesApi.getAll('deals'),
  ({ results }) => results[0].stages.map(({ id, metadata }) => [id, metadata.isClosed, metadata.probability]));
console.log(JSON.stringify(said));
