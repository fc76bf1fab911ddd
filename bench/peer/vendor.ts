// node bench/peer/vendor.ts: a vendor for both services that does nothing but answer. It prints the port it listens on.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let registered = Date.now();

function answerTo(method: string, path: string): unknown {
  if (path.startsWith('/oauth2/access_token')) {
    return { access_token: 'token', expires_in: 36_000, token_type: 'JWT' };
  }
  const attempt = /^\/api\/v1\/exam\/[^/]+\/attempt\/([^/]*)\/?$/.exec(path);
  if (attempt && method === 'POST') {
    registered += 1;
    return { id: `registered-${registered}`, status: 'created' };
  }
  if (attempt) return { id: attempt[1], status: 'created', download_url: 'https://vendor.example.com/download' };
  if (path.startsWith('/api/v1/config/')) {
    return { name: 'Vendor of the bench', download_url: 'https://vendor.example.com/download', rules: {} };
  }
  return { id: 'exam' };
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answerTo(request.method ?? 'GET', request.url ?? '/')));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
