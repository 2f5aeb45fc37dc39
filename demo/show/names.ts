/** Shortens the ARNs of IAM and STS in a text to the part that differs within an account. */
export function withoutAccount(text: string): string {
  return text.replace(/arn:[\w-]+:(?:iam|sts)::\d{12}:/g, '');
}
