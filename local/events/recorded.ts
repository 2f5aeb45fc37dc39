/**
 * The management writes that become events, by service, and what their record carries as responseElements.
 * Source: records published with Elastic Beats and DataDog's Stratus Red Team (StartLogging, StopLogging and DeleteTrail have
 * null, CreateTrail, UpdateTrail and PutEventSelectors the answer). PutInsightSelectors: by analogy. AddTags, RemoveTags and DeleteLogGroup: their answers are empty in the API models; null is assumed.
 */
const RECORDED: Readonly<Record<string, Readonly<Record<string, 'answer' | 'null'>>>> = {
  cloudtrail: {
    CreateTrail: 'answer',
    UpdateTrail: 'answer',
    PutEventSelectors: 'answer',
    PutInsightSelectors: 'answer',
    StartLogging: 'null',
    StopLogging: 'null',
    DeleteTrail: 'null',
    AddTags: 'null',
    RemoveTags: 'null',
  },
  logs: { DeleteLogGroup: 'null' },
};

/** Whether calls of this operation become events. */
export function isRecorded(service: string, operation: string): boolean {
  return RECORDED[service]?.[operation] !== undefined;
}

/** Whether the record of a successful call carries the answer. */
export function recordsAnswer(service: string, operation: string): boolean {
  return RECORDED[service]?.[operation] === 'answer';
}
