// The function is where its topic is.
const [, , , region, account] = process.env.TOPIC_ARN.split(':');

/** The part of the Lambda context that the function reads. */
module.exports = {
  awsRequestId: 'measured',
  getRemainingTimeInMillis: () => 900_000,
  invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:trailmend`,
};
