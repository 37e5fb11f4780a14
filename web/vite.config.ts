import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { parse } from 'yaml';

/** The API document as the server answers it at /openapi.json. */
function openapi(): Plugin {
  return {
    name: 'openapi',
    generateBundle() {
      const document = parse(readFileSync(new URL('../api/openapi.yaml', import.meta.url), 'utf8'));
      this.emitFile({ type: 'asset', fileName: 'openapi.json', source: JSON.stringify(document) });
    },
  };
}

/** Puts NAME.br beside every built file: the server sends it to those who take it. */
function brotli(): Plugin {
  return {
    name: 'brotli',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: source.length };
          this.emitFile({ type: 'asset', fileName: fileName + '.br', source: brotliCompressSync(source, { params }) });
        }
      },
    },
  };
}

const hub = process.env.HUB ?? 'http://127.0.0.1:8787';

export default defineConfig({
  base: './',
  plugins: [openapi(), brotli()],
  // Smaller than the automatic runtime; by its long name, since a local variable called h would stand before the factory.
  oxc: { jsx: { runtime: 'classic', pragma: 'createElement', pragmaFrag: 'Fragment' }, jsxInject: "import { createElement, Fragment } from 'preact'" },
  build: { target: 'es2022', modulePreload: false, assetsInlineLimit: 0, cssMinify: true, reportCompressedSize: false },
  server: { proxy: { '/v1': hub, '/healthz': hub, '/openapi.json': hub, '/readyz': hub } },
});
