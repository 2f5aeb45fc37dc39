// What the code uses and Node.js 20 does not have.
import 'core-js/actual/map/group-by.js';
import 'core-js/actual/array/from-async.js';
import 'core-js/actual/promise/with-resolvers.js';

// The SDK announces that its future versions do not support Node.js 20. It would do so beside the
// output of every command, and the version that the command line contains supports it.
// Source: @aws-sdk/core, emitWarningIfUnsupportedVersion.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
