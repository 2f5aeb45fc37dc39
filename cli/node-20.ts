// What the code uses and Node.js 20 does not have.
import 'core-js/actual/map/group-by.js';
import 'core-js/actual/array/from-async.js';
import 'core-js/actual/promise/with-resolvers.js';
