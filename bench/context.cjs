// The account is that of the function's own role.
const account = process.env.FUNCTION_ROLE_ARN.split(':')[4];

/** The part of the Lambda context that the function reads. */
module.exports = {
  awsRequestId: 'measured',
  getRemainingTimeInMillis: () => 900_000,
  invokedFunctionArn: `arn:aws:lambda:us-east-1:${account}:function:trailmend`,
};
