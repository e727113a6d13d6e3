// Loaded into node before kinesis-local, which listens on every interface and has no option against it.
// - Servers listen on the loopback interface; a line says on which port. The system chooses it, unless KINESIS_LOCAL_PORT is
//   set, which is for plain HTTP.
// - The process ends when its standard input ends, so it never outlives its parent.
'use strict';
const net = require('net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  const byOptions = args[0] !== null && typeof args[0] === 'object' && args[0].port !== undefined;
  if (!byOptions && !/^\d+$/.test(String(args[0]))) {
    return listen.apply(this, args);
  }
  const asked = byOptions ? args[0].port : Number(args[0]);
  const callback = args.find((arg) => typeof arg === 'function');
  this.once('listening', () => process.stdout.write(`listening ${asked} ${this.address().port}\n`));
  const plain = asked === Number(process.env.KINESIS_MOCK_PLAIN_PORT);
  const port = plain ? Number(process.env.KINESIS_LOCAL_PORT || 0) : 0;
  return listen.call(this, { port, host: '127.0.0.1' }, callback);
};

process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();
