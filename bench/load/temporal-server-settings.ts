import { join } from 'node:path';

interface ServicePorts {
  grpc: number;
  membership: number;
}

/** Where the four services of one Temporal server listen. */
export interface ServerPorts {
  frontend: ServicePorts;
  history: ServicePorts;
  matching: ServicePorts;
  worker: ServicePorts;
  http: number;
}

const HOST = '127.0.0.1';
/** As the image in docker-compose.yml has it. It cannot be changed later: large sites choose hundreds. */
const HISTORY_SHARDS = 4;

const rpc = ({ grpc, membership }: ServicePorts) => ({
  grpcPort: grpc,
  membershipPort: membership,
  bindOnLocalHost: true,
});

const store = (databaseName: string, postgresPort: number, maxConns: number) => ({
  sql: {
    pluginName: 'postgres12',
    databaseName,
    connectAddr: `${HOST}:${postgresPort}`,
    connectProtocol: 'tcp',
    user: 'proctoring',
    password: 'proctoring',
    maxConns,
    maxIdleConns: maxConns,
    maxConnLifetime: '1h',
  },
});

/** One partition of each task queue, as the local stack has it. */
const DYNAMIC_CONFIG = Object.fromEntries(
  ['Read', 'Write'].map((way) => [`matching.numTaskqueue${way}Partitions`, [{ value: 1 }]]),
);

/** The files of a server with all services in one process, by name; JSON is YAML. */
export function serverSettings(ports: ServerPorts, postgresPort: number, folder: string): Record<string, object> {
  return {
    'bench.yaml': {
      log: { stdout: true, level: 'error' },
      persistence: {
        defaultStore: 'default',
        visibilityStore: 'visibility',
        numHistoryShards: HISTORY_SHARDS,
        datastores: {
          default: store('temporal', postgresPort, 20),
          visibility: store('temporal_visibility', postgresPort, 10),
        },
      },
      global: { membership: { maxJoinDuration: '30s', broadcastAddress: HOST } },
      services: {
        frontend: { rpc: { ...rpc(ports.frontend), httpPort: ports.http } },
        history: { rpc: rpc(ports.history) },
        matching: { rpc: rpc(ports.matching) },
        worker: { rpc: rpc(ports.worker) },
      },
      clusterMetadata: {
        enableGlobalNamespace: false,
        failoverVersionIncrement: 10,
        masterClusterName: 'active',
        currentClusterName: 'active',
        clusterInformation: {
          active: {
            enabled: true,
            initialFailoverVersion: 1,
            rpcName: 'frontend',
            rpcAddress: `${HOST}:${ports.frontend.grpc}`,
          },
        },
      },
      dcRedirectionPolicy: { policy: 'noop' },
      dynamicConfigClient: { filepath: join(folder, 'dynamic.yaml'), pollInterval: '60s' },
    },
    'dynamic.yaml': DYNAMIC_CONFIG,
  };
}
