import { expect, test } from '@jest/globals';
import { toolOf } from '../../../lambda/events/caller-tool.ts';

test.each([
  ['APN/1.0 HashiCorp/1.0 Terraform/1.9.5 terraform-provider-aws/5.70.0 aws-sdk-go-v2/1.31.0', 'Terraform'],
  ['pulumi-aws/6.1.0 aws-sdk-go-v2/1.31.0', 'Pulumi'],
  ['cloudformation.amazonaws.com', 'AWS CloudFormation'],
  ['console.amazonaws.com', 'the AWS console'],
  ['Mozilla/5.0 (X11; Linux x86_64)', 'the AWS console'],
  ['aws-cli/2.17.0 md/awscrt#0.20.11 Python/3.11.9', 'the AWS CLI'],
  ['Boto3/1.34.0 md/Botocore#1.34.0', 'an AWS SDK'],
  ['aws-sdk-java/2.20.0', 'an AWS SDK'],
  ['curl/8.0', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('the user agent %j is that of %s', (userAgent, tool) => expect(toolOf(userAgent)).toBe(tool));
