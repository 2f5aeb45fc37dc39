import { type Finding, isAboutDelivery } from '../../lambda/core/model/finding.ts';

export function isDeliveryHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ rule }) => !isAboutDelivery(rule));
}
