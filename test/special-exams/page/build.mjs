// Makes one file of the page and its packages, which Node does not load as they are.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

writeFileSync('env.config.js', 'export default {};\n');
const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
await build({
  entryPoints: ['page.jsx'],
  outfile: 'page.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  mainFields: ['module', 'main'],
  jsx: 'automatic',
  alias: { 'env.config': './env.config.js' },
  loader: { '.js': 'jsx', '.svg': 'text', '.png': 'dataurl', '.scss': 'empty' },
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: require },
  logLevel: 'error',
});
