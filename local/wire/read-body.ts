import type { Readable } from 'node:stream';

/**
 * The whole body of a request or an answer. What node:stream/consumers does by way of a Blob takes several times as long.
 * @throws the stream's error, or that it was closed before its end
 */
export function readBody(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => resolve(Buffer.concat(chunks)));
    stream.once('error', reject);
    stream.once('close', () => {
      if (!stream.readableEnded) reject(new Error('the connection was closed before the end of the message'));
    });
  });
}
