import { randomUUID } from 'node:crypto';
import type { Answer } from '../gate/call.ts';
import { escapedXml } from '../wire/xml.ts';
import type { Evaluation } from './simulation.ts';

/** The simulation of one action on one resource. */
export interface SimulationResult {
  readonly action: string;
  readonly resource: string;
  readonly evaluation: Evaluation;
  /** Condition keys that the policies use and the request did not give. */
  readonly missing: readonly string[];
  readonly hasBoundary: boolean;
  /** Whether service control policies apply. */
  readonly isControlled: boolean;
}

/** The answer to SimulatePrincipalPolicy. Source: IAM API reference, EvaluationResult. */
export function simulationAnswer(results: readonly SimulationResult[]): Answer {
  const members = results.map((result) => `<member>${resultXml(result)}</member>`).join('');
  const requestId = randomUUID();
  const xml =
    '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>' +
    `<IsTruncated>false</IsTruncated><EvaluationResults>${members}</EvaluationResults></SimulatePrincipalPolicyResult>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: Buffer.from(xml),
  };
}

function resultXml({ action, resource, evaluation, missing, hasBoundary, isControlled }: SimulationResult): string {
  const analysis = 'analysis' in evaluation ? evaluation.analysis : undefined;
  const { denyStatements = [], allowStatements = [] } = analysis?.identityAnalysis ?? {};
  const matched = [...denyStatements, ...allowStatements].map(
    ({ policyId }) =>
      `<member><SourcePolicyId>${escapedXml(policyId)}</SourcePolicyId><SourcePolicyType>IAM Policy</SourcePolicyType></member>`,
  );
  const detail = (element: string, inner: string, result: string | undefined) =>
    `<${element}><${inner}>${result === 'Allowed'}</${inner}></${element}>`;
  return [
    `<EvalActionName>${escapedXml(action)}</EvalActionName>`,
    `<EvalResourceName>${escapedXml(resource)}</EvalResourceName>`,
    `<EvalDecision>${decision(evaluation)}</EvalDecision>`,
    `<MatchedStatements>${matched.join('')}</MatchedStatements>`,
    `<MissingContextValues>${missing.map((key) => `<member>${escapedXml(key)}</member>`).join('')}</MissingContextValues>`,
    isControlled ? detail('OrganizationsDecisionDetail', 'AllowedByOrganizations', analysis?.scpAnalysis?.result) : '',
    hasBoundary
      ? detail(
          'PermissionsBoundaryDecisionDetail',
          'AllowedByPermissionsBoundary',
          analysis?.permissionBoundaryAnalysis?.result,
        )
      : '',
  ].join('');
}

function decision(evaluation: Evaluation): string {
  if (evaluation.verdict === 'allowed') return 'allowed';
  return evaluation.verdict === 'denied' && evaluation.explicit ? 'explicitDeny' : 'implicitDeny';
}
