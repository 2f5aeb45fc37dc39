/** The part of the Lambda context that the function reads. */
module.exports = {
  awsRequestId: 'measured',
  getRemainingTimeInMillis: () => 900_000,
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:trailmend',
};
