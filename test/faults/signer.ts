import type { CloudTrailClientConfig } from '@aws-sdk/client-cloudtrail';

type SignerConstructor = NonNullable<CloudTrailClientConfig['signerConstructor']>;
type Options = ConstructorParameters<SignerConstructor>[0];
type RequestSigner = InstanceType<SignerConstructor>;

/**
 * Signs for the SDK's clients by name alone. The local AWS reads from a signature who signs and for what, and verifies nothing; making
 * real ones takes a third of a client's time.
 */
export class NameSigner implements RequestSigner {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  readonly sign: RequestSigner['sign'] = async (request) => {
    const { credentials, region, service } = this.#options;
    const { accessKeyId } = typeof credentials === 'function' ? await credentials() : credentials;
    const scope = `${accessKeyId}/20260101/${typeof region === 'function' ? await region() : region}/${service}/aws4_request`;
    request.headers['authorization'] = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unverified`;
    return request;
  };
}
