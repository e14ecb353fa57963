import { Server } from 'node:net';

// kinesis-local listens on 0.0.0.0 and has no setting for it. Loaded before it with --import, this binds every TCP
// server of the process to loopback.
const listen = Server.prototype.listen;

Server.prototype.listen = function listenOnLoopback(...args) {
  const [first] = args;
  if (typeof first === 'object' && first !== null && 'port' in first) {
    args[0] = { ...first, host: '127.0.0.1' };
  } else if (typeof first === 'number' || /^\d+$/.test(first)) {
    const rest = args.slice(1).filter((argument) => typeof argument !== 'string');
    args.splice(0, args.length, first, '127.0.0.1', ...rest);
  }
  return listen.apply(this, args);
};
