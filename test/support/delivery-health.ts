import { type Finding, isAboutIntegration } from '../../lambda/core/model/finding.ts';

export function isDeliveryHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ rule }) => !isAboutIntegration(rule));
}
