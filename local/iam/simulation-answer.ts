import { randomUUID } from 'node:crypto';
import type { Answer } from '../gate/call.ts';
import type { Judgement } from './simulation.ts';

/** One action on one resource, simulated. */
export interface Simulated {
  readonly action: string;
  readonly resource: string;
  readonly judgement: Judgement;
  /** Condition keys that the policies ask for and nobody gave. */
  readonly missing: readonly string[];
  readonly hasBoundary: boolean;
  /** Whether service control policies have a say. */
  readonly isControlled: boolean;
}

/** The answer to SimulatePrincipalPolicy. Source: IAM API reference, EvaluationResult. */
export function simulationAnswer(simulated: readonly Simulated[]): Answer {
  const results = simulated.map((one) => `<member>${resultXml(one)}</member>`).join('');
  const requestId = randomUUID();
  const xml =
    '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>' +
    `<IsTruncated>false</IsTruncated><EvaluationResults>${results}</EvaluationResults></SimulatePrincipalPolicyResult>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: Buffer.from(xml),
  };
}

function resultXml({ action, resource, judgement, missing, hasBoundary, isControlled }: Simulated): string {
  const analysis = 'analysis' in judgement ? judgement.analysis : undefined;
  const { denyStatements = [], allowStatements = [] } = analysis?.identityAnalysis ?? {};
  const matched = [...denyStatements, ...allowStatements].map(
    ({ policyId }) =>
      `<member><SourcePolicyId>${escaped(policyId)}</SourcePolicyId><SourcePolicyType>IAM Policy</SourcePolicyType></member>`,
  );
  const detail = (element: string, inner: string, said: string | undefined) =>
    `<${element}><${inner}>${said === 'Allowed'}</${inner}></${element}>`;
  return [
    `<EvalActionName>${escaped(action)}</EvalActionName>`,
    `<EvalResourceName>${escaped(resource)}</EvalResourceName>`,
    `<EvalDecision>${decision(judgement)}</EvalDecision>`,
    `<MatchedStatements>${matched.join('')}</MatchedStatements>`,
    `<MissingContextValues>${missing.map((key) => `<member>${escaped(key)}</member>`).join('')}</MissingContextValues>`,
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

function decision(judgement: Judgement): string {
  if (judgement.verdict === 'allowed') return 'allowed';
  return judgement.verdict === 'denied' && judgement.explicit ? 'explicitDeny' : 'implicitDeny';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
