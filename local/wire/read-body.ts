import type { Readable } from 'node:stream';

/**
 * Reads the complete body of a request or an answer, several times faster than
 * node:stream/consumers, which makes a Blob.
 * @throws the stream's error, or an error that it was closed before its end
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
